"""What the ranking says of a day and of a place."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from buttobi.ranking import spans, total, words
from buttobi.ranking.models import Standing
from buttobi.sections.section import Section
from tests.buttobi.ranking import sheets

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("zone", "on", "said"),
    [
        ("Asia/Tokyo", date(2026, 11, 21), "00:00 to 24:00 JST"),
        ("Europe/Berlin", date(2026, 3, 29), "00:00 CET to 24:00 CEST (a day of 23 hours)"),
        ("America/Sao_Paulo", date(2026, 11, 21), "00:00 to 24:00 UTC-03"),
        ("America/Sao_Paulo", date(2018, 11, 4), "01:00 to 24:00 UTC-02 (a day of 23 hours)"),
        ("Australia/Lord_Howe", date(2026, 4, 5), "00:00 UTC+11 to 24:00 UTC+1030 (a day of 24.5 hours)"),
    ],
)
def test_the_hours_of_a_day_are_told_on_its_own_clocks(settings, zone, on, said):
    settings.RANKING_TIME_ZONE = zone
    assert words.hours(sheets.day(on=on)) == said


def test_a_day_keeps_the_clocks_that_it_was_counted_by(settings):
    day = sheets.day(on=date(2026, 11, 21))
    settings.RANKING_TIME_ZONE = "UTC"
    assert words.hours(day) == "00:00 to 24:00 JST"


@pytest.mark.parametrize(
    ("since", "to", "said"),
    [
        ("Asia/Tokyo", "America/Los_Angeles", "20 Nov 2026 07:00 to 24:00 PST (a day of 41 hours)"),
        ("America/Los_Angeles", "Asia/Tokyo", "17:00 to 24:00 JST (a day of 7 hours)"),
    ],
)
def test_a_day_that_begins_where_one_of_another_zone_ended_says_so(settings, since, to, said):
    settings.RANKING_TIME_ZONE = since
    sheets.day(on=date(2026, 11, 20))
    settings.RANKING_TIME_ZONE = to
    on = date(2026, 11, 21)
    assert words.hours(total.total(Section.GENERAL, on, now=spans.around(on).span(on).final_at)) == said


def test_a_day_that_ends_before_one_of_another_zone_says_so(settings):
    settings.RANKING_TIME_ZONE = "America/Los_Angeles"
    sheets.day(on=date(2026, 11, 22))
    settings.RANKING_TIME_ZONE = "Asia/Tokyo"
    day = total.total(Section.GENERAL, date(2026, 11, 21), now=datetime(2026, 11, 25, tzinfo=UTC))
    assert words.hours(day) == "00:00 to 22 Nov 2026 17:00 JST (a day of 41 hours)"


def test_dates_and_months_are_told_in_the_readers_language():
    with translation.override("ja"):
        assert words.day(date(2026, 11, 1)) == "2026年11月1日"
        assert words.month(date(2026, 11, 1)) == "2026年11月"


def test_flags_that_an_older_formula_raised_are_not_stumbled_over():
    assert words.flags(Standing(flags=["mutual", "of_old"])) == [words.all_flags()[1]]
