"""The formula, on values."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from buttobi.ranking import formula
from buttobi.ranking.formula import Candidate, Rules

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
_FINAL = NOON + 12 * HOUR


def one(number: int = 1, **fields: Any) -> Candidate:
    """A trackback that counts: from blog 2 of owner 20 to page 100 of blog 1 of owner 10."""
    fields = {
        "target": 100,
        "blog": 1,
        "owner": 10,
        "section": "general",
        "official": False,
        "target_listed": True,
        "source": "blog:2",
        "source_blog": 2,
        "source_owner": 20,
        "source_section": "general",
        "state": "shown",
        "by_author": True,
        "received_at": NOON,
        "moment": NOON + number * HOUR / 60,
        **fields,
    }
    return Candidate(pk=number, **fields)


def elsewhere(number: int = 1, site: str = "example.com", **fields: Any) -> Candidate:
    """One from a site that links."""
    there = {"source": site, "source_blog": None, "source_owner": None, "source_section": None, "by_author": False}
    return one(number, **{**there, "links": True, **fields})


def reasons(*candidates: Candidate, **rules: Any) -> list[str]:
    return [judged.reason for judged in formula.judge(candidates, Rules(**rules))]


def test_a_trackback_from_another_blog_counts():
    assert reasons(one(), elsewhere(2)) == ["", ""]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"state": "arrived"}, "examined"),
        ({"state": "held"}, "held"),
        ({"state": "withdrawn"}, "withdrawn"),
        ({"state": "refused", "reason": "owner"}, "refused"),
        ({"state": "refused", "reason": "site_blocked"}, "refused"),
        ({"state": "refused", "reason": "link_gone"}, "link_gone"),
        ({"state": "refused", "reason": "page_gone"}, "link_gone"),
        ({"state": "refused", "reason": "no_link"}, "not_listed"),
        ({"source_public": False}, "source_hidden"),
        ({"target_listed": False}, "target_hidden"),
        ({"official": True}, "official"),
        ({"source_section": "adult"}, "other_section"),
        ({"section": "adult"}, "other_section"),
        ({"source_blog": 1, "source_owner": 10}, "same_blog"),
        ({"source_blog": 3, "source_owner": 10}, "same_owner"),
        ({"owner": None, "source_owner": None}, ""),
        ({"counted_before": True}, "counted_before"),
        ({"left_out_before": True}, "left_out_before"),
        ({"by_author": False}, "no_link"),
        ({"by_author": False, "links": True}, ""),
    ],
)
def test_what_does_not_count_says_why(fields, reason):
    assert reasons(one(**fields)) == [reason]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"links": False}, "no_link"),
        ({"names_blog": False}, "no_blog"),
        ({"adult": True}, "adult"),
        ({"adult": True, "section": "adult"}, ""),
    ],
)
def test_a_page_elsewhere_links_names_its_blog_and_is_on_the_right_side(fields, reason):
    assert reasons(elsewhere(**fields)) == [reason]


def test_an_operator_may_ask_members_for_a_link_and_no_site_for_its_name():
    assert reasons(one(), one(2, links=True), require_link=True) == ["no_link", ""]
    assert reasons(elsewhere(names_blog=False), require_blog=False) == [""]


def test_the_earliest_of_one_blog_to_another_count():
    many = [one(number) for number in range(1, 13)]
    assert reasons(*reversed(many)) == [""] * 10 + ["over_blog"] * 2
    assert reasons(*many, one(13, blog=5), per_blog=3) == [""] * 3 + ["over_blog"] * 9 + [""]


def test_one_page_elsewhere_counts_once_for_a_target_and_the_earliest_that_counts_stands():
    rows = [elsewhere(1, pair="a", links=False), *(elsewhere(number, pair="a") for number in (4, 2, 3))]
    assert reasons(*rows, elsewhere(5, pair="b")) == ["no_link", "", "same_page", "same_page", ""]
    assert reasons(elsewhere(1, pair_counted_before=True), elsewhere(2, counted_before=True)) == [
        "same_page",
        "counted_before",
    ]
    # What nobody read is no page that is known, and what did not count takes nobody's place.
    assert reasons(elsewhere(1), elsewhere(2)) == ["", ""]
    assert reasons(elsewhere(1, pair="a"), elsewhere(2, pair="a"), elsewhere(3), per_host=2) == ["", "same_page", ""]


def test_what_does_not_count_takes_nobodys_place():
    rows = [one(1, state="held"), one(2), one(3, target_listed=False), one(4), one(5)]
    assert reasons(*rows, per_blog=2) == ["held", "", "target_hidden", "", "over_blog"]


def test_a_site_that_is_new_here_counts_so_often_in_the_whole_service():
    rows = [elsewhere(number, blog=number) for number in range(1, 5)]
    adult = elsewhere(5, blog=9, section="adult")
    other = elsewhere(6, "example.org")
    assert reasons(*rows, adult, other, per_host=3) == ["", "", "", "over_host", "over_host", ""]
    known = [elsewhere(number, blog=number, known=True) for number in range(1, 5)]
    assert reasons(*known, per_host=3) == [""] * 4


def test_a_blog_may_be_too_young_when_the_operator_says_so():
    born = NOON - 5 * HOUR
    assert reasons(one(source_born=born)) == [""]
    assert reasons(one(source_born=born), min_hours=6) == ["too_young"]
    assert reasons(one(source_born=born), min_hours=5) == [""]
    assert reasons(one(source_born=born, source_has_more=False), min_hours=5) == ["too_young"]


def test_a_word_later_than_seven_days_is_too_late():
    week = timedelta(days=7)
    assert reasons(one(approved_at=NOON + week)) == [""]
    assert reasons(one(approved_at=NOON + week + timedelta(microseconds=1))) == ["approved_late"]


def when(shown: timedelta | None, approved: timedelta | None = None) -> datetime:
    return formula.counted_at(
        received_at=NOON,
        shown_at=None if shown is None else NOON + shown,
        approved_at=None if approved is None else NOON + approved,
        final_at=lambda _: _FINAL,
    )


def test_the_day_is_that_of_arrival_unless_a_person_or_the_clock_decided():
    assert when(0 * HOUR) == NOON
    # The examination took until after midnight, and until after the day was final.
    assert when(11 * HOUR) == NOON
    assert when(12 * HOUR) == NOON + 12 * HOUR
    assert when(HOUR, HOUR) == NOON + HOUR
    assert when(None) == NOON


def table(*candidates: Candidate) -> list[tuple[int, int, int, int]]:
    rows = formula.standings(formula.judge(candidates, Rules()))
    return [(row.position, row.blog, row.trackbacks, row.blogs) for row in rows]


def test_more_trackbacks_first_then_more_blogs_then_who_was_faster_then_the_older():
    assert table(one(1), one(2, blog=7), one(3, blog=7)) == [(1, 7, 2, 1), (2, 1, 1, 1)]
    from_two = [one(2, blog=7), one(3, blog=7, source="blog:4", source_blog=4)]
    assert table(one(1), one(1), *from_two) == [(1, 7, 2, 2), (2, 1, 2, 1)]
    assert table(one(2, blog=3), one(1, blog=4)) == [(1, 4, 1, 1), (2, 3, 1, 1)]
    assert table(one(1, blog=4), one(2, blog=3, moment=NOON + HOUR / 60)) == [(1, 3, 1, 1), (2, 4, 1, 1)]


def test_a_blog_without_any_that_count_is_in_no_table():
    assert table(one(state="held")) == []


def test_the_entry_with_most_is_the_one_that_had_them_first():
    rows = [one(1, target=102), one(2, target=101), one(3, target=101), one(4, target=102)]
    found = formula.standings(formula.judge(rows, Rules()))[0]
    assert (found.top_target, found.top_trackbacks, found.reached_at) == (101, 2, rows[-1].moment)


@pytest.mark.parametrize(
    ("counts", "printed"), [([], []), ([5, 3, 3, 1], [1, 2, 2, 4]), ([3, 3, 2], [1, 1, 3]), ([2] * 4, [1] * 4)]
)
def test_equal_counts_share_a_rank(counts, printed):
    assert formula.ranks(counts) == printed


def test_every_reason_has_its_words():
    seen = {*formula._BY_STATE.values(), *formula._BY_REFUSAL.values()} | formula.NOT_PRINTED
    assert seen <= formula.REASONS.keys()
    assert all(len(reason) <= 30 for reason in formula.REASONS)
