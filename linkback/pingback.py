"""Pingback 1.0: the one call, its answer and its numbered faults, read and written."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final
from xml.sax.saxutils import escape

from linkback import addresses, text, xmlrpc
from linkback.errors import LocalProtocolError, RemoteProtocolError
from linkback.messages import Message, Reply, Verdict
from linkback.xmlrpc import Fault

# Bytes; a call needs about four hundred (IO-8).
MAX_BODY: Final = 16_384
METHOD: Final = "pingback.ping"
_LONGEST_MESSAGE: Final = 500


class Code(IntEnum):
    """The numbers of faults that the specification gives, and those of the layer below it (PB-7)."""

    GENERIC = 0
    SOURCE_MISSING = 16
    SOURCE_HAS_NO_LINK = 17
    TARGET_MISSING = 32
    TARGET_NOT_USABLE = 33
    ALREADY_KNOWN = 48
    ACCESS_DENIED = 49
    UPSTREAM_ERROR = 50
    NOT_WELL_FORMED = xmlrpc.NOT_WELL_FORMED
    NO_SUCH_METHOD = xmlrpc.NO_SUCH_METHOD
    BAD_PARAMETERS = xmlrpc.BAD_PARAMETERS


@dataclass(frozen=True, slots=True, kw_only=True)
class Pingback:
    """One page telling another that it links to it; `target` exactly as the source has it."""

    source: str
    target: str


def parse_ping(body: bytes, *, content_type: str = "") -> Pingback:
    """Read the call that somebody sent to us.

    Raises Fault, with the code to answer: nothing but `pingback.ping` exists here (PB-10).
    """
    if len(body) > MAX_BODY:
        raise Fault(Code.NOT_WELL_FORMED, "the call is too large")
    call = xmlrpc.parse_call(body, content_type=content_type)
    if call.method != METHOD:
        raise Fault(Code.NO_SUCH_METHOD, "only pingback.ping is answered here")
    match call.params:
        case [str() as source, str() as target]:
            return Pingback(source=_source(source), target=_target(target))
    raise Fault(Code.BAD_PARAMETERS, "pingback.ping takes two strings, the source and the target")


def _source(address: str) -> str:
    try:
        return addresses.absolute(address)
    except RemoteProtocolError as problem:
        raise Fault(Code.GENERIC, f"source: {problem}") from problem


def _target(address: str) -> str:
    try:
        return addresses.absolute(address)
    except RemoteProtocolError as problem:
        raise Fault(Code.TARGET_MISSING, f"target: {problem}") from problem


def build_ping(*, source: str, target: str) -> Message:
    """The call to POST. Raises LocalProtocolError when one of the two is no absolute http address."""
    try:
        return xmlrpc.build_call(METHOD, addresses.absolute(source), addresses.absolute(target))
    except RemoteProtocolError as problem:
        raise LocalProtocolError(f"a pingback must carry two absolute addresses: {problem}") from problem


def build_success(message: str) -> Message:
    """The answer that takes the ping; its string is for people who look for mistakes (PB-6)."""
    return xmlrpc.build_response(text.tidy(message))


def build_fault(code: int, message: str) -> Message:
    """The answer that refuses the ping."""
    return xmlrpc.build_fault(int(code), text.tidy(message))


def parse_reply(body: bytes, *, content_type: str = "") -> Reply:
    """What the answer to our ping means.

    Any string is success and 48 is success of an earlier time; 0 is a refusal whose reason is kept from us (IO-55).
    An integer where a string belongs is a fault (IO-57). What is no answer at all is unclear.
    """
    try:
        value = xmlrpc.parse_response(body, content_type=content_type)
    except Fault as fault:
        if fault.code == Code.NOT_WELL_FORMED and b"<fault>" not in body:
            return Reply(verdict=Verdict.UNCLEAR)
        return _refusal(fault.code, str(fault))
    if isinstance(value, int) and not isinstance(value, bool):
        return _refusal(value, "")
    return Reply(verdict=Verdict.ACCEPTED, message=_shown(value) if isinstance(value, str) else "")


def _refusal(code: int, message: str) -> Reply:
    verdict = Verdict.ALREADY if code == Code.ALREADY_KNOWN else Verdict.REFUSED
    return Reply(verdict=verdict, message=_shown(message), fault=code)


def _shown(message: str) -> str:
    return text.cut(text.plain(message), _LONGEST_MESSAGE)


def link_element(endpoint: str) -> str:
    """The element that a page shows, in the one form that clients of the specification find (PB-3)."""
    return f'<link rel="pingback" href="{escape(endpoint, {chr(34): "&quot;"})}">'
