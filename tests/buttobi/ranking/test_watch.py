"""Which blogs staff are asked to look at."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from buttobi.ranking import total
from buttobi.ranking.models import Standing
from buttobi.sections.section import Section
from tests.buttobi.ranking.rows import come, given, page

pytestmark = pytest.mark.django_db
D = date(2026, 11, 20)
NOON = datetime(2026, 11, 20, 3, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def cats(blog: Any) -> Any:
    return page(blog)


@pytest.fixture
def friends(make_account: Any, make_blog: Any) -> list[Any]:
    """Pages of ten people."""
    return [page(make_blog(owner=make_account())) for _ in range(10)]


def flags(blog: Any, day: date = D) -> list[str]:
    made = total.total(Section.GENERAL, day, now=NOON + 30 * DAY)
    return list(Standing.objects.get(day=made, blog=blog).flags)


def test_five_from_five_people_are_as_they_should_be(cats, friends):
    for friend in friends[:6]:
        given(cats, friend, NOON)
    assert flags(cats.blog) == []


def test_most_of_a_day_from_three_people_is_asked_about_however_many_blogs_they_have(cats, friends, make_blog):
    for number in range(5):
        given(cats, page(make_blog(owner=friends[number % 3].blog.owner)), NOON)
    come(cats, NOON)
    assert flags(cats.blog) == ["few_owners"]


def test_a_site_elsewhere_is_an_owner_like_any(cats):
    for _ in range(5):
        come(cats, NOON)
    assert flags(cats.blog) == ["few_owners"]


def test_what_most_were_given_back_within_a_day_is_asked_about(cats, friends, make_blog, account):
    for number, friend in enumerate(friends[:6]):
        given(cats, friend, NOON)
        if number < 4:
            # From another blog of the same owner, to another page of the same friend.
            given(page(friend.blog), page(make_blog(owner=account)), NOON + DAY)
    assert flags(cats.blog) == ["mutual"]


def test_what_was_given_back_later_is_a_conversation(cats, friends):
    for friend in friends[:6]:
        given(cats, friend, NOON)
        given(friend, page(cats.blog), NOON + DAY + HOUR / 3600)
    assert flags(cats.blog) == []


def test_five_times_the_usual_is_asked_about(cats, friends):
    for days_ago in range(1, 29):
        given(cats, page(friends[0].blog), NOON - days_ago * DAY)
        total.total(Section.GENERAL, D - days_ago * timedelta(days=1), now=NOON + DAY)
    for friend in friends[:6]:
        given(cats, friend, NOON)
    assert flags(cats.blog) == ["burst"]


def test_a_day_of_five_weeks_ago_is_not_usual_any_more(cats, friends):
    given(cats, page(friends[0].blog), NOON - 29 * DAY)
    total.total(Section.GENERAL, D - timedelta(days=29), now=NOON)
    for friend in friends[:6]:
        given(cats, friend, NOON)
    assert flags(cats.blog) == []
