"""Where houses stand."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from buttobi.conversations.map import scales, town
from tests.buttobi.conversations import invented

SIZES = ("wide", "narrow")


def lay(conversation, size="wide"):
    scale, width = getattr(scales, size)(conversation)
    paint = invented.paint(conversation)
    return town.lay(conversation, scale=scale, width=width, days=paint.days, sign=paint.sign)


def box(laid, spot):
    """Left, top, right, bottom of what a page takes of the street."""
    half = laid.scale.hall * 0.5 if spot.page == laid.square else laid.scale.house / 2
    bottom = spot.top + laid.scale.floor + (laid.scale.roof if spot.is_top else 0)
    return spot.x - half, spot.top, spot.x + half, spot.base if spot.page == laid.square else bottom


def overlap(one, other):
    return (
        one[0] < other[2] - 0.01 and other[0] < one[2] - 0.01 and one[1] < other[3] - 0.01 and other[1] < one[3] - 0.01
    )


@pytest.mark.parametrize("size", SIZES)
@given(blogs=st.lists(st.integers(0, 60), min_size=1, max_size=150), answers_one=st.booleans())
@settings(max_examples=40, deadline=None)
def test_no_two_houses_stand_on_one_place_and_all_stand_inside(size, blogs, answers_one):
    pages = [invented.page(number, blog=blog) for number, blog in enumerate(blogs)]
    pairs = [(number, 0) for number in range(1, len(pages))] if answers_one else []
    laid = lay(invented.talk(pages, pairs), size)
    boxes = sorted(box(laid, spot) for spot in laid.spots)
    for index, one in enumerate(boxes):
        assert not any(overlap(one, other) for other in boxes[index + 1 : index + 80])
        assert 0 <= one[0] < one[2] <= laid.width
        assert 0 <= one[1] < one[3] <= laid.height


@pytest.mark.parametrize("size", SIZES)
def test_houses_stand_in_the_order_of_their_first_pages(size):
    conversation = invented.theme(120, blogs=90)
    laid = lay(conversation, size)
    firsts: dict[str, town.Spot] = {}
    for number, page in enumerate(conversation.pages):
        if number != laid.square:
            firsts.setdefault(page.blog_key, laid.spots[number])
    places = [(spot.street, spot.x) for spot in firsts.values()]
    assert places == sorted(places)


def test_a_blog_with_several_entries_is_one_house_that_grows_upwards():
    pages = [invented.page(number, blog=7) for number in range(3)]
    laid = lay(invented.talk(pages, []))
    assert len({spot.x for spot in laid.spots}) == 1
    assert all(upper.top < lower.top for lower, upper in pairwise(laid.spots))
    assert [spot.is_top for spot in laid.spots] == [False, False, True]


def test_a_blog_with_a_thousand_entries_fits_on_a_phone():
    laid = lay(invented.talk([invented.page(number, blog=7) for number in range(1000)], []), "narrow")
    assert max(spot.x for spot in laid.spots) < laid.width


def test_what_many_answer_stands_in_the_square_before_all_streets():
    laid = lay(invented.theme(40))
    assert laid.square == 0
    assert laid.spots[0].base < laid.streets[0].top
    assert laid.spots[0].street == -1


def test_where_nobody_is_answered_by_many_there_is_no_square():
    pages = [invented.page(number) for number in range(30)]
    assert lay(invented.talk(pages, [(number, number - 1) for number in range(1, 30)])).square is None


def test_each_day_has_one_sign_in_the_order_of_time():
    laid = lay(invented.theme(150))
    days = [sign.words for sign in laid.signs]
    assert days
    assert days == sorted(set(days))
    assert all(words.startswith("day ") for words in days)


def test_a_conversation_of_years_has_signs_of_months():
    pages = [invented.page(number, after=invented.HOUR * 24 * 6 * number) for number in range(100)]
    laid = lay(invented.talk(pages, []))
    assert len(laid.signs) <= 25 + 1
    assert all(sign.words.startswith("month ") for sign in laid.signs)


def test_no_sign_stands_in_front_of_a_house():
    laid = lay(invented.theme(200))
    for sign in laid.signs:
        beside = [spot for spot in laid.spots if spot.base == sign.base]
        half = laid.scale.house / 2
        assert not any(sign.x < spot.x + half and spot.x - half < sign.x + sign.width for spot in beside)


def test_pages_without_a_date_are_drawn_all_the_same():
    pages = [invented.page(number, after=None) for number in range(20)]
    undated = [type(one)(**{name: getattr(one, name) for name in one.__slots__} | {"at": None}) for one in pages]
    assert len(lay(invented.talk(undated, [])).spots) == 20


def test_the_same_conversation_gives_the_same_town():
    assert lay(invented.theme(80)) == lay(invented.theme(80))


def test_a_page_that_answers_twice_or_answers_itself_is_counted_once():
    pages = [invented.page(0), invented.page(1)]
    conversation = invented.talk(pages, [(1, 0), (1, 0), (1, 1)])
    assert town.pairs(conversation) == [(1, 0)]
    assert town.answered(conversation) == [1, 0]
