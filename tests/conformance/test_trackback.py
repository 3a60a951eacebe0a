"""The clauses of TrackBack 1.2 (docs/protocols/trackback.md) that the messages themselves decide."""

from urllib.parse import parse_qs, quote_from_bytes
from xml.etree import ElementTree

import pytest

from linkback import trackback
from linkback.discovery import find_endpoints
from linkback.documents import read_html
from linkback.errors import RemoteProtocolError
from linkback.trackback import Ping

URL = "http://there.example/1"
WORDS = "トラックバックを送ります。"
PING = Ping(url=URL, title="T", excerpt="E", blog_name="B")


def form(**fields: str) -> bytes:
    return "&".join(f"{name}={quote_from_bytes(value.encode(), safe='')}" for name, value in fields.items()).encode()


def test_tb_2_content_type():
    assert trackback.build_ping(PING).content_type.startswith("application/x-www-form-urlencoded;")
    for declared in ("application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=utf-8; a=b"):
        assert trackback.parse_ping(form(url=URL), content_type=declared).url == URL


def test_tb_3_charset_in_the_header():
    assert trackback.build_ping(PING).content_type.endswith("; charset=utf-8")


@pytest.mark.parametrize("codec", ["utf-8", "euc-jp", "cp932", "iso2022_jp"])
def test_tb_4_undeclared_text_in_each_japanese_encoding(codec):
    body = b"url=http://there.example/1&excerpt=" + quote_from_bytes(WORDS.encode(codec)).encode()
    assert trackback.parse_ping(body, content_type="application/x-www-form-urlencoded").excerpt == WORDS


@pytest.mark.parametrize("body", [b"title=T", b"url=&title=T", b"url=+%20&title=T"])
def test_tb_5_url_is_required(body):
    with pytest.raises(RemoteProtocolError, match="the url is missing"):
        trackback.parse_ping(body)
    assert trackback.parse_ping(form(url=URL + "#p01")).url == URL + "#p01"


def test_tb_6_title_is_optional():
    assert trackback.parse_ping(form(url=URL, excerpt="E", blog_name="B")).title == "E"


def test_tb_7_excerpt_is_optional():
    assert trackback.parse_ping(form(url=URL, title="T", blog_name="B")).excerpt == ""


def test_tb_8_blog_name_is_optional():
    assert trackback.parse_ping(form(url=URL, title="T", excerpt="E")).blog_name == "there.example"


def test_tb_7_a_long_excerpt_becomes_252_characters_and_an_ellipsis():
    assert trackback.parse_ping(form(url=URL, excerpt="あ" * 256)).excerpt == "あ" * 252 + "…"


def test_tb_9_long_fields_are_cut():
    ping = trackback.parse_ping(form(url=URL, title="あ" * 999, blog_name="い" * 999, excerpt="う" * 999))
    assert (len(ping.title), len(ping.blog_name), len(ping.excerpt)) == (255, 255, 253)


def test_tb_10_success_reply():
    reply = trackback.build_reply(False)
    assert reply == b'<?xml version="1.0" encoding="utf-8"?><response><error>0</error></response>'
    commented = trackback.build_reply(False, comment="http://here.example/status/a--b")
    assert ElementTree.fromstring(commented).findtext("error") == "0"  # noqa: S314 (our own reply)
    assert commented.startswith(reply)


def test_tb_11_failure_reply():
    root = ElementTree.fromstring(trackback.build_reply(True, "closed & <b>"))  # noqa: S314 (our own reply)
    assert [(child.tag, child.text) for child in root] == [("error", "1"), ("message", "closed b")]


def test_tb_12_a_ping_url_is_opaque():
    ping = "http://there.example:8081/cgi/%7Etb.cgi?b=2&a=%e3;c"
    block = trackback.rdf_block(URL, "T", ping)
    assert find_endpoints(URL, [], block.encode()).trackback == ping


def test_tb_13_a_page_carries_its_block():
    block = trackback.rdf_block(URL, "T & t", "http://there.example/tb/1")
    for namespace in (
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "http://purl.org/dc/elements/1.1/",
        "http://madskills.com/public/xml/rss/module/trackback/",
    ):
        assert f'="{namespace}"' in block
    assert read_html(block).blocks == (
        {"rdf:about": URL, "dc:identifier": URL, "dc:title": "T & t", "trackback:ping": "http://there.example/tb/1"},
    )


@pytest.mark.parametrize("around", ["{}", "<!-- {} -->", "<!--{}-->", "<div><!--\n{}\n--></div>"])
def test_tb_14_blocks_in_and_out_of_comments(around):
    page = around.format(trackback.rdf_block(URL, "A --> B", "http://there.example/tb/1"))
    assert find_endpoints(URL, [], page.encode()).trackback == "http://there.example/tb/1"


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 2, 1), (2, 3, 1)])
def test_tb_15_the_right_block_among_several(order):
    page = "".join(
        f"<!-- {trackback.rdf_block(f'http://there.example/{n}', 'T', f'http://there.example/tb/{n}')} -->"
        for n in order
    )
    assert find_endpoints("http://there.example/2", [], page.encode()).trackback == "http://there.example/tb/2"


def test_tb_16_a_block_without_a_ping_url_is_no_endpoint():
    block = f'<rdf:Description rdf:about="http://there.example/tb/1" dc:identifier="{URL}" />'
    assert find_endpoints(URL, [], block.encode()).trackback is None


@pytest.mark.parametrize(
    "element", ['<link rel="trackback" href="/tb/1">', '<a rel="nofollow TrackBack" href="/tb/1">x</a>']
)
def test_tb_18_rel_trackback(element):
    assert find_endpoints(URL, [], element.encode()).trackback == "http://there.example/tb/1"


def test_io_39_all_four_fields_and_the_charset_twice():
    for ping in (PING, Ping(url=URL), Ping(url=URL, excerpt="Only words")):
        message = trackback.build_ping(ping)
        fields = parse_qs(message.body.decode("ascii"), keep_blank_values=True)
        assert sorted(fields) == ["blog_name", "charset", "excerpt", "title", "url"]
        assert all(value.strip() for (value,) in fields.values())
        assert fields["charset"] == ["utf-8"]
        assert "charset=utf-8" in message.content_type


def test_io_39_untitled_entries_have_their_first_words():
    fields = parse_qs(trackback.build_ping(Ping(url=URL, excerpt="Only words")).body.decode())
    assert fields["title"] == ["Only words"]
    fields = parse_qs(trackback.build_ping(Ping(url=URL, title="Only a title")).body.decode())
    assert fields["excerpt"] == ["Only a title"]


def test_io_40_an_excerpt_of_252_characters():
    (excerpt,) = parse_qs(trackback.build_ping(Ping(url=URL, excerpt="あ" * 300)).body.decode())["excerpt"]
    assert excerpt == "あ" * 252
