"""The codec of XML-RPC: calls and answers as bytes and as values, in any encoding that the world still sends.

Which methods exist, and what they do, is no matter of this module.
"""

import binascii
import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, TypeAlias
from xml.sax.saxutils import escape

from linkback import charset
from linkback.documents import Branch, read_xml
from linkback.errors import LocalProtocolError, RemoteProtocolError
from linkback.messages import Message

Value: TypeAlias = "str | int | float | bool | bytes | datetime | Sequence[Value] | Mapping[str, Value] | None"

CONTENT_TYPE: Final = "text/xml; charset=utf-8"
# Codes of the layer below every method ("Specification for Fault Code Interoperability").
NOT_WELL_FORMED: Final = -32700
NO_SUCH_METHOD: Final = -32601
BAD_PARAMETERS: Final = -32602

_DECLARATION: Final = '<?xml version="1.0" encoding="utf-8"?>'
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ANSWER: Final = re.compile(rb"<\?xml|<methodResponse")
_METHOD: Final = re.compile(r"[A-Za-z0-9_.:/]{1,100}\Z")
_INTEGER: Final = re.compile(r"[+-]?\d{1,18}\Z")
_DATE: Final = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)T(\d\d):?(\d\d):?(\d\d)(?:\.\d{1,6})?(Z|[+-]00:?00)?\Z")


class Fault(RemoteProtocolError):  # noqa: N818 (the word of the specification)
    """An answer that is a refusal, or the refusal that a bad call deserves, with its number."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A method by its name and what it is called with."""

    method: str
    params: tuple[Value, ...] = ()


def parse_call(body: bytes, *, content_type: str = "") -> Call:
    """Read a call, whatever its Content-Type claims to be (IO-54).

    Raises Fault, with the code to answer, for what is no well-formed call.
    """
    root = _root(body, content_type)
    name = _child(root, "methodName")
    if root.name != "methodCall" or name is None or not _METHOD.match(name.words.strip()):
        raise Fault(NOT_WELL_FORMED, "this is not an XML-RPC call")
    params = _child(root, "params")
    values = [_child(param, "value") for param in params.branches if param.name == "param"] if params else []
    return Call(method=name.words.strip(), params=tuple(_value(value) for value in values if value is not None))


def parse_response(body: bytes, *, content_type: str = "") -> Value:
    """The value in an answer. Raises Fault for a fault in it, and for an answer that cannot be read."""
    # Warnings of the other side's program may stand ahead of its answer.
    start = _ANSWER.search(body)
    root = _root(body[start.start() :] if start else body, content_type)
    if root.name != "methodResponse":
        raise Fault(NOT_WELL_FORMED, "this is not an XML-RPC answer")
    if (fault := _child(root, "fault")) is not None:
        raise _read_fault(fault)
    param = _child(_child(root, "params"), "param")
    value = _child(param, "value")
    if value is None:
        raise Fault(NOT_WELL_FORMED, "the answer has no value")
    return _value(value)


def _read_fault(fault: Branch) -> Fault:
    """The fault, also where a program wrote its code straight into the value (IO-57)."""
    members = [branch for branch in fault.walk() if branch.name == "member"]
    found = {_text(_child(member, "name")): _child(member, "value") for member in members}
    code, words = found.get("faultCode"), found.get("faultString")
    number = _deep_words(code or fault).strip()
    return Fault(int(number) if _INTEGER.match(number) else 0, _deep_words(words).strip() if words else "")


def _root(body: bytes, content_type: str) -> Branch:
    try:
        return read_xml(charset.decode_page(body.lstrip(), content_type).text)
    except RemoteProtocolError as problem:
        raise Fault(NOT_WELL_FORMED, str(problem)) from problem


def _child(branch: Branch | None, name: str) -> Branch | None:
    return next((child for child in branch.branches if child.name == name), None) if branch else None


def _text(branch: Branch | None) -> str:
    return branch.words.strip() if branch else ""


def _deep_words(branch: Branch) -> str:
    return "".join(part.words for part in branch.walk())


