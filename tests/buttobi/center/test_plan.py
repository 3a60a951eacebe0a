"""The plan of a Center, as arithmetic over days."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from buttobi.center import plan
from buttobi.center.plan import Month, Window

TOKYO = ZoneInfo("Asia/Tokyo")
BERLIN = ZoneInfo("Europe/Berlin")
DAY = timedelta(days=1)


def window(first: date, days: int | None, zone: ZoneInfo = TOKYO) -> Window:
    closes_at = None if days is None else plan.begins(first + days * DAY, zone)
    return Window(opens_at=plan.begins(first, zone), closes_at=closes_at)


def test_a_month_knows_its_days_and_its_neighbours():
    december = Month(year=2026, month=12)
    assert (december.days[0], len(december.days)) == (date(2026, 12, 1), 31)
    assert (str(december.before), str(december.after)) == ("2026-11", "2027-01")


def test_a_day_begins_at_its_own_midnight_also_when_clocks_change():
    assert plan.begins(date(2026, 12, 1), TOKYO) == datetime(2026, 11, 30, 15, tzinfo=UTC)
    assert plan.begins(date(2026, 3, 30), BERLIN) - plan.begins(date(2026, 3, 29), BERLIN) == timedelta(hours=23)


def test_a_theme_is_open_on_its_first_day_and_not_on_the_day_that_its_closing_begins():
    fortnight = plan.fortnight(date(2026, 12, 1), TOKYO)
    days = Month(year=2026, month=12).days
    assert [day for day in days if plan.is_open_on(fortnight, day, TOKYO)] == days[:14]


def test_a_theme_of_one_hour_is_open_on_that_day():
    noon = plan.begins(date(2026, 12, 5), TOKYO) + timedelta(hours=12)
    hour = Window(opens_at=noon, closes_at=noon + timedelta(hours=1))
    assert plan.stretch(hour, Month(year=2026, month=12).days, TOKYO) == (4, 1)


@pytest.mark.parametrize(
    ("first", "days", "stretch"),
    [
        (date(2026, 11, 20), 14, (0, 3)),
        (date(2026, 12, 25), 14, (24, 7)),
        (date(2026, 11, 1), None, (0, 31)),
        (date(2027, 1, 1), 14, (0, 0)),
    ],
)
def test_a_bar_covers_the_days_of_the_month_on_which_a_theme_is_open(first, days, stretch):
    assert plan.stretch(window(first, days), Month(year=2026, month=12).days, TOKYO) == stretch


def test_gaps_are_the_days_with_too_few_themes():
    open_themes = [window(date(2026, 12, 1), None), window(date(2026, 12, 3), 2)]
    days = Month(year=2026, month=12).days[:6]
    assert [day.day for day in plan.gaps(open_themes, days, TOKYO, wanted=2)] == [1, 2, 5, 6]


def test_the_next_free_day_is_the_first_one_with_a_gap_and_never_today():
    open_themes = [window(date(2026, 12, 1), 10)]
    free = plan.next_free(open_themes, after=date(2026, 12, 4), zone=TOKYO, wanted=1)
    assert free == plan.fortnight(date(2026, 12, 11), TOKYO)
    assert plan.next_free([], after=date(2026, 12, 4), zone=TOKYO, wanted=1) == plan.fortnight(date(2026, 12, 5), TOKYO)


def test_proposals_that_are_accepted_one_after_another_fill_one_gap_after_another():
    taken: list[Window] = []
    for _ in range(3):
        taken.append(plan.next_free(taken, after=date(2026, 12, 1), zone=TOKYO, wanted=1))
    assert [one.opens_at.astimezone(TOKYO).day for one in taken] == [2, 16, 30]


def test_where_there_are_always_enough_it_is_a_day_on_which_nothing_else_opens():
    endless = [window(date(2026, 12, 1), None), window(date(2026, 12, 5), None)]
    free = plan.next_free(endless, after=date(2026, 12, 4), zone=TOKYO, wanted=1)
    assert free == plan.fortnight(date(2026, 12, 6), TOKYO)


def test_the_midnight_after_a_moment_is_the_one_of_its_own_day_there():
    evening = datetime(2026, 12, 6, 14, 59, tzinfo=UTC)
    assert plan.midnight(evening, TOKYO) == datetime(2026, 12, 6, 15, tzinfo=UTC)
    assert plan.midnight(evening, BERLIN) == datetime(2026, 12, 6, 23, tzinfo=UTC)
    # What ends at midnight ends there already.
    assert plan.midnight(datetime(2026, 12, 6, 15, tzinfo=UTC), TOKYO) == datetime(2026, 12, 6, 15, tzinfo=UTC)
