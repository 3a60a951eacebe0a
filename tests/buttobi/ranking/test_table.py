"""Who stands on the sheet of a day, in which place, and what is said of the change."""

from datetime import timedelta
from itertools import count

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from buttobi.accounts.models import Account
from buttobi.blogs.models import Blog
from buttobi.ranking import days, table, verdicts
from buttobi.ranking.models import Day
from tests.buttobi.ranking import sheets

pytestmark = pytest.mark.django_db


@pytest.fixture
def houses(make_blog):
    """Makes blogs that belong to different people."""
    people = count(1)

    def make(number, section="general"):
        names = [f"house{next(people)}" for _ in range(number)]
        owners = [Account.objects.create(username=name, email=f"{name}@mail.example") for name in names]
        return [make_blog(owner=owner, section=section) for owner in owners]

    return make


def names(found):
    return [row.blog.pk for row in found.rows]


def ranks(found):
    return [row.rank for row in found.rows]


def changes(found):
    return {row.blog.pk: (row.change, row.steps) for row in found.rows}


def test_there_is_no_table_before_a_day_was_totalled(db):
    assert table.of_day("general").day is None
    assert table.first("general").rows == ()


def test_the_newest_day_that_is_over_comes_first(houses):
    blogs = houses(1)
    sheets.stand(sheets.day(2), [(blogs[0], 9)])
    sheets.stand(sheets.day(1, state=sheets.PROVISIONAL), [(blogs[0], 2)])
    sheets.stand(sheets.day(0, state=sheets.COUNTING), [(blogs[0], 5)])
    assert [row.trackbacks for row in table.of_day("general").rows] == [2]
    assert [row.trackbacks for row in table.of_day("general", days.today()).rows] == [5]


def test_there_are_ten_rows_and_no_more(houses):
    blogs = houses(12)
    sheets.stand(sheets.day(), [(blog, 30 - place) for place, blog in enumerate(blogs)])
    found = table.of_day("general")
    assert names(found) == [blog.pk for blog in blogs[:10]]
    assert ranks(found) == list(range(1, 11))
    assert found.more == 0


def test_fewer_rows_are_not_filled_up(houses):
    sheets.stand(sheets.day(), [(blog, 1) for blog in houses(3)])
    assert len(table.of_day("general").rows) == 3


def test_equal_counts_share_a_rank_and_the_next_has_its_place(houses):
    sheets.stand(sheets.day(), zip(houses(4), [4, 3, 3, 2], strict=True))
    found = table.of_day("general")
    assert ranks(found) == [1, 2, 2, 4]
    assert [row.tied for row in found.rows] == [False, True, True, False]


def test_a_cut_tie_says_with_how_many(houses):
    sheets.stand(sheets.day(), zip(houses(14), [9, 8, 7, 6, 5, 4, 4, 3, 3, 3, 3, 3, 3, 2], strict=True))
    found = table.of_day("general")
    assert (len(found.rows), found.more, found.more_with) == (10, 3, 3)
    assert found.rows[-1].tied


def test_who_alone_has_the_count_of_those_behind_the_cut_is_tied_too(houses):
    sheets.stand(sheets.day(), zip(houses(11), [9, 8, 7, 6, 5, 4, 4, 4, 4, 1, 1], strict=True))
    assert table.of_day("general").rows[-1].tied


def test_those_who_may_not_be_seen_are_not_counted_behind_the_cut(houses):
    blogs = houses(13)
    sheets.stand(sheets.day(), [(blog, 1) for blog in blogs])
    Blog.objects.filter(pk=blogs[12].pk).update(in_ranking=False)
    assert table.of_day("general").more == 2


def test_a_long_tie_is_counted_only_so_far(houses, monkeypatch):
    monkeypatch.setattr(table, "MOST_MORE", 3)
    sheets.stand(sheets.day(), [(blog, 1) for blog in houses(16)])
    found = table.of_day("general")
    assert (found.more, found.more_is_least) == (3, True)


@pytest.mark.parametrize(
    "change",
    [
        {"state": "closed"},
        {"state": "deleted"},
        {"section": "adult"},
        {"official": True},
        {"in_ranking": False},
        {"owner": None},
    ],
    ids=str,
)
def test_a_blog_that_may_not_be_seen_is_left_out_and_the_others_move_up(houses, change):
    blogs = houses(12)
    sheets.stand(sheets.day(), [(blog, 30 - place) for place, blog in enumerate(blogs)])
    Blog.objects.filter(pk=blogs[0].pk).update(**change)
    found = table.of_day("general")
    assert names(found) == [blog.pk for blog in blogs[1:11]]
    assert ranks(found) == list(range(1, 11))


def test_blogs_of_an_account_that_is_shut_are_left_out(houses):
    first, second = houses(2)
    sheets.stand(sheets.day(), [(first, 2), (second, 1)])
    first.owner.is_active = False
    first.owner.save()
    assert names(table.of_day("general")) == [second.pk]