def _value(branch: Branch) -> Value:
    """A typed value; a bare one is a string, without the blanks that its sender put around it (IO-54)."""
    if not branch.branches:
        return branch.words.strip()
    typed = branch.branches[0]
    if typed.name == "array":
        listed = _child(typed, "data")
        return [_value(value) for value in listed.branches if value.name == "value"] if listed else []
    if typed.name == "struct":
        members = [member for member in typed.branches if member.name == "member"]
        pairs = [(_text(_child(member, "name")), _child(member, "value")) for member in members]
        return {name: _value(value) if value else "" for name, value in pairs}
    read = _READERS.get(typed.name)
    if read is None:
        raise Fault(BAD_PARAMETERS, "a value has a type that XML-RPC does not know")
    return read(typed.words)


def _read_integer(words: str) -> int:
    if not _INTEGER.match(words.strip()):
        raise Fault(BAD_PARAMETERS, "a value is not the integer that it claims to be")
    return int(words)


def _read_boolean(words: str) -> bool:
    return words.strip().lower() in ("1", "true")


def _read_double(words: str) -> float:
    try:
        return float(words[:64])
    except ValueError as problem:
        raise Fault(BAD_PARAMETERS, "a value is not the number that it claims to be") from problem


def _read_bytes(words: str) -> bytes:
    try:
        return b64decode(re.sub(r"\s+", "", words), validate=True)
    except (binascii.Error, ValueError) as problem:
        raise Fault(BAD_PARAMETERS, "a value is not the base64 that it claims to be") from problem


def _read_date(words: str) -> datetime:
    """A moment; it has a zone only where its sender wrote one."""
    found = _DATE.match(words.strip())
    try:
        year, month, day, hour, minute, second = (int(part) for part in (found.groups()[:6] if found else ()))
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC if found and found[7] else None)
    except ValueError as problem:
        raise Fault(BAD_PARAMETERS, "a value is not the date that it claims to be") from problem


_READERS: Final[Mapping[str, Callable[[str], Value]]] = {
    "string": str,
    "int": _read_integer,
    "i4": _read_integer,
    "i8": _read_integer,
    "boolean": _read_boolean,
    "double": _read_double,
    "base64": _read_bytes,
    "dateTime.iso8601": _read_date,
    "nil": lambda _words: None,
}


def build_call(method: str, *params: Value) -> Message:
    """The call to POST."""
    if not _METHOD.match(method):
        raise LocalProtocolError("this is no name of a method")
    listed = "".join(f"<param>{_write(param)}</param>" for param in params)
    return _message(f"<methodCall><methodName>{method}</methodName><params>{listed}</params></methodCall>")


def build_response(value: Value) -> Message:
    """The answer with one value."""
    return _message(f"<methodResponse><params><param>{_write(value)}</param></params></methodResponse>")


def build_fault(code: int, message: str) -> Message:
    """The answer that refuses, with exactly the two members that a stock client expects (PB-11)."""
    return _message(
        f"<methodResponse><fault>{_write({'faultCode': code, 'faultString': message})}</fault></methodResponse>"
    )


def _message(xml: str) -> Message:
    return Message(body=(_DECLARATION + xml).encode("utf-8"), content_type=CONTENT_TYPE)


def _write(value: Value) -> str:
    return f"<value>{_typed(value)}</value>"


def _typed(value: Value) -> str:
    match value:
        case None:
            return "<nil/>"
        case bool():
            return f"<boolean>{int(value)}</boolean>"
        case str():
            return f"<string>{escape(_ILLEGAL.sub('', value))}</string>"
        case int():
            return f"<int>{value}</int>"
        case float():
            return f"<double>{value!r}</double>"
        case bytes():
            return f"<base64>{b64encode(value).decode('ascii')}</base64>"
        case datetime():
            return f"<dateTime.iso8601>{value:%Y%m%dT%H:%M:%S}</dateTime.iso8601>"
    return _composite(value)


def _composite(value: Sequence[Value] | Mapping[str, Value]) -> str:
    if isinstance(value, Mapping):
        members = "".join(
            f"<member><name>{escape(_ILLEGAL.sub('', name))}</name>{_write(inner)}</member>"
            for name, inner in value.items()
        )
        return f"<struct>{members}</struct>"
    return f"<array><data>{''.join(_write(inner) for inner in value)}</data></array>"
