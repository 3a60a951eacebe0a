"""A shortage of open themes is filled from the shelf."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from buttobi.blogs.models import Blog
from buttobi.center import shelf
from buttobi.center.models import Theme
from buttobi.center.opening import open_centers
from buttobi.entries.models import Entry
from buttobi.entries.unpublish import unpublish
from buttobi.trackbacks.models import Target
from tests.buttobi.trackbacks.test_races import at_once

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def _two(clock, settings):
    settings.OPEN_THEMES = 2


def open_titles(now=NOW):
    return set(shelf.open_now("general", now).values_list("entry__title", flat=True))


def put_on_shelf(theme):
    Theme.objects.filter(pk=theme.pk).update(on_shelf=True)
    return theme


@pytest.mark.usefixtures("_two")
def test_while_enough_themes_are_open_the_shelf_stays_as_it_is(make_theme):
    make_theme("One"), make_theme("Two")
    put_on_shelf(make_theme("Evergreen", closes_in=-DAY))
    assert shelf.fill("general", NOW) == 0


@pytest.mark.usefixtures("_two")
def test_what_was_never_open_comes_first_then_what_has_been_closed_longest(make_theme):
    put_on_shelf(make_theme("Lately", opens_in=-9 * DAY, closes_in=-DAY))
    put_on_shelf(make_theme("Long ago", opens_in=-30 * DAY, closes_in=-20 * DAY))
    never = put_on_shelf(make_theme("Never", published=False))
    Entry.objects.filter(pk=never.entry_id).update(opens_at=None, closes_at=None)
    assert shelf.fill("general", NOW) == 2
    assert open_titles() == {"Never", "Long ago"}


@pytest.mark.usefixtures("_two")
def test_a_theme_from_the_shelf_takes_trackbacks_for_fourteen_days(make_theme, client):
    theme = put_on_shelf(make_theme("Evergreen", closes_in=-DAY / 2))
    shelf.fill("general", NOW)
    target = Target.objects.get(entry=theme.entry_id)
    assert (target.opens_at, target.closes_at) == (NOW, datetime(2026, 12, 6, 15, tzinfo=UTC))
    sent = client.post(f"/tb/{target.pk}", {"url": "https://there.example/1"})
    assert b"<error>0</error>" in sent.content


@pytest.mark.usefixtures("_two")
@pytest.mark.parametrize(
    "kind", ["planned draft", "announced", "unpublished", "not on the shelf", "practice", "shut by hand"]
)
def test_only_what_waits_is_taken(make_theme, kind):
    theme = put_on_shelf(make_theme("Not now", opens_in=-9 * DAY, closes_in=-DAY))
    entry = theme.entry
    if kind == "planned draft":
        Entry.objects.filter(pk=entry.pk).update(state="draft", opens_at=NOW + DAY, closes_at=None)
    elif kind == "announced":
        Entry.objects.filter(pk=entry.pk).update(opens_at=NOW + DAY, closes_at=None)
    elif kind == "unpublished":
        unpublish(entry=entry)
    elif kind == "shut by hand":
        Entry.objects.filter(pk=entry.pk).update(accepts_trackbacks=False)
    elif kind == "practice":
        Entry.objects.filter(pk=entry.pk).update(slug="practice")
    else:
        Theme.objects.update(on_shelf=False)
    assert shelf.fill("general", NOW) == 0


@pytest.mark.usefixtures("_two")
def test_each_section_has_its_own_shelf(make_theme):
    put_on_shelf(make_theme("Evening", section="adult", closes_in=-DAY / 2))
    assert shelf.fill("general", NOW) == 0
    assert shelf.fill("adult", NOW) == 1


@pytest.mark.usefixtures("_two")
def test_a_closed_center_opens_nothing(make_theme):
    put_on_shelf(make_theme("Evergreen", closes_in=-DAY / 2))
    Blog.objects.update(state=Blog.State.CLOSED)
    assert shelf.fill("general", NOW) == 0


def test_after_a_month_without_staff_as_many_themes_are_open_as_on_the_first_day(clock, settings, db):
    open_centers()
    first = open_titles()
    assert len(first) == settings.OPEN_THEMES
    for hours in range(0, 31 * 24, 12):
        now = NOW + timedelta(hours=hours)
        clock.move_to(now)
        shelf.fill("general", now)
        assert len(open_titles(now)) == settings.OPEN_THEMES
    assert "Animals / Pets" in open_titles(now)
    assert open_titles(now) != first


@pytest.mark.usefixtures("_two")
def test_of_two_workers_that_saw_the_same_theme_one_opens_it(make_theme):
    theme = put_on_shelf(make_theme("Evergreen", closes_in=-DAY / 2))
    first, second = (Theme.objects.select_related("entry__blog").get(pk=theme.pk) for _ in range(2))
    assert shelf.take(theme=first, now=NOW)
    assert not shelf.take(theme=second, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_workers_that_fill_at_once_open_no_more_than_is_missing(make_theme, settings):
    settings.OPEN_THEMES = 3
    now = datetime.now(UTC)
    for number in range(6):
        put_on_shelf(make_theme(f"Evergreen {number}", opens_in=-9 * DAY, closes_in=-DAY))
    opened = at_once(*[lambda: shelf.fill("general", now)] * 3)
    assert sum(number for number in opened if isinstance(number, int)) == 3
    assert shelf.open_now("general", now).count() == 3
