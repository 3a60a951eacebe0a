"""`./run demo`: a small world in which every page has something to show."""

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone

from buttobi.accounts.models import Account
from buttobi.blogs.models import Blog
from buttobi.center.models import Theme
from buttobi.center.starters import adult, general
from buttobi.conversations.gathering import gather
from buttobi.entries.delete import delete
from buttobi.entries.models import Entry
from buttobi.front.demo import world
from buttobi.media.models import Picture
from buttobi.ranking import days, table
from buttobi.ranking.models import Day
from buttobi.sections.section import Section
from buttobi.trackbacks.models import Received, Sent, Target

pytestmark = pytest.mark.django_db


def demo() -> str:
    out = StringIO()
    call_command("demo", stdout=out)
    return out.getvalue()


@pytest.fixture(scope="module")
def said(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """What the command said that filled the world in which every test here begins."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield demo()
        transaction.set_rollback(True)


def everything() -> dict[str, list[dict[str, Any]]]:
    ours = [model for model in apps.get_models() if model.__module__.startswith("buttobi.")]
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in ours}


def test_every_answer_is_younger_than_what_it_answers_and_older_than_its_end() -> None:
    read = world.read()
    age = {board.theme: -board.opens for board in read.boards} | {letter.name: letter.days for letter in read.letters}
    end = {board.theme: -board.closes for board in read.boards if board.closes is not None}
    answers = [(name, letter.days) for letter in read.letters for name in letter.answers]
    for name, age_of_it in answers + [(ping.to, ping.days) for ping in read.pings]:
        assert age[name] > age_of_it > end.get(name, 0), name


def test_every_theme_is_one_of_a_center_or_an_entry_here() -> None:
    read = world.read()
    known = {f"center/{theme.slug}" for theme in general.THEMES}
    known |= {f"adult-center/{theme.slug}" for theme in adult.THEMES}
    known |= {letter.name for letter in read.letters}
    assert {board.theme for board in read.boards} <= known
    assert all(board.alt and board.ja for board in read.boards if board.cover)


def test_it_fills_both_sections_in_both_languages_with_a_week(said: str) -> None:
    assert "10 blogs, 84 entries, 25 themes and 13 pings." in said
    houses = Blog.objects.filter(official=False)
    assert {(house.section, house.language) for house in houses} == {
        (section, language) for section in ("general", "adult") for language in ("ja", "en")
    }
    letters = Entry.objects.filter(blog__official=False)
    assert all(letter.published_at and letter.published_at < timezone.now() for letter in letters)
    assert len({letter.published_at.date() for letter in letters if letter.published_at}) >= 7
    assert set(Received.objects.values_list("state", flat=True)) == {"shown", "held", "refused"}
    assert Received.objects.filter(target__blog__official=True, state="shown").count() > 30
    # Nothing that it says is sent to anybody outside.
    assert set(Sent.objects.values_list("state", flat=True)) == {"accepted"}
    assert not Received.objects.exclude(due_at=None).exists()


def test_nothing_is_answered_before_it_is_there(said: str) -> None:
    for received in Received.objects.select_related("target__entry"):
        published_at = received.target.entry.published_at
        assert published_at is not None
        assert received.received_at > published_at


def test_a_second_run_changes_nothing(said: str) -> None:
    before = everything()
    assert "nothing was changed" in demo()
    assert everything() == before


def test_what_was_deleted_stays_deleted(said: str) -> None:
    delete(entry=Entry.objects.get(slug="rye"))
    demo()
    assert Entry.objects.get(slug="rye").state == Entry.State.DELETED


def test_nobody_can_sign_in_as_a_demo_account(said: str) -> None:
    assert "./run account" in said
    assert not any(account.has_usable_password() or account.is_staff for account in Account.objects.all())


@pytest.mark.parametrize("section", ["general", "adult"])
def test_themes_of_every_stage_are_there(section: str, said: str) -> None:
    now = timezone.now()
    here = Theme.objects.filter(entry__blog__section=section).select_related("entry__blog", "cover")
    assert {theme.life(now) for theme in here} >= {Theme.Life.ANNOUNCED, Theme.Life.OPEN, Theme.Life.CLOSED}
    assert any(theme.is_closing_soon(now) for theme in here)
    told = [theme.round_up for theme in here if theme.round_up]
    assert [(entry.state, entry.body.count("\n") > 5) for entry in told] == [(Entry.State.PUBLISHED, True)]
    covers = [theme.cover for theme in here if theme.cover]
    assert covers
    assert all(cover.state == Picture.State.READY and cover.section == section for cover in covers)


def test_a_blog_looks_for_answers_and_found_some(said: str) -> None:
    theme = Theme.objects.get(entry__blog__official=False)
    assert theme.life(timezone.now()) == Theme.Life.OPEN
    assert Received.objects.shown().filter(target=theme.entry.target).count() == 3


def test_one_conversation_goes_through_many_blogs(said: str) -> None:
    around = gather.around(Target.objects.get(path="misosazai/"))
    assert len({page.blog_key for page in around.pages}) >= 6
    assert len(around.pages) >= 9


def test_letters_link_to_what_they_answer_or_only_relate_to_it(said: str) -> None:
    here = Received.objects.exclude(source=None).filter(target__blog__official=False)
    assert set(here.values_list("link", flat=True)) >= {"links", "none"}
    assert not Entry.objects.filter(body__regex=r"\]\(\d\)").exists()


def test_the_ranking_has_a_week_of_days_behind_it(said: str) -> None:
    for section in Section:
        over = Day.objects.filter(section=section).order_by("-date")
        # In the small hours it is not final yet.
        assert over[0].date == days.date_of(over[0].totalled_at) - timedelta(days=1)
        assert {day.state for day in over[1:]} == {Day.State.FINAL}
        assert sum(day.standings.exists() for day in over[:7]) >= 3
        assert table.first(section).rows


def test_the_front_page_has_news_of_every_kind(client: Client, said: str) -> None:
    page = client.get("/").content.decode()
    for heading in ("Opened by blogs", "First trackback ever", "Quiet blogs, answered today", "podium-places"):
        assert heading in page
    assert "消印のある手紙" in page
    assert "The lamp and the log" in page


def test_its_pages_can_be_read(client: Client, adult_client: Client, said: str) -> None:
    for path in ("/", "/center/", "/center/animals-pets/", "/demo-cats/", "/demo-garden/archive/", "/feed.atom"):
        assert client.get(path).status_code == 200
    for path in ("/", "/adult-center/", "/demo-bar/", "/demo-after-ten/the-quiet-years/"):
        assert adult_client.get(path).status_code == 200