def test_a_blog_that_is_back_is_seen_again(houses):
    (blog,) = houses(1)
    sheets.stand(sheets.day(), [(blog, 2)])
    Blog.objects.filter(pk=blog.pk).update(state="closed")
    assert names(table.of_day("general")) == []
    Blog.objects.filter(pk=blog.pk).update(state="open")
    assert names(table.of_day("general")) == [blog.pk]


def test_ten_are_found_however_many_are_left_out_before_them(houses):
    blogs = houses(60)
    sheets.stand(sheets.day(), [(blog, 100 - place) for place, blog in enumerate(blogs)])
    Blog.objects.filter(pk__in=[blog.pk for blog in blogs[:50]]).update(in_ranking=False)
    assert names(table.of_day("general")) == [blog.pk for blog in blogs[50:]]


def test_each_section_has_its_own_table(houses):
    (mild,), (wild,) = houses(1), houses(1, section="adult")
    sheets.stand(sheets.day(), [(mild, 1)])
    sheets.stand(sheets.day(section="adult"), [(wild, 9)])
    assert names(table.of_day("general")) == [mild.pk]
    assert names(table.of_day("adult")) == [wild.pk]


def test_a_blog_that_moved_is_on_no_table_of_the_old_section_even_on_old_days(houses):
    (blog,) = houses(1)
    day = sheets.day(20)
    sheets.stand(day, [(blog, 3)])
    Blog.objects.filter(pk=blog.pk).update(section="adult")
    assert table.of_day("general", day.date).rows == []
    assert table.of_day("adult", day.date).day is None


# --- Flags ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [sheets.COUNTING, sheets.PROVISIONAL])
def test_a_flagged_row_waits_while_the_day_is_not_final(houses, staff, state):
    ring, other = houses(2)
    day = sheets.day(1, state=state)
    sheets.stand(day, [(ring, 9)], flags=["mutual"])
    sheets.stand(day, [(other, 1)])
    assert names(table.of_day("general", day.date)) == [other.pk]
    verdicts.let_stand(day=day, blog=ring, by=staff)
    assert names(table.of_day("general", day.date)) == [ring.pk, other.pk]


def test_a_flagged_row_appears_once_the_day_is_final_and_nobody_acted(houses):
    (ring,) = houses(1)
    sheets.stand(sheets.day(), [(ring, 9)], flags=["mutual"])
    assert names(table.of_day("general")) == [ring.pk]


# --- Strikes ----------------------------------------------------------------------------------------------------------


def test_behind_a_struck_blog_the_others_move_up_and_the_reason_is_told(houses, staff):
    first, second = houses(2)
    day = sheets.day()
    sheets.stand(day, [(first, 5), (second, 3)])
    verdict = verdicts.strike(day=day, blog=first, by=staff, reason="Sent by a program.")
    found = table.of_day("general")
    assert (names(found), ranks(found)) == ([second.pk], [1])
    assert found.corrections == ["Sent by a program."]
    verdicts.take_back(verdict=verdict, by=staff)
    found = table.of_day("general")
    assert (names(found), list(found.corrections)) == ([first.pk, second.pk], [])


def test_struck_late_the_row_stays_struck_out(houses, staff):
    first, second = houses(2)
    day = sheets.day(20)
    sheets.stand(day, [(first, 5), (second, 3)])
    verdicts.strike(day=day, blog=first, by=staff, reason="Found out late.")
    found = table.of_day("general", day.date)
    assert [(row.rank, row.struck, row.change) for row in found.rows] == [(1, "Found out late.", ""), (2, "", "new")]
    assert (found.is_corrected, found.corrections) == (True, [])


@pytest.mark.parametrize("change", [{"section": "adult"}, {"state": Blog.State.CLOSED}, {"in_ranking": False}])
def test_the_reason_goes_with_a_blog_that_may_not_stand_there_any_more(houses, staff, change):
    first, second = houses(2)
    day = sheets.day()
    sheets.stand(day, [(first, 5), (second, 3)])
    verdicts.strike(day=day, blog=first, by=staff, reason="Words about that blog.")
    Blog.objects.filter(pk=first.pk).update(**change)
    found = table.of_day("general")
    assert (list(found.corrections), found.is_corrected, found.corrected_at) == ([], False, None)


# --- Changes ----------------------------------------------------------------------------------------------------------


def test_changes_are_told_against_the_final_table_of_the_day_before(houses):
    up, down, same, new, back = houses(5)
    sheets.stand(sheets.day(3), [(back, 3)])
    sheets.stand(sheets.day(2), [(down, 9), (same, 8), (up, 7)])
    sheets.stand(sheets.day(1), [(up, 9), (same, 8), (down, 7), (new, 2), (back, 1)])
    assert changes(table.of_day("general")) == {
        up.pk: ("up", 2),
        down.pk: ("down", 2),
        same.pk: ("same", 0),
        new.pk: ("new", 0),
        back.pk: ("back", 0),
    }


