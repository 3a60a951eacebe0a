"""Titles that say the same, and first sentences in their place."""

import pytest

from buttobi.entries.titles import LONGEST, first_sentence, is_same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rain", "RAIN"),
        ("Animals / Pets", "animals, pets!"),
        ("雨", " 雨。"),
        ("Ｒａｉｎ", "rain"),
        ("動物・ペット", "「動物 ペット」"),
        ("!!!", "!!!"),
    ],
)
def test_titles_that_read_alike_are_the_same(one: str, other: str) -> None:
    assert is_same(one, other)


@pytest.mark.parametrize(
    ("one", "other"), [("Rain", "Rains"), ("", ""), ("雨", "雪"), ("C", "C++"), ("?!", "…"), ("か", "が")]
)
def test_others_are_not(one: str, other: str) -> None:
    assert not is_same(one, other)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("It rained. Then it stopped.", "It rained."),
        ("“Will it rain?” she asked. It did.", "“Will it rain?”"),
        ("Version 2.0 is out. Hooray.", "Version 2.0 is out."),
        ("雨が降った。それからやんだ。", "雨が降った。"),
        ("「降るかな」と彼女が言った。降った。", "「降るかな」と彼女が言った。"),
        ("Oh. It rained.", "Oh. It rained."),
        ("No end at all", "No end at all"),
        ("", ""),
    ],
)
def test_the_first_sentence_ends_where_a_reader_would_stop(text: str, sentence: str) -> None:
    assert first_sentence(text) == sentence


def test_a_sentence_that_does_not_end_is_cut_between_words() -> None:
    cut = first_sentence("rain " * 50)
    assert cut.endswith("rain…")
    assert len(cut) <= LONGEST + 1
    assert len(first_sentence("雨" * 300)) == LONGEST + 1
