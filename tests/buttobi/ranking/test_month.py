"""A month under a simulated clock: thirty days are totalled, one night is missed, one blog is struck from a day."""

import random
from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from buttobi.ranking import days, tasks, verdicts
from buttobi.ranking.models import Day
from buttobi.ranking.table import of_day
from buttobi.sections.section import Section
from tests.buttobi.ranking.rows import given, page

pytestmark = pytest.mark.django_db
# The clocks of Berlin are put forward on the 29th.
FIRST = date(2026, 3, 8)
DATES = [FIRST + timedelta(days=number) for number in range(30)]
MISSED, STRUCK = DATES[11], DATES[20]
ONE_DAY = timedelta(days=1)


@pytest.fixture
def month(settings: Any, make_account: Any, make_blog: Any, staff: Any, time_machine: Any) -> dict[date, Counter[str]]:
    """What every blog received on each day, after the month has run."""
    settings.RANKING_TIME_ZONE = "Europe/Berlin"
    dice = random.Random(4)
    pages = [page(make_blog(f"blog{number}", owner=make_account())) for number in range(14)]
    received: dict[date, Counter[str]] = {day: Counter() for day in DATES}
    for day in DATES:
        for _ in range(dice.randint(0, 25)):
            target, source = dice.sample(pages, k=2)
            length = days.ends(day) - days.begins(day)
            given(target, page(source.blog), days.begins(day) + dice.random() * length)
            received[day][target.blog.name] += 1
    for day in [*DATES, DATES[-1] + ONE_DAY]:
        for moment in _rings(day):
            time_machine.move_to(moment, tick=False)
            tasks.total_due()
        if day == STRUCK + 2 * ONE_DAY:
            _strike(STRUCK, received, staff)
    return received


def _rings(day: date) -> list[datetime]:
    """The clock rings now and then; in the night after MISSED the service stands still until the afternoon."""
    begins = days.begins(day)
    hours = [14, 20] if day == MISSED + ONE_DAY else [0.6, 6.2, 14, 20]
    return [begins + timedelta(hours=hour) for hour in hours]


def _strike(on: date, received: dict[date, Counter[str]], staff: Any) -> None:
    day = Day.objects.get(section="general", date=on)
    best = day.standings.select_related("blog").order_by("position")[0].blog
    verdicts.strike(day=day, blog=best, by=staff, reason="These were all one person.")
    del received[on][best.name]


def test_the_archive_of_a_month_is_right(month, client):
    finals = Day.objects.filter(section="general", state=Day.State.FINAL).order_by("date")
    # Before the first trackback there was nothing to total.
    first = min(day for day, counts in month.items() if counts)
    assert list(finals.values_list("date", flat=True)) == [day for day in DATES if day >= first]
    assert {(day.ends_at - day.begins_at).total_seconds() / 3600 for day in finals} == {23, 24}
    for day, counts in month.items():
        _check(day, counts)
    _check_sheet(client)


def _check(day: date, counts: Counter[str]) -> None:
    table = of_day(Section.GENERAL, day)
    best = sorted(counts.values(), reverse=True)[:10]
    assert [row.trackbacks for row in table.rows] == best
    assert {row.blog.name: row.trackbacks for row in table.rows}.items() <= counts.items()
    assert [row.rank for row in table.rows] == [best.index(count) + 1 for count in best]
    assert table.corrections == (["These were all one person."] if day == STRUCK else [])


def _check_sheet(client: Client) -> None:
    """The page of the day says that it was corrected, and why."""
    assert b"These were all one person." in client.get(f"/ranking/{STRUCK}/").content
    assert b"These were all one person." not in client.get(f"/ranking/{MISSED}/").content
