"""The clauses of Webmention (docs/protocols/webmention.md) that the messages themselves decide."""

from urllib.parse import parse_qs

import pytest

from linkback import webmention
from linkback.discovery import find_endpoints
from linkback.errors import RemoteProtocolError
from linkback.evidence import find_evidence
from linkback.messages import Verdict

PAGE = "http://there.example/post/1"
HEADER = [("Link", '</header>; rel="webmention"')]


def endpoint(body: str, headers: list[tuple[str, str]] | None = None, url: str = PAGE) -> str | None:
    return find_endpoints(url, headers or [], body.encode()).webmention


def test_wm_2_header_link_and_a():
    assert endpoint("", HEADER) == "http://there.example/header"
    assert endpoint('<link rel="webmention" href="/link">') == "http://there.example/link"
    assert endpoint('<a href="/a" rel="webmention">x</a>') == "http://there.example/a"


def test_wm_3_precedence():
    both = '<a rel=webmention href="/a">x</a><link rel=webmention href="/link">'
    assert endpoint(both) == "http://there.example/a"
    assert (
        endpoint('<body><link rel=webmention href="/link"><a rel=webmention href="/a">x</a>')
        == "http://there.example/link"
    )
    assert endpoint(both, HEADER) == "http://there.example/header"
    assert (
        endpoint(both, [("Link", "</first>; rel=webmention, </second>; rel=webmention")])
        == "http://there.example/first"
    )


def test_wm_4_relative_and_empty_endpoints():
    assert endpoint('<a rel=webmention href="wm">x</a>', url="http://final.example/x/y") == "http://final.example/x/wm"
    assert endpoint('<a rel=webmention href="">x</a>') == PAGE
    assert endpoint('<a rel=webmention>x</a><link rel=webmention href="/link">') == "http://there.example/link"
    assert endpoint("", [("Link", '<wm?x=1>; rel="webmention"')]) == "http://there.example/post/wm?x=1"


def test_wm_5_the_query_of_an_endpoint_stays_in_its_address():
    assert endpoint('<link rel=webmention href="/wm?a=1&amp;b=2">') == "http://there.example/wm?a=1&b=2"
    body = webmention.build_mention(source="http://here.example/1?a=1", target=PAGE).body
    assert sorted(parse_qs(body.decode())) == ["source", "target"]


def test_wm_6_a_form_of_source_and_target():
    message = webmention.build_mention(source="http://here.example/1?a=1&b=2", target=PAGE)
    assert message.content_type == "application/x-www-form-urlencoded"
    assert parse_qs(message.body.decode()) == {"source": ["http://here.example/1?a=1&b=2"], "target": [PAGE]}


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_wm_7_every_2xx_is_success(status):
    reply = webmention.parse_reply("http://there.example/wm", status, [("Location", "/status")], b"")
    assert reply.verdict is Verdict.ACCEPTED
    assert reply.status_url == ("http://there.example/status" if status == 201 else "")


@pytest.mark.parametrize("bad", ["", "words", "ftp://there.example/", "javascript:alert(1)", "/1", "http://"])
def test_wm_13_both_are_http_addresses(bad):
    for source, target in ((bad, PAGE), (PAGE, bad)):
        with pytest.raises(RemoteProtocolError):
            webmention.parse_mention(f"source={source}&target={target}".encode())


@pytest.mark.parametrize("source", [PAGE, PAGE + "#x", "https://THERE.example:443/post/1"])
def test_wm_14_source_is_not_target(source):
    with pytest.raises(RemoteProtocolError, match="same page"):
        webmention.parse_mention(f"source={source.replace('#', '%23')}&target={PAGE}".encode())


@pytest.mark.parametrize(
    ("body", "media_type", "links"),
    [
        ('<a href="{}">x</a>', "text/html", True),
        ('<img src="{}">', "text/html", True),
        ('<video src="{}"></video>', "text/html", True),
        ("<p>{}</p>", "text/html", False),
        ("<!-- <a href='{}'>x</a> -->", "text/html", False),
        ('<a href="{}0">x</a>', "text/html", False),
        ('["{}"]', "application/json", True),
        ('["see {}"]', "application/json", False),
        ("see {}", "text/plain", True),
        ("see {}0", "text/plain", False),
    ],
)
def test_wm_17_a_link_by_media_type(body, media_type, links):
    evidence = find_evidence(body.format(PAGE).encode(), media_type, "http://a.example/", "http://a.example/", [PAGE])
    assert evidence.links_to(PAGE) is links
