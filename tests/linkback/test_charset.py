"""Bytes into text, declared or not."""

import pytest

from linkback import charset

SENTENCE = "はじめまして。トラックバックさせていただきました。"
TEXTS = ["今日の日記", "トラックバックについて", "私の日記", "A型の人", "テスト", "表示", SENTENCE]
ENCODINGS = [("utf-8", "utf-8"), ("cp932", "shift_jis"), ("euc_jis_2004", "euc-jp"), ("iso2022_jp_3", "iso-2022-jp")]


@pytest.mark.parametrize("words", TEXTS)
@pytest.mark.parametrize(("codec", "name"), ENCODINGS)
def test_undeclared_japanese_is_recognised(words, codec, name):
    assert charset.decode(words.encode(codec)) == charset.Decoded(text=words, charset=name)


@pytest.mark.parametrize("data", [b"\xad\xa1\xc8\xd6\xa4\xc8", b"\x87@\x94\xd4\x82\xc6", b"\x1b$B-!HV$H\x1b(B"])
def test_circled_digits_of_old_machines_are_read(data):
    assert charset.decode(data).text == "①番と"


@pytest.mark.parametrize(
    "words", ["café", "été à la carte", "I don’t — “quote”", "Größe", "Universität", "naïve", "Señor", "£5 and €6"]
)
def test_undeclared_western_text_is_windows_1252(words):
    assert charset.decode(words.encode("cp1252")) == charset.Decoded(text=words, charset="windows-1252")


def test_ascii_is_utf_8():
    assert charset.decode(b"plain words") == charset.Decoded(text="plain words", charset="utf-8")
    assert charset.decode(b"") == charset.Decoded(text="", charset="utf-8")


@pytest.mark.parametrize(("codec", "name"), ENCODINGS)
@pytest.mark.parametrize("missing", [1, 2])
def test_half_a_character_at_the_end_is_dropped(codec, name, missing):
    cut = charset.decode(SENTENCE.encode(codec)[:-missing])
    assert cut.charset == name
    assert SENTENCE.startswith(cut.text)
    assert len(cut.text) >= len(SENTENCE) - 2


def test_a_declaration_that_does_not_decode_cleanly_is_dropped():
    data = SENTENCE.encode("euc-jp")
    assert charset.decode(data, "utf-8", "iso-2022-jp", "nonsense", "") == charset.Decoded(
        text=SENTENCE, charset="euc-jp"
    )


@pytest.mark.parametrize(
    ("label", "codec", "words", "name"),
    [
        ("Big5", "big5", "中文", "big5"),
        ("GB2312", "gb18030", "中文", "gb18030"),
        ("EUC-KR", "cp949", "한글", "euc-kr"),
        ("cp949", "cp949", "한글", "euc-kr"),
        ("x-sjis", "cp932", "表①", "shift_jis"),
        ("windows-31j", "cp932", "表①", "shift_jis"),
        ("ISO-8859-1", "cp1252", "“été”", "windows-1252"),
        ("UTF8", "utf-8", "あ", "utf-8"),
        (" 'eucJP-win' ", "euc-jp", "あ", "euc-jp"),
    ],
)
def test_a_declared_encoding_is_believed(label, codec, words, name):
    assert charset.decode(words.encode(codec), label) == charset.Decoded(text=words, charset=name)


@pytest.mark.parametrize("label", ["utf-7", "iso-2022-kr", "hz-gb-2312", "x-user-defined", "\x00", "日本", "x" * 999])
def test_what_is_never_decoded_counts_as_unknown(label):
    assert charset.name_of(label) is None


def test_utf_7_stays_the_ascii_that_it_is():
    assert charset.decode(b"+ADw-script+AD4-", "utf-7").text == "+ADw-script+AD4-"


@pytest.mark.parametrize("label", ["us-ascii", "iso-8859-1", "windows-1252"])
@pytest.mark.parametrize("codec", ["utf-8", "euc-jp", "cp932"])
def test_a_latin_label_that_nobody_chose_does_not_garble_japanese(label, codec):
    assert charset.decode(SENTENCE.encode(codec), label).text == SENTENCE


def test_no_form_is_utf_16():
    assert charset.decode(b"ab", "utf-16").text == "ab"


def test_fields_of_one_ping_can_differ():
    fields = {"excerpt": SENTENCE.encode(), "blog_name": "私の日記です".encode("euc-jp"), "title": b"A"}
    read = charset.decode_fields(fields, ())
    assert {name: field.text for name, field in read.items()} == {
        "excerpt": SENTENCE,
        "blog_name": "私の日記です",
        "title": "A",
    }


def test_a_field_too_short_to_decide_is_read_as_the_longest_was():
    # These bytes are a letter in UTF-8 too.
    fields = {"title": "猫".encode("euc-jp"), "excerpt": SENTENCE.encode("euc-jp")}
    assert charset.decode_fields(fields, ())["title"].text == "猫"
    assert charset.decode_fields({}, ()) == {}


@pytest.mark.parametrize(
    ("body", "content_type", "name"),
    [
        (b"\xef\xbb\xbf<p>", "text/html; charset=euc-jp", "utf-8"),
        ("<p>あ".encode("utf-16"), "text/html", "utf-16le"),
        ("<p>猫".encode("euc-jp"), "text/html; charset=EUC-JP", "euc-jp"),
        (b'<meta charset="shift_jis">' + "猫".encode("cp932"), "text/html", "shift_jis"),
        (b"<?xml version='1.0' encoding='EUC-JP'?><a>" + "猫".encode("euc-jp"), "text/xml", "euc-jp"),
        (b'<meta charset="utf-16">' + "猫です".encode(), "", "utf-8"),
        (b'<meta charset="utf-7">' + SENTENCE.encode("cp932"), "", "shift_jis"),
        (b"<p>" + SENTENCE.encode("euc-jp") * 50 + b"\xff", "", "euc-jp"),
        (b"<p>" + SENTENCE.encode("euc-jp"), "text/html; charset=utf-8", "euc-jp"),
    ],
)
def test_a_page_is_read_by_mark_header_declaration_and_looks(body, content_type, name):
    assert charset.decode_page(body, content_type).charset == name


def test_the_charset_of_a_header_is_found():
    assert charset.label_in('text/html; x=1; Charset = "EUC-JP"') == "EUC-JP"
    assert charset.label_in("text/html") == ""
