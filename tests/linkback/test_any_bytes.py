"""Any bytes into any parser give a value or a RemoteProtocolError, nothing else; what once did not is kept here."""

import contextlib
from collections.abc import Callable
from typing import Final

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from linkback import addresses, charset, documents, pingback, text, trackback, webmention, xmlrpc
from linkback.discovery import find_endpoints
from linkback.errors import RemoteProtocolError
from linkback.evidence import find_evidence

URL: Final = "http://there.example/1"
CONTENT_TYPES: Final = (
    "",
    "text/html",
    "text/html; charset=euc-jp",
    "text/xml; charset=utf-16",
    "application/x-www-form-urlencoded; charset=shift_jis",
    "multipart/form-data; boundary=-",
    "application/json",
    "text/plain; charset=utf-7",
    "application/atom+xml",
)

PARSERS: Final[dict[str, Callable[[bytes, str], object]]] = {
    "ping": lambda body, kind: trackback.parse_ping(body, content_type=kind),
    "ping in a query": lambda body, kind: trackback.parse_ping(b"", content_type=kind, query=body),
    "answer to a ping": lambda body, kind: trackback.parse_reply(body, content_type=kind),
    "pingback": lambda body, kind: pingback.parse_ping(body, content_type=kind),
    "answer to a pingback": lambda body, kind: pingback.parse_reply(body, content_type=kind),
    "call": lambda body, kind: xmlrpc.parse_call(body, content_type=kind),
    "mention": lambda body, kind: webmention.parse_mention(body, content_type=kind),
    "answer to a mention": lambda body, kind: webmention.parse_reply(URL, 201, [("content-type", kind)], body),
    "endpoints": lambda body, kind: find_endpoints(URL, [("content-type", kind)], body),
    "headers": lambda body, _kind: find_endpoints(URL, [("link", body.decode("latin-1"))], b""),
    "evidence": lambda body, kind: find_evidence(body, kind, URL, URL, ["http://here.example/1"]),
    "page": charset.decode_page,
    "xml": lambda body, kind: documents.read_xml(charset.decode_page(body, kind).text),
    "label": lambda body, _kind: charset.name_of(body.decode("latin-1")),
    "address": lambda body, _kind: addresses.repair(charset.decode(body).text),
    "reference": lambda body, _kind: addresses.resolve(URL, charset.decode(body).text),
    "key": lambda body, _kind: addresses.loose_key("http://" + charset.decode(body).text),
    "words": lambda body, _kind: text.plain(charset.decode(body).text),
}

# What the parsers look for, so that chance finds its way past their first line.
PIECES: Final = [
    b"url=", b"title=", b"excerpt=", b"&", b";", b"&amp;", b"%", b"%u30", b"%E3%81", b"%00", b"+", b"=", b"charset=",
    b"http://", b"https://here.example/1", b"//", b"[", b"]", b"@", b":", b"#", b"?", b"..", b"xn--", b"\xe3\x81\x82",
    b"\xa4\xa2", b"\x82\xa0", b"\x1b$B", b"\x1b(B", b"\xff\xfe", b"\xef\xbb\xbf", b"\x00", b"\xed\xa0\x80", b"--",
    b"<?xml version='1.0' encoding='EUC-JP'?>", b"<!DOCTYPE", b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<methodCall>",
    b"<methodName>pingback.ping</methodName>", b"<params><param><value>", b"<struct><member>", b"<int>", b"<double>nan",
    b"<dateTime.iso8601>", b"<base64>", b"<methodResponse>", b"<fault>", b"</", b">", b"<", b"<a href=", b"<base href=",
    b"<link rel=webmention href=", b"<rdf:Description dc:identifier='", b"trackback:ping='", b"'", b'"', b"<title>",
    b"<div class=h-entry>", b"<a class='u-url p-author h-card' href=x>", b"<time class=dt-published datetime=",
    b"<meta charset=", b"<meta property=og:title content=", b"<error>", b"0", b"1", b"9" * 30, b"</error>",
    b"<message>",
    b"{", b"}", b'":', b'"a"', b"\r\n", b"Content-Disposition: form-data; name=url\r\n\r\n", b"&#", b"x", b"\\", b"/*",
    b"<script", b"<template>", b"<svg>", b"<p style='display:none", b"rel=", b", ", b"<>", b"\n\n", b"\xe2\x80\xae",
]  # fmt: skip
BODIES: Final = st.one_of(
    st.binary(max_size=400),
    st.lists(st.one_of(st.sampled_from(PIECES), st.binary(max_size=4)), max_size=40).map(b"".join),
)


@pytest.mark.parametrize("parser", PARSERS)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=BODIES, content_type=st.sampled_from(CONTENT_TYPES))
@example(body=b"", content_type="")
def test_any_bytes_give_a_value_or_a_refusal(parser, body, content_type):
    with contextlib.suppress(RemoteProtocolError):
        PARSERS[parser](body, content_type)
