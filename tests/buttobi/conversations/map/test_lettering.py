"""How much room words take, and how they are cut to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buttobi.conversations.map import lettering


def test_a_japanese_letter_is_as_wide_as_two_latin_ones():
    assert lettering.width("猫") == 1
    assert 1 < lettering.width("on") < 1.3


def test_words_that_fit_stay_as_they_are():
    assert lettering.cut("雨の日", room=3) == "雨の日"


def test_words_that_do_not_fit_end_with_a_sign_of_it():
    assert lettering.cut("雨の日の散歩", room=4) == "雨の日…"


@given(st.text(max_size=200), st.floats(1, 40), st.integers(1, 4))
def test_no_line_is_wider_than_its_room(words, room, most):
    found = lettering.balanced(lettering.clean(words), room=room, most=most)
    assert len(found) <= most
    assert all(lettering.width(line) <= max(room, 2) for line in found)


@given(st.text(max_size=200))
def test_of_words_that_have_room_nothing_is_lost(words):
    cleaned = lettering.clean(words)
    found = lettering.balanced(cleaned, room=1000, most=1)
    assert "".join(found) == cleaned


def test_english_is_broken_between_words():
    assert lettering.lines("the shop that closed", room=8, most=3) == ["the shop that", "closed"]


def test_japanese_is_broken_where_one_would_breathe():
    assert lettering.lines("わたしの好きな本棚、そして積読", room=12, most=2) == ["わたしの好きな本棚、", "そして積読"]


def test_lines_are_about_as_long_as_each_other():
    assert lettering.balanced("祖母のぬか床をもらいました", room=12, most=2) == ["祖母のぬか床を", "もらいました"]


@pytest.mark.parametrize("letter", ["\x00", "\x1f", "\u202e", "\u2066", "\ud800", "\ufffe", "\u200b", "\n"])
def test_what_a_drawing_cannot_hold_is_left_out(letter):
    assert lettering.clean(f"a{letter}b") == "a b"