def test_ties_are_compared_by_their_printed_rank(houses):
    one, two = houses(2)
    sheets.stand(sheets.day(2), [(one, 5), (two, 5)])
    sheets.stand(sheets.day(1), [(one, 5), (two, 5)])
    assert set(changes(table.of_day("general")).values()) == {("same", 0)}


def test_who_was_outside_the_ten_the_day_before_and_never_inside_is_new(houses):
    blogs = houses(11)
    sheets.stand(sheets.day(2), [(blog, 30 - place) for place, blog in enumerate(blogs)])
    sheets.stand(sheets.day(1), [(blogs[10], 9)])
    assert changes(table.of_day("general")) == {blogs[10].pk: ("new", 0)}


def test_the_day_before_is_read_as_it_may_be_seen_now(houses):
    gone, stays = houses(2)
    sheets.stand(sheets.day(2), [(gone, 9), (stays, 8)])
    sheets.stand(sheets.day(1), [(stays, 8)])
    assert changes(table.of_day("general")) == {stays.pk: ("up", 1)}
    Blog.objects.filter(pk=gone.pk).update(in_ranking=False)
    assert changes(table.of_day("general")) == {stays.pk: ("same", 0)}


def test_against_a_day_that_is_not_final_nothing_is_said_but_who_is_new(houses):
    known, new = houses(2)
    sheets.stand(sheets.day(2), [(known, 9)])
    sheets.stand(sheets.day(1, state=sheets.PROVISIONAL), [(known, 9)])
    sheets.stand(sheets.day(0, state=sheets.COUNTING), [(known, 9), (new, 1)])
    assert changes(table.of_day("general", days.today())) == {known.pk: ("", 0), new.pk: ("new", 0)}


def test_a_struck_place_is_no_place_to_come_back_to(houses, staff):
    (blog,) = houses(1)
    day = sheets.day(2)
    sheets.stand(day, [(blog, 9)])
    verdicts.strike(day=day, blog=blog, by=staff, reason="A ring.")
    sheets.stand(sheets.day(1), [(blog, 2)])
    assert changes(table.of_day("general")) == {blog.pk: ("new", 0)}


def test_the_other_section_was_no_place_either(houses):
    (blog,) = houses(1, section="adult")
    sheets.stand(sheets.day(3, section="general"), [(blog, 9)])
    sheets.stand(sheets.day(1, section="adult"), [(blog, 2)])
    assert changes(table.of_day("adult")) == {blog.pk: ("new", 0)}


# --- The most trackbacked entry, and the portal -----------------------------------------------------------------------


def test_the_most_trackbacked_entry_is_named_only_while_it_is_public(make_entry, blog):
    target = make_entry(title="Paws").target
    sheets.stand(sheets.day(), [(blog, 3)], top_target=target, top_trackbacks=2)
    (row,) = table.of_day("general").rows
    assert row.top is not None
    assert (row.top.title, row.top_trackbacks) == ("Paws", 2)
    type(target).objects.filter(pk=target.pk).update(listed=False)
    (row,) = table.of_day("general").rows
    assert (row.top, row.trackbacks) == (None, 3)


def test_the_portal_has_the_first_three_and_no_struck_row(houses, staff):
    blogs = houses(5)
    day = sheets.day(1)
    sheets.stand(day, [(blog, 30 - place) for place, blog in enumerate(blogs)])
    verdicts.strike(day=day, blog=blogs[0], by=staff, reason="Late.", now=timezone.now() + timedelta(days=30))
    assert names(table.first("general")) == [blog.pk for blog in blogs[1:4]]


def test_the_first_place_of_each_day_passes_over_who_may_not_be_seen(houses, staff):
    first, second, third = houses(3)
    final, provisional = sheets.day(2), sheets.day(1, state=sheets.PROVISIONAL)
    sheets.stand(final, [(first, 5), (second, 3)])
    verdicts.strike(day=final, blog=first, by=staff, reason="A ring.")
    sheets.stand(provisional, [(first, 5)], flags=["mutual"])
    sheets.stand(provisional, [(third, 1)])
    winners = table.winners("general", Day.objects.all())
    assert {day: one.blog_id for day, one in winners.items()} == {final.pk: second.pk, provisional.pk: third.pk}


def queries():
    with CaptureQueriesContext(connection) as asked:
        table.of_day("general")
    return len(asked)


def test_a_sheet_asks_the_database_eight_times_and_somewhat_more_about_who_came_close_before(houses):
    blogs = houses(14)
    sheets.stand(sheets.day(3), [(blog, 30 - place) for place, blog in enumerate(reversed(blogs[10:]))])
    sheets.stand(sheets.day(2), [(blog, 30 - place) for place, blog in enumerate(blogs)])
    sheets.stand(sheets.day(1), [(blog, 2) for blog in reversed(blogs)])
    assert queries() <= 8
    Day.objects.order_by("date")[0].delete()
    assert queries() <= 13
