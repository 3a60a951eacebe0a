"""Words without markup."""

import pytest

from buttobi.markup.markdown import render
from buttobi.markup.plain import excerpt, first_words, plain


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("**「強調」**です", "「強調」です"),
        ("one\n\ntwo  \nthree", "one two three"),
        ("- a\n- b", "a b"),
        ("a &amp; b < c", "a & b < c"),
        ("<ruby>漢字<rp>(</rp><rt>かんじ</rt><rp>)</rp></ruby>を読む", "漢字を読む"),
        ("said[^1] so\n\n[^1]: note", "said so"),
        ("![alt](https://blog.example.com/1.png) beside", "beside"),
        ("<script>x</script>", ""),
        ("|a|b|\n|-|-|\n|1|2|", "a b 1 2"),
    ],
)
def test_only_words_are_left(markdown, words):
    assert plain(render(markdown)) == words


def test_a_short_text_is_its_own_excerpt():
    assert excerpt("<p>short</p>") == "short"


def test_an_excerpt_has_at_most_its_length_and_says_that_there_is_more():
    text = excerpt(f"<p>{'犬' * 300}</p>")
    assert text == "犬" * 251 + "…"
    assert excerpt(f"<p>{'犬' * 252}</p>") == "犬" * 252


@pytest.mark.parametrize(
    ("text", "limit", "cut"),
    [
        ("ab\u0301cd", 3, "a…"),
        ("a\U0001f468\u200d\U0001f469\u200d\U0001f467b", 4, "a…"),
        ("a\U0001f44d\U0001f3fdbc", 3, "a…"),
        ("か\u3099か\u3099か\u3099", 4, "か\u3099…"),
    ],
)
def test_no_character_is_taken_apart(text, limit, cut):
    assert excerpt(text, limit=limit) == cut


def test_first_words_are_whole_words():
    assert first_words("<p>The quick brown fox jumps</p>", limit=18) == "The quick brown…"
    assert first_words("<p>吾輩は猫である名前はまだ無い</p>", limit=8) == "吾輩は猫である…"
    assert first_words(f"<p>{'x' * 100}</p>", limit=10) == "x" * 9 + "…"
    assert first_words("<p>Short</p>") == "Short"
    assert first_words("") == ""
