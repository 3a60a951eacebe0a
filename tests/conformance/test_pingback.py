"""The clauses of Pingback 1.0 (docs/protocols/pingback.md) that the messages themselves decide."""

import xmlrpc.client

import pytest

from linkback import pingback
from linkback import xmlrpc as codec
from linkback.discovery import find_endpoints
from linkback.messages import Verdict
from linkback.pingback import Code
from linkback.xmlrpc import Fault

URL = "http://there.example/1"


def test_pb_2_the_header_wins_and_link_headers_are_not_read():
    element = b'<link rel="pingback" href="http://there.example/element">'
    header = ("X-Pingback", "http://there.example/header")
    assert find_endpoints(URL, [header], element).pingback == "http://there.example/header"
    assert find_endpoints(URL, [("Link", '<http://there.example/x>; rel="pingback"')], b"").pingback is None


def test_pb_3_the_element_has_exactly_one_form():
    element = pingback.link_element("https://here.example/xmlrpc?a=1&b=2")
    assert element == '<link rel="pingback" href="https://here.example/xmlrpc?a=1&amp;b=2">'
    assert find_endpoints(URL, [], element.encode()).pingback == "https://here.example/xmlrpc?a=1&b=2"


def test_pb_4_a_client_takes_the_first_and_is_not_lenient():
    headers = [("x-pingback", "http://there.example/1st"), ("X-Pingback", "http://there.example/2nd")]
    assert find_endpoints(URL, headers, b"").pingback == "http://there.example/1st"
    exact = b'<link rel="pingback" href="http://there.example/?a&amp;&lt;&gt;&quot;" />'
    assert find_endpoints(URL, [], exact).pingback == 'http://there.example/?a&<>"'
    for other in (
        b"<link rel='pingback' href='http://there.example/x'>",
        b'<link href="http://there.example/x" rel="pingback">',
        b'<link rel="pingback" type="x" href="http://there.example/x">',
    ):
        assert find_endpoints(URL, [], other).pingback is None


def test_pb_5_the_call_has_two_strings():
    body = pingback.build_ping(source=URL, target="http://here.example/2#c").body
    assert xmlrpc.client.loads(body.decode()) == ((URL, "http://here.example/2#c"), "pingback.ping")
    assert body.count(b"<string>") == 2


def test_pb_6_any_string_is_success():
    for words in ("", "thanks", "error"):
        assert pingback.parse_reply(pingback.build_success(words).body).verdict is Verdict.ACCEPTED


def test_pb_7_fault_codes():
    assert [int(code) for code in Code] == [0, 16, 17, 32, 33, 48, 49, 50, -32700, -32601, -32602]
    for code in Code:
        assert pingback.parse_reply(pingback.build_fault(code, "words").body).fault == code


def test_pb_10_nothing_but_pingback_ping():
    for method in ("system.multicall", "system.listMethods", "pingback.extensions.getPingbacks", "demo.sayHello"):
        with pytest.raises(Fault) as fault:
            pingback.parse_ping(codec.build_call(method, []).body)
        assert fault.value.code == -32601


def test_pb_11_doctype_size_and_shape_of_faults():
    call = pingback.build_ping(source=URL, target="http://here.example/").body
    for body in (call.replace(b"<methodCall>", b"<!DOCTYPE methodCall><methodCall>"), call + b" " * 16_384):
        with pytest.raises(Fault) as fault:
            pingback.parse_ping(body)
        assert fault.value.code == -32700
    with pytest.raises(xmlrpc.client.Fault) as read:
        xmlrpc.client.loads(pingback.build_fault(Code.ALREADY_KNOWN, "known & <listed>").body.decode())
    assert (read.value.faultCode, read.value.faultString) == (48, "known & <listed>")
