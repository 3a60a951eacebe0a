"""The threads between houses."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from buttobi.conversations.map import scales, threads, town
from tests.buttobi.conversations import invented

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def tie(conversation, size="wide"):
    scale, width = getattr(scales, size)(conversation)
    paint = invented.paint(conversation)
    laid = town.lay(conversation, scale=scale, width=width, days=paint.days, sign=paint.sign)
    return laid, threads.tie(laid, town.pairs(conversation))


def drawn(tied):
    """Every answer that has a thread."""
    wires = [(source, wire.target) for wire in tied.wires for source in wire.sources]
    return sorted(wires + [(curve.source, curve.target) for curve in tied.curves])


@pytest.mark.parametrize("size", ["wide", "narrow"])
@given(
    blogs=st.lists(st.integers(0, 70), min_size=2, max_size=120),
    pairs=st.lists(st.tuples(st.integers(0, 119), st.integers(0, 119)), max_size=200),
)
@settings(max_examples=40, deadline=None)
def test_every_answer_has_one_thread(size, blogs, pairs):
    pages = [invented.page(number, blog=blog) for number, blog in enumerate(blogs)]
    conversation = invented.talk(pages, [(a % len(pages), b % len(pages)) for a, b in pairs])
    _, tied = tie(conversation, size)
    assert drawn(tied) == sorted(town.pairs(conversation))


def test_threads_to_one_theme_are_one_wire_a_street():
    laid, tied = tie(invented.theme(300))
    assert len(tied.wires) == len(laid.streets)
    assert tied.curves == ()


def test_answers_between_answers_keep_threads_of_their_own():
    _, tied = tie(invented.theme(300, cross=[(200, 3), (250, 90)]))
    assert [(curve.source, curve.target) for curve in tied.curves] == [(200, 3), (250, 90)]


def test_a_wire_ends_at_the_door_of_the_page_that_it_leads_to():
    laid, tied = tie(invented.theme(100))
    door = laid.spots[0]
    for wire in tied.wires:
        shared = wire.path[1:].partition("M")[0]
        assert [float(number) for number in NUMBER.findall(shared)[-2:]] == [door.x, door.base]


def test_a_second_meeting_place_gathers_its_threads_in_its_street():
    cross = [(number, 5) for number in range(60, 120)]
    laid, tied = tie(invented.theme(200, cross=cross))
    assert laid.hubs == (0, 5)
    beside = [wire for wire in tied.wires if wire.target == 5]
    assert sorted(source for wire in beside for source in wire.sources) == list(range(60, 120))


def test_no_two_threads_share_a_place_in_the_trunk():
    laid, tied = tie(invented.theme(300))
    places = [re.findall(r"H(-?[\d.]+)", wire.path)[0] for wire in tied.wires]
    assert len(set(places)) == len(laid.streets)
    assert all(0 < float(place) < laid.scale.margin for place in places)


@pytest.mark.parametrize(("answers", "cross"), [(6, [(3, 2)]), (40, [(39, 2), (30, 8)]), (300, [(299, 3), (9, 8)])])
@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_no_thread_leaves_the_drawing(answers, cross, size):
    laid, tied = tie(invented.theme(answers, cross=cross), size)
    for curve in tied.curves:
        numbers = [float(number) for number in NUMBER.findall(curve.path)]
        assert all(0 <= x <= laid.width for x in numbers[::2])
        assert all(-laid.scale.sky <= y <= laid.height for y in numbers[1::2])


def test_two_entries_of_one_house_are_tied_beside_it():
    pages = [invented.page(0, blog=1), invented.page(1, blog=1)]
    laid, tied = tie(invented.talk(pages, [(1, 0)]))
    (curve,) = tied.curves
    assert curve.end[0] == laid.spots[0].x + laid.scale.house / 2
