"""Which places of a day may be seen, read a few at a time."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from buttobi.accounts.models import Account
from buttobi.blogs.models import Blog
from buttobi.ranking import seen, table, verdicts
from tests.buttobi.ranking import sheets

pytestmark = pytest.mark.django_db


@pytest.fixture
def blogs(make_account, make_blog):
    """Twelve blogs of one person."""
    owner = make_account()
    return [make_blog(f"house{number}", owner=owner) for number in range(12)]


@pytest.fixture
def few_at_once(monkeypatch):
    monkeypatch.setattr(seen, "NEAR", 3)
    monkeypatch.setattr(seen, "STEP", 2)


def places(day):
    """Who is seen on a day, as far as it goes."""
    decided = seen.decided_on(day)
    near = seen.near_the_top(day.section, [day], decided).get(day.pk, [])
    return [place.blog.pk for place in seen.places(day, near, decided)]


def test_the_places_come_in_their_order_however_few_are_read_at_once(blogs, few_at_once):
    day = sheets.day()
    sheets.stand(day, [(blog, 1) for blog in reversed(blogs)])
    assert places(day) == [blog.pk for blog in reversed(blogs)]


def test_places_that_nobody_has_any_more_do_not_end_the_day(blogs, few_at_once):
    day = sheets.day()
    sheets.stand(day, [(blog, 1) for blog in blogs])
    day.standings.filter(position__lte=8).delete()
    assert places(day) == [blog.pk for blog in blogs[8:]]


def test_who_may_not_be_seen_is_passed_over_on_every_step(blogs, few_at_once, staff):
    day = sheets.day()
    sheets.stand(day, [(blog, 1) for blog in blogs])
    Blog.objects.filter(pk__in=[blogs[1].pk, blogs[4].pk]).update(in_ranking=False)
    Blog.objects.filter(pk__in=[blogs[5].pk, blogs[6].pk]).update(section="adult")
    verdicts.strike(day=day, blog=blogs[9], by=staff, reason="A ring.")
    assert places(day) == [blogs[number].pk for number in (0, 2, 3, 7, 8, 10, 11)]


def test_a_tie_is_counted_over_every_step(blogs, few_at_once):
    day = sheets.day()
    sheets.stand(day, [(blog, 1) for blog in blogs])
    Blog.objects.filter(pk=blogs[10].pk).update(in_ranking=False)
    assert table.of_day("general").more == 1


def test_blogs_of_nobody_and_of_a_shut_account_may_not_stand(blogs, make_account):
    assert set(seen.blogs("general", [blog.pk for blog in blogs])) == {blog.pk for blog in blogs}
    Blog.objects.filter(pk=blogs[0].pk).update(owner=None)
    Blog.objects.filter(pk=blogs[1].pk).update(owner=make_account())
    Account.objects.filter(pk=blogs[2].owner_id).update(is_active=False)
    assert set(seen.blogs("general", [blog.pk for blog in blogs])) == {blogs[1].pk}


def test_the_ten_of_two_days_are_read_in_four_queries(blogs):
    days = [sheets.day(1), sheets.day(2)]
    for day in days:
        sheets.stand(day, [(blog, 1) for blog in blogs])
    with CaptureQueriesContext(connection) as asked:
        decided = seen.decided_on(*days)
        near = seen.near_the_top("general", days, decided)
    assert {key: len(places) for key, places in near.items()} == {day.pk: 12 for day in days}
    assert len(asked) == 4
