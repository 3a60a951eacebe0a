"""The bell of the ranking."""

from datetime import UTC, datetime, timedelta

import pytest

from buttobi.celery import app
from buttobi.ranking import tasks
from buttobi.ranking.models import Day
from tests.buttobi.ranking.rows import come, page

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 3, tzinfo=UTC)


def days() -> set[tuple[str, str]]:
    return set(Day.objects.values_list("section", "state"))


def test_the_clock_rings_it_every_minute():
    assert app.conf.beat_schedule["ranking.total"]["schedule"] == 60


def test_it_finishes_what_is_over_and_counts_what_runs(blog, time_machine):
    come(page(blog), NOON)
    time_machine.move_to(NOON + timedelta(days=1))
    tasks.total_due()
    assert days() == {(section, state) for section in ("general", "adult") for state in ("final", "counting")}
    assert Day.objects.count() == 4
    tasks.total_due()
    assert {day.runs for day in Day.objects.all()} == {1}


def test_without_the_adult_section_there_is_one_ranking(blog, time_machine, settings):
    settings.ADULT_SECTION = False
    come(page(blog), NOON)
    time_machine.move_to(NOON + timedelta(days=1))
    tasks.total_due()
    assert days() == {("general", "final"), ("general", "counting")}
