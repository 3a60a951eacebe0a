"""What is said of a change agrees with the sheets that a reader can open."""

import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from buttobi.accounts.models import Account
from buttobi.blogs.models import Blog
from buttobi.ranking import before, table, verdicts
from buttobi.ranking.models import Day
from buttobi.ranking.table import Row
from tests.buttobi.ranking import sheets

pytestmark = pytest.mark.django_db
GENERAL = "general"


@pytest.fixture
def houses(make_blog: Any) -> list[Blog]:
    """Eighteen blogs of different people."""
    names = [f"house{number}" for number in range(18)]
    owners = [Account.objects.create(username=name, email=f"{name}@mail.example") for name in names]
    return [make_blog(owner=owner) for owner in owners]


def sheet(ago: int, blogs: list[Blog], **fields: Any) -> Day:
    day = sheets.day(ago, **fields)
    sheets.stand(day, [(blog, 60 - place) for place, blog in enumerate(blogs)])
    return day


def leave(blog: Blog) -> None:
    Blog.objects.filter(pk=blog.pk).update(in_ranking=False)


def told(day: Day) -> dict[int, tuple[str, int]]:
    return {row.blog.pk: (row.change, row.steps) for row in table.of_day(GENERAL, day.date).rows}


def test_who_moved_up_into_the_ten_of_an_earlier_day_is_back(houses):
    eleventh = houses[10]
    sheet(3, houses[:11])
    sheet(2, houses[11:13])
    day = sheet(1, [eleventh])
    assert told(day) == {eleventh.pk: ("new", 0)}
    leave(houses[0])
    assert told(day) == {eleventh.pk: ("back", 0)}
    Blog.objects.filter(pk=houses[0].pk).update(in_ranking=True)
    assert told(day) == {eleventh.pk: ("new", 0)}


def test_who_moved_up_into_the_ten_of_the_day_before_is_compared_with_that_place(houses):
    eleventh = houses[10]
    sheet(2, houses[:11])
    day = sheet(1, [eleventh])
    leave(houses[0])
    assert told(day) == {eleventh.pk: ("up", 9)}


def test_who_waits_for_staff_on_the_day_before_stands_nowhere_yet(houses, staff):
    waits = sheets.day(1, state=sheets.PROVISIONAL)
    sheets.stand(waits, [(houses[0], 9)], flags=["mutual"])
    today = sheet(0, [houses[0]], state=sheets.COUNTING)
    assert told(today) == {houses[0].pk: ("new", 0)}
    verdicts.let_stand(day=waits, blog=houses[0], by=staff)
    assert told(today) == {houses[0].pk: ("", 0)}


def test_nobody_stood_anywhere_before_the_first_day(houses):
    assert before.stood(GENERAL, [houses[0].pk], before=sheet(1, houses[:1]).date) == set()
    assert before.stood(GENERAL, [], before=sheets.day(2).date) == set()


@pytest.mark.parametrize("seed", range(8))
def test_every_change_agrees_with_the_sheets_of_the_days_before(seed, houses, staff):
    dice = random.Random(seed)
    days = [
        sheet(ago, dice.sample(houses, k=dice.randint(9, 18)), state=sheets.FINAL if ago > 1 else dice.choice(NEWEST))
        for ago in range(7, 0, -1)
    ]
    for blog in dice.sample(houses, k=4):
        leave(blog)
    for day in dice.sample(days, k=4):
        place = dice.choice(list(day.standings.select_related("blog")[:12]))
        late = timezone.now() + timedelta(days=dice.choice([0, 30]))
        verdicts.strike(day=day, blog=place.blog, by=staff, reason="A ring.", now=late)
    opened = {day.pk: table.of_day(GENERAL, day.date).rows for day in days}
    for number, day in enumerate(days):
        for row in opened[day.pk]:
            earlier = [opened[one.pk] for one in days[:number]]
            comparable = number > 0 and days[number - 1].state == sheets.FINAL
            assert (row.change, row.steps) == expected(row, earlier, comparable=comparable)


NEWEST = [sheets.FINAL, sheets.PROVISIONAL]


def expected(row: Row, earlier: list[Sequence[Row]], *, comparable: bool) -> tuple[str, int]:
    """The change of a row, as a reader tells it from the sheets before."""
    if row.struck:
        return "", 0
    stood = [[one.rank for one in rows if one.blog == row.blog and not one.struck] for rows in earlier]
    if comparable and stood[-1]:
        steps = stood[-1][0] - row.rank
        return ("same" if not steps else "up" if steps > 0 else "down"), abs(steps)
    if not any(stood):
        return "new", 0
    return ("back" if comparable else ""), 0
