"""Words into plain text."""

import pytest

from linkback import text


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("<b>Bold</b> title", "Bold title"),
        ("Fish &amp; chips", "Fish & chips"),
        ("Fish &amp;amp; chips", "Fish & chips"),
        ("&amp;amp;amp;", "&amp;"),
        ("it&#8217;s", "it’s"),
        ("&#12354;&#x3044;", "あい"),
        ("a < b and c > d", "a < b and c > d"),
        ("&lt;b&gt; is a tag", "<b> is a tag"),
        ("one<br>two<p>three</p>", "one two three"),
        ("<script>alert(1)</script>text", "text"),
        ("<SCRIPT src=x>alert(1)", ""),
        ("before<style>p{}</style >after", "beforeafter"),
        ("<!-- remark -->text", "text"),
        ("line\r\n\n  line", "line line"),
        ("nul\x00 esc\x1b del\x7f c1\x9b", "nul esc del c1"),
        ("a\u202eb\u2066c\u200bd\ufeff", "abcd"),
        ("か\u3099", "が"),
        ("e" + "\u0301" * 9, "é" + "\u0301" * 4),
        ("lone \ud800 half", "lone half"),
        ("&#xD800;&#0;", "\ufffd\ufffd"),
        ("tag\U000e0041", "tag"),
    ],
)
def test_whatever_came_is_plain_text_in_the_end(sent, shown):
    assert text.plain(sent) == shown


def test_a_number_of_thousands_of_digits_is_no_character():
    assert text.plain("&#" + "9" * 5000 + ";") == "\ufffd"


def test_a_picture_of_several_signs_stays_one():
    assert text.tidy("👨\u200d👩\u200d👧 a\u200db") == "👨\u200d👩\u200d👧 ab"


def test_our_own_words_keep_their_signs():
    assert text.tidy("How to write <b> & &amp;") == "How to write <b> & &amp;"


def test_an_excerpt_of_up_to_255_characters_stays_whole():
    assert text.excerpt("あ" * 255) == "あ" * 255
    assert text.excerpt("あ" * 256) == "あ" * 252 + "…"


def test_a_cut_never_parts_a_letter_and_its_accent():
    assert text.cut("aaa" + "x\u0323" * 3, 4) == "aaa"
    assert text.cut("short", 255) == "short"


def test_first_words_end_where_a_reader_would_pause():
    assert text.first_words("Short") == "Short"
    assert (
        text.first_words("One two three four five six seven eight nine ten")
        == "One two three four five six seven eight…"
    )
    assert text.first_words("あ" * 30 + "。" + "い" * 30) == "あ" * 30 + "…"
    assert text.first_words("あ" * 60) == "あ" * 40 + "…"


@pytest.mark.parametrize("piece", ["<script", "<", "<!", "&#9", "&amp;", "</style", "<style>", "e\u0301", "\u200d"])
def test_long_repetitions_end_at_once(piece):
    assert len(text.plain(piece * 20_000)) <= len(piece) * 20_000
