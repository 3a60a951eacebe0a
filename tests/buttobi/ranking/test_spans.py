"""From when up to when dates go when the zone changes between them."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from buttobi.blogs.models import Blog
from buttobi.ranking import days, spans, total
from buttobi.ranking.models import Day, Tally
from buttobi.sections.section import Section
from buttobi.trackbacks.models import Received, Target
from tests.buttobi.ranking import sheets
from tests.buttobi.ranking.rows import come, given, page

pytestmark = pytest.mark.django_db
D = date(2026, 11, 20)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
GENERAL = Section.GENERAL
# Noon of that day in Tokyo, and when it is final there.
NOON = datetime(2026, 11, 20, 3, tzinfo=UTC)
FINAL = datetime(2026, 11, 20, 21, tzinfo=UTC)


@pytest.fixture
def cats(blog: Blog) -> Target:
    """A page of a blog."""
    return page(blog)


@pytest.fixture
def other_blog(make_blog: Any, other_account: Any) -> Blog:
    """Somebody else's."""
    found: Blog = make_blog(owner=other_account)
    return found


@pytest.fixture
def tokyos() -> None:
    """Three final days of Tokyo, the last of which ended on the 20th at 15:00 UTC."""
    for ago in (2, 1, 0):
        sheets.day(on=D - ago * DAY)


@pytest.mark.usefixtures("tokyos")
@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Pago_Pago", "Pacific/Kiritimati", "UTC"])
def test_the_dates_follow_each_other_and_final_ones_stay(settings, zone):
    settings.RANKING_TIME_ZONE = zone
    known = spans.around(D)
    found = [known.span(D + number * DAY) for number in range(-6, 7)]
    assert all(before.ends == after.begins for before, after in pairwise(found))
    assert known.span(D).zone == ZoneInfo("Asia/Tokyo")
    assert found[-1].begins == days.begins(D + 6 * DAY)
    for span in found:
        if not span.is_empty:
            assert known.date_of(span.begins) == known.date_of(span.ends - timedelta(seconds=1)) == span.day


@pytest.mark.usefixtures("tokyos")
def test_what_runs_is_the_first_date_that_is_not_final(settings):
    settings.RANKING_TIME_ZONE = "America/Los_Angeles"
    now = datetime(2026, 11, 20, 22, tzinfo=UTC)
    assert days.today(now) == D
    assert spans.running(now).day == D + DAY
    assert spans.around(D).yesterday(now) == D


def test_a_date_without_hours_is_passed_over(settings):
    settings.RANKING_TIME_ZONE = "Pacific/Pago_Pago"
    sheets.day(on=D)
    settings.RANKING_TIME_ZONE = "Pacific/Kiritimati"
    known = spans.around(D)
    assert known.span(D + DAY).is_empty
    assert known.yesterday(known.span(D).ends) == D


def test_both_sections_have_the_same_hours(settings):
    sheets.day(on=D, section="adult")
    settings.RANKING_TIME_ZONE = "America/Los_Angeles"
    assert spans.around(D).span(D).zone == ZoneInfo("Asia/Tokyo")


@pytest.mark.parametrize(
    ("since", "to", "at"),
    [
        ("Asia/Tokyo", "America/Los_Angeles", 20),
        # While a day is provisional.
        ("Asia/Tokyo", "America/Los_Angeles", 16),
        ("Pacific/Pago_Pago", "Pacific/Kiritimati", 8),
        ("Pacific/Kiritimati", "Pacific/Pago_Pago", 8),
    ],
)
def test_whatever_the_zone_changes_to_everything_counts_once(cats, other_blog, settings, since, to, at):
    settings.RANKING_TIME_ZONE = since
    switched = NOON + 2 * DAY + at * HOUR
    for hour in range(0, 24 * 5, 2):
        given(cats, page(other_blog), NOON + hour * HOUR)
    settings.RANKING_MAX_PER_SOURCE_BLOG = 1000
    for hour in range(0, 24 * 7, 2):
        now = NOON + (hour + 0.75) * HOUR
        if now >= switched:
            settings.RANKING_TIME_ZONE = to
        total.catch_up(GENERAL, now=now)
        running = total.so_far(GENERAL, now=now)
        # What runs is never a day that is final.
        assert [day.state for day in running] == [Day.State.COUNTING]
        assert running[0].begins_at <= now < running[0].ends_at
    finals = list(Day.objects.filter(state=Day.State.FINAL).order_by("date"))
    assert all(before.ends_at == after.begins_at for before, after in pairwise(finals))
    assert {day.time_zone for day in finals} == {since, to}
    assert sorted(Tally.objects.filter(reason="", day__in=finals).values_list("received_id", flat=True)) == sorted(
        Received.objects.values_list("pk", flat=True)
    )


def test_what_waited_on_a_day_of_another_zone_counts_when_it_is_shown(cats, settings):
    row = come(cats, NOON, state="held", shown_at=None)
    total.total(GENERAL, D, now=FINAL)
    settings.RANKING_TIME_ZONE = "America/Los_Angeles"
    # There it is still the same date, which is not final by these clocks.
    Received.objects.filter(pk=row.pk).update(state="shown", shown_at=FINAL + HOUR)
    day = total.total(GENERAL, D + DAY, now=FINAL + 2 * DAY)
    assert list(Tally.objects.filter(day=day).values_list("received_id", "reason")) == [(row.pk, "")]
