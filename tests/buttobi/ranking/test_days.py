"""The days of the ranking."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from buttobi.ranking import days

ZONES = sorted(available_timezones() - {"localtime", "Factory"})
HOUR = timedelta(hours=1)


def at(text: str, zone: str) -> datetime:
    """The instant at which the clocks of a zone show a time first."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Asia/Tokyo", date(2026, 11, 22), 24),
        ("Europe/Berlin", date(2026, 3, 29), 23),
        ("Europe/Berlin", date(2026, 10, 25), 25),
        # Midnight does not exist, and comes twice.
        ("America/Sao_Paulo", date(2018, 11, 4), 23),
        ("America/Havana", date(2026, 11, 1), 25),
        # At the end of the 17th the clocks went back to 23:00.
        ("America/Sao_Paulo", date(2018, 2, 17), 25),
        ("Australia/Lord_Howe", date(2026, 4, 5), 24.5),
        ("Australia/Lord_Howe", date(2026, 10, 4), 23.5),
        # A minute after midnight the clocks went back to the day before: it is over all the same.
        ("America/St_Johns", date(2010, 11, 6), 24),
        ("America/St_Johns", date(2010, 11, 7), 25),
        # Samoa crossed the date line.
        ("Pacific/Apia", date(2011, 12, 29), 24),
        ("Pacific/Apia", date(2011, 12, 30), 0),
        ("Pacific/Apia", date(2011, 12, 31), 24),
    ],
)
def test_a_day_is_as_long_as_its_zone_makes_it(zone, day, hours, settings):
    settings.RANKING_TIME_ZONE = zone
    assert days.ends(day) - days.begins(day) == hours * HOUR


@override_settings(RANKING_TIME_ZONE="Asia/Tokyo")
def test_a_day_of_tokyo_begins_at_three_in_the_afternoon_of_greenwich():
    day = date(2026, 11, 22)
    assert days.begins(day) == datetime(2026, 11, 21, 15, tzinfo=UTC)
    assert days.ends(day) == datetime(2026, 11, 22, 15, tzinfo=UTC)
    assert days.provisional_at(day) == datetime(2026, 11, 22, 15, 30, tzinfo=UTC)
    assert days.final_at(day) == datetime(2026, 11, 22, 21, tzinfo=UTC)
    assert days.date_of(days.ends(day)) == date(2026, 11, 23)
    assert days.date_of(days.ends(day) - timedelta(microseconds=1)) == day


@override_settings(RANKING_TIME_ZONE="America/Sao_Paulo")
def test_where_midnight_is_left_out_the_day_begins_at_one():
    assert days.begins(date(2018, 11, 4)) == at("2018-11-04T01:00", "America/Sao_Paulo")


@override_settings(RANKING_TIME_ZONE="America/St_Johns")
def test_an_hour_that_comes_again_after_midnight_belongs_to_the_day_that_has_begun():
    again = datetime(2010, 11, 6, 23, 30, fold=1, tzinfo=ZoneInfo("America/St_Johns"))
    assert days.date_of(again) == date(2010, 11, 7)


@override_settings(RANKING_TIME_ZONE="Pacific/Apia")
def test_the_day_before_may_be_two_dates_ago():
    assert days.yesterday(at("2011-12-31T12:00", "Pacific/Apia")) == date(2011, 12, 29)


def test_today_and_yesterday_are_those_of_the_zone(settings):
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    for zone, today in (("Pacific/Kiritimati", 23), ("Asia/Tokyo", 22), ("Pacific/Pago_Pago", 22)):
        settings.RANKING_TIME_ZONE = zone
        assert days.today(now) == date(2026, 11, today)
        assert days.yesterday(now) == date(2026, 11, today - 1)


@hypothesis_settings(max_examples=400, deadline=None)
@given(
    zone=st.sampled_from(ZONES),
    # From 1935 to 2060.
    moment=st.integers(-1_100_000_000, 2_840_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
)
def test_every_instant_belongs_to_exactly_the_day_that_holds_it(zone, moment):
    with override_settings(RANKING_TIME_ZONE=zone):
        day = days.date_of(moment)
        assert days.begins(day) <= moment < days.ends(day)
        assert days.ends(day) == days.begins(day + timedelta(days=1))
        assert days.ends(day) <= days.provisional_at(day) < days.final_at(day)
        # The clocks show this date, or again one that is over.
        assert moment.astimezone(ZoneInfo(zone)).date() <= day


@hypothesis_settings(max_examples=60, deadline=None)
@given(zone=st.sampled_from(ZONES), year=st.integers(1970, 2037))
def test_the_days_of_a_year_follow_each_other_without_a_gap(zone, year):
    with override_settings(RANKING_TIME_ZONE=zone):
        new_year = date(year, 1, 1)
        edges = [days.begins(new_year + timedelta(days=number)) for number in range(367)]
        lengths = [after - before for before, after in pairwise(edges)]
        assert all(timedelta(0) <= length <= timedelta(hours=49) for length in lengths)
        clocks = ZoneInfo(zone)
        for number, edge in enumerate(edges):
            day = new_year + timedelta(days=number)
            # The first instant: the clocks show the date (or leapt over it), and a second before an earlier one.
            assert edge.astimezone(clocks).date() >= day
            assert (edge - timedelta(seconds=1)).astimezone(clocks).date() < day
