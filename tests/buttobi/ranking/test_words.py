"""What the ranking says of a day and of a place."""

from datetime import date

import pytest
from django.utils import translation

from buttobi.ranking import words
from buttobi.ranking.models import Standing
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


def test_dates_and_months_are_told_in_the_readers_language():
    with translation.override("ja"):
        assert words.day(date(2026, 11, 1)) == "2026年11月1日"
        assert words.month(date(2026, 11, 1)) == "2026年11月"


def test_flags_that_an_older_formula_raised_are_not_stumbled_over():
    assert words.flags(Standing(flags=["mutual", "of_old"])) == [words.all_flags()[1]]
