"""Pings, replies and blocks."""

from urllib.parse import quote_from_bytes

import pytest

from linkback import trackback
from linkback.errors import LocalProtocolError, RemoteProtocolError
from linkback.messages import Verdict
from linkback.trackback import Ping

WORDS = "今日の日記を書きました。"


def form(**fields: bytes) -> bytes:
    return "&".join(f"{name}={quote_from_bytes(value, safe='')}" for name, value in fields.items()).encode()


def test_a_ping_is_read():
    body = form(url=b"http://there.example/1", title=b"T", excerpt=b"E", blog_name=b"B")
    assert trackback.parse_ping(body, content_type="application/x-www-form-urlencoded") == Ping(
        url="http://there.example/1", title="T", excerpt="E", blog_name="B"
    )


def test_the_encoding_that_was_chosen_is_told():
    ping = trackback.parse_ping(form(url=b"http://there.example/1", excerpt=WORDS.encode("euc-jp")))
    assert (ping.excerpt, ping.charset) == (WORDS, "euc-jp")


def test_the_body_wins_over_the_query_field_by_field():
    ping = trackback.parse_ping(
        b"title=body&blog_name=", query=b"url=http%3A%2F%2Fthere.example%2F1&title=query&blog_name=B&__mode=x"
    )
    assert (ping.url, ping.title, ping.blog_name) == ("http://there.example/1", "body", "B")


def test_a_ping_that_says_only_where_it_comes_from_is_completed():
    ping = trackback.parse_ping(b"url=http://there.example/1")
    assert ping == Ping(url="http://there.example/1", title="http://there.example/1", blog_name="there.example")


def test_the_first_words_of_the_excerpt_stand_for_a_missing_title():
    ping = trackback.parse_ping(form(url=b"http://there.example/1", excerpt=("あ" * 60).encode()))
    assert ping.title == "あ" * 40 + "…"


@pytest.mark.parametrize(
    "body",
    [b"", b"title=T", b"url=&title=T", b"url=%20%09", b"url=mailto:x", b"\x00\xff", b"{}", b"x" * 65_537],
)
def test_what_is_no_ping_is_refused_in_a_sentence_of_ascii(body):
    with pytest.raises(RemoteProtocolError) as refusal:
        trackback.parse_ping(body)
    assert str(refusal.value).isascii()
    assert not set("<>&") & set(str(refusal.value))


def test_a_ping_reads_as_it_was_built():
    ping = Ping(url="http://here.example/1?a=b&c=d#e", title="題名 & <b>", excerpt="本文 100% +1", blog_name="日記;帳")
    message = trackback.build_ping(ping)
    assert trackback.parse_ping(message.body, content_type=message.content_type) == Ping(
        url="http://here.example/1?a=b&c=d#e", title="題名 &", excerpt="本文 100% +1", blog_name="日記;帳"
    )


@pytest.mark.parametrize("url", ["", "here.example\n", "javascript:1"])
def test_we_never_send_a_ping_that_does_not_say_where_it_comes_from(url):
    if url == "here.example\n":
        assert b"url=http%3A%2F%2Fhere.example&" in trackback.build_ping(Ping(url=url)).body
        return
    with pytest.raises(LocalProtocolError):
        trackback.build_ping(Ping(url=url))


def test_the_address_of_the_status_page_stands_behind_the_reply():
    reply = trackback.build_reply(False, comment="https://here.example/s/ab--cd-")
    assert reply.endswith(b"</response>\n<!-- https://here.example/s/ab%2D-cd%2D -->")
    assert trackback.parse_reply(reply).verdict is Verdict.ACCEPTED


def test_a_refusal_always_has_words():
    assert b"<message>the ping could not be accepted</message>" in trackback.build_reply(True, "<>&")


@pytest.mark.parametrize(
    ("answer", "verdict", "message"),
    [
        (b"<error>0</error>", Verdict.ACCEPTED, ""),
        (b"Warning: x\n<?xml?><response><error> 0 </error><message>OK</message>", Verdict.ACCEPTED, "OK"),
        (b"<ERROR>1</ERROR><message>&lt;b&gt;no&lt;/b&gt;</message>", Verdict.REFUSED, "<b>no</b>"),
        (b"<error>-7</error><message><![CDATA[closed]]></message>", Verdict.REFUSED, "closed"),
        (b"<error>10</error>", Verdict.REFUSED, ""),
        (b"", Verdict.UNCLEAR, ""),
        (b"<error/>", Verdict.UNCLEAR, ""),
        (b"<error></error>", Verdict.UNCLEAR, ""),
        (b"<html>Thank you</html>", Verdict.UNCLEAR, ""),
        (b"<error>" + b"9" * 5000 + b"</error>", Verdict.UNCLEAR, ""),
        (b"<error>1</error><message>", Verdict.REFUSED, ""),
    ],
)
def test_an_answer_is_read_as_it_really_comes(answer, verdict, message):
    reply = trackback.parse_reply(answer)
    assert (reply.verdict, reply.message) == (verdict, message)


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("We already have a ping from that URL for this post.", Verdict.ALREADY),
        ("Duplicate trackback", Verdict.ALREADY),
        ("既に登録されています", Verdict.ALREADY),
        ("Comments are already closed.", Verdict.REFUSED),
        ("受付は既に終了しました", Verdict.REFUSED),
    ],
)
def test_already_there_is_told_from_refused(words, verdict):
    assert trackback.parse_reply(
        trackback.build_reply(True, "x").replace(b"x</m", words.encode() + b"</m")
    ).verdict is (verdict)


def test_japanese_words_of_a_receiver_are_read():
    answer = b"<error>1</error><message>" + WORDS.encode("euc-jp") + b"</message>"
    assert trackback.parse_reply(answer, content_type="text/xml; charset=iso-8859-1").message == WORDS


@pytest.mark.parametrize("title", ["A --> B", '"quoted" <b>', "x\ny", "--!>"])
def test_no_title_ends_the_comment_or_the_attribute(title):
    block = trackback.rdf_block("http://here.example/1?a=1&b=2", title, "http://here.example/tb/1")
    assert "--" not in block
    assert block.count('"') == 14
    assert block.count("<") == 3


def test_a_block_without_addresses_is_our_mistake():
    with pytest.raises(LocalProtocolError):
        trackback.rdf_block("http://here.example/1", "T", '"><script>')


@pytest.mark.parametrize(
    ("url", "like"),
    [
        ("http://there.example/tb/1", True),
        ("http://there.example/archives/1/trackback/", True),
        ("http://there.example/archives/1/trackback", True),
        ("http://there.example/cgi-bin/mt-tb.cgi/12", True),
        ("http://there.example/mt-tb.cgi?tb_id=1", True),
        ("http://there.example/wp-trackback.php?p=1", True),
        ("http://there.example/pukiwiki.php?plugin=tb&tb_id=0123", True),
        ("http://there.example/htsrv/trackback.php/1", True),
        ("http://there.example/comment.php?type=trackback&entry_id=3", True),
        ("http://there.example/tb.php/1-abc", True),
        ("http://there.example/diary/tb.rb/20040101", True),
        ("http://there.example/about-trackback", False),
        ("http://there.example/trackback-is-fun.html", False),
        ("http://there.example/1#/tb/1", False),
        ("http://there.example/", False),
    ],
)
def test_ping_urls_of_known_programs_are_recognised(url, like):
    assert trackback.looks_like_ping_url(url) is like
