"""The page of a round-up counts anew what it tells of."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from buttobi.center.models import Run, Theme
from buttobi.center.round_up import drafts
from buttobi.entries.delete import delete
from buttobi.entries.models import Entry
from buttobi.entries.publish import publish
from buttobi.entries.unpublish import unpublish
from buttobi.trackbacks.models import Received

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(make_theme: Any, make_entry: Any, make_blog: Any) -> Entry:
    theme = make_theme("Rain")
    for title in ("One", "Two", "Three"):
        make_entry(blog=make_blog(), title=title, trackback_urls=theme.entry.target.trackback_url)
    assert drafts.draft(theme=theme, now=timezone.now() + timedelta(days=8))
    entry = Entry.objects.get(rounds_up__isnull=False)
    publish(entry=entry)
    return entry


def head(client: Client, entry: Entry) -> str:
    page = client.get(f"/center/{entry.slug}/", headers={"Accept-Language": "en"}).content.decode()
    return page.partition('class="rounds-up"')[2].partition("</header>")[0]


def test_it_says_of_which_theme_and_how_many_answered_now(client: Client, told: Entry) -> None:
    said = head(client, told)
    assert 'href="http://localhost:8000/center/rain/"' in said
    assert "3 answers from 3 blogs" in said
    unpublish(entry=Entry.objects.get(title="Two"))
    assert "2 answers from 2 blogs" in head(client, told)
    assert "2 answers" not in told.body


def test_it_leads_to_the_one_before_it(client: Client, told: Entry, make_entry: Any) -> None:
    run = Run.objects.get()
    before = make_entry(blog=told.blog, title="Rain, before", slug="before")
    Run.objects.create(
        theme=run.theme,
        opened_at=run.opened_at - timedelta(days=9),
        closed_at=run.opened_at - timedelta(days=5),
        round_up=before,
    )
    assert f'href="{before.address}"' in head(client, told)
    assert "no answers" in head(client, before)


@pytest.mark.parametrize("how", ["unpublished", "for me", "deleted"])
def test_nothing_new_of_a_theme_that_readers_do_not_find_is_told(client: Client, told: Entry, how: str) -> None:
    """What its owner calls it now is nobody's business, nor how many answered."""
    theme = Theme.objects.get().entry
    if how == "unpublished":
        unpublish(entry=theme)
    elif how == "deleted":
        delete(entry=theme)
    else:
        Entry.objects.filter(pk=theme.pk).update(audience=Entry.Audience.ME)
    Entry.objects.filter(pk=theme.pk).update(title="Secret", second_title="Secret")
    said = head(client, told)
    assert "Secret" not in client.get(f"/center/{told.slug}/").content.decode()
    assert "answer" not in said
    assert "<a " not in said
    assert "<span>" in said


def test_held_answers_are_not_counted(client: Client, told: Entry) -> None:
    Received.objects.update(state=Received.State.HELD)
    assert "no answers" in head(client, told)
