"""Answers as values: unpacked within a limit, redirects resolved."""

import gzip
import zlib

import pytest

from buttobi.outbound import guard
from buttobi.outbound.answer import Answer, is_readable, is_same_but_secure, onward, read_header, unpack
from buttobi.outbound.errors import BadRedirect, BrokenAnswer


@pytest.mark.parametrize(
    ("location", "absolute"),
    [
        ("https://other.example.com/%7e?a=%e3#x", "https://other.example.com/%7e?a=%e3#x"),
        ("/2", "http://blog.example.com/2"),
        ("?p=2", "http://blog.example.com/a/1?p=2"),
        ("//other.example.com/", "http://other.example.com/"),
        (" /with blank ", "http://blog.example.com/with%20blank"),
        ("/日記", "http://blog.example.com/日記"),
    ],
)
def test_a_redirect_is_resolved_against_the_page_that_sent_it(location, absolute):
    assert onward("http://blog.example.com/a/1", location) == absolute


@pytest.mark.parametrize("location", ["javascript:alert(1)", "ftp://blog.example.com/", "//[x/"])
def test_a_redirect_to_no_web_address_is_refused(location):
    with pytest.raises(BadRedirect):
        onward("http://blog.example.com/a/1", location)


@pytest.mark.parametrize(
    ("after", "same"),
    [
        ("https://blog.example.com/tb/1?x=%7e", True),
        ("https://BLOG.example.com:443/tb/1?x=%7e", True),
        ("https://blog.example.com/tb/1?x=~", False),
        ("https://blog.example.com/tb/1/?x=%7e", False),
        ("https://www.blog.example.com/tb/1?x=%7e", False),
        ("http://blog.example.com/tb/1?x=%7e", False),
    ],
)
def test_only_the_same_over_https_is_the_same(after, same):
    places = (guard.at_dial(url, ()) for url in ("http://blog.example.com/tb/1?x=%7e", after))
    assert is_same_but_secure(*places) is same


def test_headers_are_found_without_case_and_first_come_first():
    answer = Answer(url="", status=200, headers=(("Link", "a"), ("link", "b")), body=b"", truncated=False)
    assert answer.header("LINK") == "a"
    assert answer.header("location") == ""
    assert answer.location is None


def test_header_bytes_always_become_text_that_can_be_stored():
    assert read_header("犬".encode()) == "犬"
    assert read_header(b"caf\xe9 \xff").encode()


def test_a_coding_that_nobody_asked_for_is_unpacked():
    raw = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    bare = raw.compress(b"hello") + raw.flush()
    for body, coding in ((gzip.compress(b"hello"), "GZIP"), (zlib.compress(b"hello"), "deflate"), (bare, "deflate")):
        assert unpack(body, coding, 100) == (b"hello", False)


def test_a_bomb_is_unpacked_no_further_than_the_limit():
    assert unpack(gzip.compress(b"x" * 10_000_000), "gzip", 1000) == (b"x" * 1000, True)


def test_what_came_of_a_broken_stream_is_kept():
    packed = gzip.compress(bytes(range(256)) * 400)
    body, truncated = unpack(packed[:-20], "gzip", 1_000_000)
    assert body.startswith(bytes(range(256)))
    assert truncated


@pytest.mark.parametrize(("body", "coding"), [(b"x", "br"), (b"x", "zstd"), (b"x", "gzip, gzip"), (b"x", "gzip")])
def test_a_coding_we_do_not_read_is_refused(body, coding):
    with pytest.raises(BrokenAnswer):
        unpack(body, coding, 100)


def test_a_body_without_coding_is_cut_at_the_limit():
    assert unpack(b"abc", "identity", 2) == (b"ab", True)
    assert unpack(b"", "br", 2) == (b"", False)


@pytest.mark.parametrize(
    ("content_type", "readable"),
    [
        ("text/html; charset=EUC-JP", True),
        ("application/xhtml+xml", True),
        ("application/atom+xml", True),
        ("application/json", True),
        ("", True),
        ("image/png", False),
        ("image/svg+xml", False),
        ("application/octet-stream", False),
    ],
)
def test_only_text_is_read(content_type, readable):
    assert is_readable(content_type) is readable
