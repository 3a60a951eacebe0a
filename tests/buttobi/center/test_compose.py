"""Themes are written, and open and close by the clock alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from buttobi.blogs.models import Blog
from buttobi.center import compose
from buttobi.center.compose import Composed
from buttobi.center.models import Theme
from buttobi.entries.models import Entry
from buttobi.trackbacks import policy
from buttobi.trackbacks.models import Target

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
WORDS = Composed(
    title="Snow",
    body="Tell.",
    html="<p>Tell.</p>",
    second_title="雪",
    second_body="話。",
    second_html="<p>話。</p>",
    tags=("winter",),
    opens_at=NOW + 2 * DAY,
    closes_at=NOW + 9 * DAY,
)


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def theme(clock, make_blog, staff):
    center = make_blog("center", official=True, owner=None)
    return compose.begin(blog=center, author=staff)


def ping(client, entry):
    target = Target.objects.get(entry=entry)
    return client.post(f"/tb/{target.pk}", {"url": "https://there.example/1", "title": "Mine"}).content.decode()


def life(theme):
    return Theme.objects.get(pk=theme.pk).life(timezone.now())


def test_a_draft_is_kept_with_its_time_and_nobody_sees_it(theme):
    compose.save_draft(theme=theme, composed=WORDS)
    entry = Entry.objects.get()
    assert (entry.state, entry.target, entry.second_title) == (Entry.State.DRAFT, None, "雪")
    assert (entry.opens_at, entry.closes_at) == (WORDS.opens_at, WORDS.closes_at)
    assert [tag.name for tag in entry.tags.all()] == ["winter"]
    assert life(theme) == Theme.Life.DRAFT


def on_its_clock(moment):
    return f"{moment.astimezone(ZoneInfo('Asia/Tokyo')):%Y-%m-%d %H:%M} (Asia/Tokyo)"


def test_a_theme_opens_and_closes_by_the_clock_and_its_door_says_why_it_is_shut(theme, clock, client):
    entry = compose.announce(theme=theme, composed=WORDS)
    assert client.get(entry.address).status_code == 200
    assert life(theme) == Theme.Life.ANNOUNCED
    assert f"{policy.NOT_YET_OPEN} It opens at {on_its_clock(WORDS.opens_at)}." in ping(client, entry)
    clock.move_to(NOW + 2 * DAY)
    assert life(theme) == Theme.Life.OPEN
    assert "<error>0</error>" in ping(client, entry)
    clock.move_to(NOW + 9 * DAY)
    assert life(theme) == Theme.Life.CLOSED
    assert f"{policy.OVER} It closed at {on_its_clock(WORDS.closes_at)}." in ping(client, entry)


def test_without_an_opening_it_is_open_at_once(theme):
    entry = compose.announce(theme=theme, composed=replace(WORDS, opens_at=None))
    assert entry.opens_at == NOW
    assert life(theme) == Theme.Life.OPEN


def test_another_time_reaches_the_page_together_with_the_entry(theme):
    compose.announce(theme=theme, composed=WORDS)
    entry = compose.announce(theme=theme, composed=replace(WORDS, closes_at=NOW + 30 * DAY))
    target = Target.objects.get(entry=entry)
    assert (target.opens_at, target.closes_at) == (WORDS.opens_at, NOW + 30 * DAY)


def test_an_open_theme_that_is_changed_has_been_open_as_long_as_before(theme, clock):
    compose.announce(theme=theme, composed=replace(WORDS, opens_at=None))
    clock.shift(DAY)
    theme = Theme.objects.get()
    assert compose.announce(theme=theme, composed=replace(WORDS, opens_at=None)).opens_at == NOW


def test_what_the_form_of_a_theme_does_not_ask_stays_as_it_was(theme):
    Entry.objects.update(trackback_urls="https://there.example/tb/1", takes=["webmention"], tells_links=False)
    compose.announce(theme=theme, composed=WORDS)
    entry = Entry.objects.get()
    assert (entry.trackback_urls, entry.takes, entry.tells_links) == (
        "https://there.example/tb/1",
        ["webmention"],
        False,
    )


def test_a_closed_center_announces_nothing(theme):
    Blog.objects.update(state=Blog.State.CLOSED)
    theme = Theme.objects.get()
    assert compose.announce(theme=theme, composed=WORDS).state == Entry.State.DRAFT


def test_it_can_be_closed_early_and_kept_open_longer(theme, clock, client):
    entry = compose.announce(theme=theme, composed=replace(WORDS, opens_at=None))
    clock.shift(DAY)
    assert compose.close_now(theme=Theme.objects.get())
    assert not compose.close_now(theme=Theme.objects.get())
    assert policy.OVER in ping(client, entry)
    assert compose.open_until(theme=Theme.objects.get(), closes_at=None)
    assert "<error>0</error>" in ping(client, entry)


def test_of_two_who_change_the_time_of_one_theme_the_second_changes_nothing(theme):
    compose.announce(theme=theme, composed=WORDS)
    first, second = (Entry.objects.get() for _ in range(2))
    assert compose.set_time(entry=first, opens_at=NOW, closes_at=None)
    assert not compose.set_time(entry=second, opens_at=NOW, closes_at=NOW + DAY)
    assert Target.objects.get().closes_at is None
