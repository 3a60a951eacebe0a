"""What staff decide about a day."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from buttobi.ranking import total, verdicts
from buttobi.ranking.models import Day, Standing, Verdict
from buttobi.sections.section import Section
from tests.buttobi.ranking.rows import come, page

pytestmark = pytest.mark.django_db
D = date(2026, 11, 20)
NOON = datetime(2026, 11, 20, 3, tzinfo=UTC)
FINAL = datetime(2026, 11, 20, 21, tzinfo=UTC)


@pytest.fixture
def day(blog: Any) -> Day:
    come(page(blog), NOON)
    return total.total(Section.GENERAL, D, now=FINAL)


def test_a_strike_within_seven_days_lets_others_move_up_and_a_later_one_does_not(day, blog, other_blog, staff):
    week = timedelta(days=7)
    soon = verdicts.strike(day=day, blog=blog, by=staff, reason=" A ring. ", now=FINAL + week - timedelta(seconds=1))
    late = verdicts.strike(day=day, blog=other_blog, by=staff, reason="A ring.", now=FINAL + week)
    assert (soon.others_move_up, late.others_move_up) == (True, False)
    assert soon.reason == "A ring."


def test_a_strike_needs_a_reason(day, blog, staff):
    with pytest.raises(ValueError, match="reason"):
        verdicts.strike(day=day, blog=blog, by=staff, reason="  ")
    assert not Verdict.objects.exists()


def test_a_strike_keeps_what_was_counted(day, blog, staff):
    verdicts.strike(day=day, blog=blog, by=staff, reason="A ring.")
    assert Standing.objects.get(day=day).trackbacks == 1


def test_the_same_word_twice_is_one_word(day, blog, staff):
    first = verdicts.let_stand(day=day, blog=blog, by=staff)
    assert verdicts.let_stand(day=day, blog=blog, by=staff) == first
    assert Verdict.objects.count() == 1


def test_another_word_takes_the_place_of_the_first_which_stays_as_a_record(day, blog, staff):
    first = verdicts.let_stand(day=day, blog=blog, by=staff)
    second = verdicts.strike(day=day, blog=blog, by=staff, reason="A ring.")
    assert list(Verdict.objects.in_force()) == [second]
    first.refresh_from_db()
    assert first.taken_back_by == staff


def test_a_verdict_is_taken_back_once_and_may_come_again(day, blog, staff):
    verdict = verdicts.strike(day=day, blog=blog, by=staff, reason="A ring.")
    assert verdicts.take_back(verdict=verdict, by=staff)
    assert not verdicts.take_back(verdict=verdict, by=staff)
    assert not Verdict.objects.in_force().exists()
    verdicts.strike(day=day, blog=blog, by=staff, reason="A ring.")
    assert Verdict.objects.count() == 2
    assert Verdict.objects.in_force().count() == 1
