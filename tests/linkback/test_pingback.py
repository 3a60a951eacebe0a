"""The call pingback.ping, its answer and its faults."""

import pytest

from linkback import pingback, xmlrpc
from linkback.errors import LocalProtocolError
from linkback.messages import Verdict
from linkback.pingback import Code, Pingback
from linkback.xmlrpc import Fault


def test_a_ping_reads_as_it_was_built():
    message = pingback.build_ping(source="http://there.example/1?a=1&b=2", target="http://here.example/2#c")
    assert pingback.parse_ping(message.body, content_type=message.content_type) == Pingback(
        source="http://there.example/1?a=1&b=2", target="http://here.example/2#c"
    )


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (xmlrpc.build_call("system.multicall", []), Code.NO_SUCH_METHOD),
        (xmlrpc.build_call("system.listMethods"), Code.NO_SUCH_METHOD),
        (xmlrpc.build_call("pingback.ping"), Code.BAD_PARAMETERS),
        (xmlrpc.build_call("pingback.ping", "http://a.example/", 1), Code.BAD_PARAMETERS),
        (xmlrpc.build_call("pingback.ping", "a", "b", "c"), Code.BAD_PARAMETERS),
        (xmlrpc.build_call("pingback.ping", "a.example", "http://here.example/"), Code.GENERIC),
        (xmlrpc.build_call("pingback.ping", "http://a.example/", "/1"), Code.TARGET_MISSING),
    ],
)
def test_each_mistake_has_its_number(call, code):
    with pytest.raises(Fault) as fault:
        pingback.parse_ping(call.body)
    assert fault.value.code == code


def test_too_large_a_call_is_not_parsed():
    with pytest.raises(Fault, match="too large"):
        pingback.parse_ping(b" " * 16_385)


@pytest.mark.parametrize(
    ("body", "verdict", "fault", "message"),
    [
        (pingback.build_success("taken").body, Verdict.ACCEPTED, None, "taken"),
        (xmlrpc.build_response(True).body, Verdict.ACCEPTED, None, ""),
        (xmlrpc.build_response(17).body, Verdict.REFUSED, 17, ""),
        (pingback.build_fault(48, "known").body, Verdict.ALREADY, 48, "known"),
        (pingback.build_fault(0, "").body, Verdict.REFUSED, 0, ""),
        (pingback.build_fault(-32700, "bad").body, Verdict.REFUSED, -32700, "bad"),
        (b"", Verdict.UNCLEAR, None, ""),
        (b"<html>ok</html>", Verdict.UNCLEAR, None, ""),
    ],
)
def test_an_answer_is_read(body, verdict, fault, message):
    reply = pingback.parse_reply(body)
    assert (reply.verdict, reply.fault, reply.message) == (verdict, fault, message)


def test_half_an_address_is_our_mistake():
    with pytest.raises(LocalProtocolError):
        pingback.build_ping(source="/1", target="http://there.example/")
