"""The fields of a form as bytes, as the weblog programs of twenty years really send them.

It decodes percent-escapes but no encodings: which one a field is in, `charset` decides field by field.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

_PIECE: Final = re.compile(rb"(?:amp;)?[ \t\r\n]*([A-Za-z_][A-Za-z0-9_]{0,29})=", re.IGNORECASE)
_ESCAPE: Final = re.compile(rb"%(?:u([0-9A-Fa-f]{4})|([0-9A-Fa-f]{2}))")
_RAW_ADDRESS: Final = re.compile(rb"[ \t]*https?[:;]?//", re.IGNORECASE)
_HIDDEN_SEPARATOR: Final = re.compile(rb"%(?:3F|3D|26|25|23)", re.IGNORECASE)
_BOUNDARY: Final = re.compile(r"boundary\s*=\s*(?:\"([^\"]{1,200})\"|([^\s;,\"]{1,200}))", re.IGNORECASE)
_NAME: Final = re.compile(rb"\bname\s*=\s*(?:\"([^\"\r\n]{1,40})\"|([^\s;\"]{1,40}))", re.IGNORECASE)
_HEAD_LENGTH: Final = 2048


def read_fields(body: bytes, *, content_type: str = "", known: Iterable[str]) -> dict[str, bytes]:
    """The known fields of a form, by lower-case name; of a field that comes twice, the first that says something."""
    names = frozenset(known)
    boundary = _boundary(body, content_type)
    pairs = _multipart(body, boundary) if boundary else _urlencoded(body, names)
    fields: dict[str, bytes] = {}
    for name, value in pairs:
        if name in names and not fields.get(name, b"").strip():
            fields[name] = value
    return fields


def _urlencoded(body: bytes, names: frozenset[str]) -> Iterator[tuple[str, bytes]]:
    """Names and values of `a=b&c=d`; pieces that are no field of their own belong to the value before them."""
    name = ""
    pieces: list[bytes] = []
    for separator, piece in _pieces(body.rstrip(b"\r\n\x00"), names):
        if not piece:
            continue
        found = _PIECE.match(piece)
        if found is None or _continues(found[1], pieces, names):
            pieces += (separator, piece)
            continue
        if name:
            yield name, _value(b"".join(pieces))
        name = found[1].decode("ascii").lower()
        pieces = [piece[found.end() :]]
    if name:
        yield name, _value(b"".join(pieces))


def _pieces(body: bytes, names: frozenset[str]) -> Iterator[tuple[bytes, bytes]]:
    """Pieces between separators: every `&`, and each `;` that a known name and `=` follow (IO-4)."""
    separators = re.compile(
        b"&|;(?=[ \t\r\n]*(?:" + b"|".join(re.escape(name.encode()) for name in sorted(names)) + b")=)", re.IGNORECASE
    )
    separator, start = b"", 0
    for found in separators.finditer(body):
        # The end of `&amp;` is no separator of its own.
        if found[0] == b";" and body[start : found.start()].lower() == b"amp" and separator == b"&":
            continue
        yield separator, body[start : found.start()]
        separator, start = found[0], found.end()
    yield separator, body[start:]


def _continues(name: bytes, pieces: list[bytes], names: frozenset[str]) -> bool:
    """Whether `&name=` is part of an address that its sender did not encode (IO-6)."""
    if name.decode("ascii").lower() in names or not pieces:
        return False
    return bool(_RAW_ADDRESS.match(pieces[0])) and b"?" in pieces[0]


def _value(raw: bytes) -> bytes:
    """A value without its escapes; an address that was never escaped keeps what it has of its own."""
    if _RAW_ADDRESS.match(raw) and (not _HIDDEN_SEPARATOR.search(raw) or re.search(rb"[?&#]", raw)):
        return raw
    raw = raw.replace(b"+", b" ")
    if re.search(rb"%u[0-9A-Fa-f]{4}", raw):
        return _unescape_script(raw)
    return _ESCAPE.sub(lambda found: bytes((int(found[2], 16),)), raw)


def _unescape_script(raw: bytes) -> bytes:
    """What JavaScript's `escape` wrote, in UTF-8: `%uXXXX` is a UTF-16 unit and `%XX` a character below 256."""
    units: list[str] = []
    position = 0
    for found in _ESCAPE.finditer(raw):
        units.append(raw[position : found.start()].decode("utf-8", "replace"))
        units.append(chr(int(found[1] or found[2], 16)))
        position = found.end()
    units.append(raw[position:].decode("utf-8", "replace"))
    text = "".join(units).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text.encode("utf-8")


def _boundary(body: bytes, content_type: str) -> bytes:
    """The line between the parts of a multipart form; empty when it is no such form."""
    if "multipart/" in content_type.lower() and (found := _BOUNDARY.search(content_type)):
        return b"--" + (found[1] or found[2]).encode("latin-1", "replace")
    opening = body[:_HEAD_LENGTH]
    if opening.startswith(b"--") and b"content-disposition:" in opening.lower():
        return opening.split(b"\n", 1)[0].rstrip(b"\r ")
    return b""


def _multipart(body: bytes, boundary: bytes) -> Iterator[tuple[str, bytes]]:
    for part in body.split(boundary)[1:]:
        head, blank, value = part.replace(b"\r\n", b"\n").partition(b"\n\n")
        found = _NAME.search(head[:_HEAD_LENGTH])
        if found and blank:
            yield (found[1] or found[2]).decode("latin-1").lower(), value.removesuffix(b"\n")
