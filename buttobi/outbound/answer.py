"""What came back: the answer as a value, its body unpacked, and where a redirect leads.

Nothing here opens a connection.
"""

import re
import zlib
from dataclasses import dataclass
from urllib.parse import quote, urljoin

from buttobi.outbound import guard
from buttobi.outbound.errors import CODED, REDIRECT_TO_NOWHERE, BadRedirect, BrokenAnswer

_MOVED = frozenset({301, 302, 303, 307, 308})
_READABLE = frozenset({"", "text/html", "text/plain", "text/xml", "application/xml", "application/json"})
_ABSOLUTE = re.compile(r"https?://", re.IGNORECASE)
_VISIBLE = "".join(chr(code) for code in range(0x21, 0x7F))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One server's answer. Headers keep their order and repetitions; the body is bytes of unknown charset."""

    url: str
    """The address that answered, after redirects."""
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    truncated: bool
    """Whether the body is not the whole one: over the budget, cut off on the way, or of a kind we do not read."""

    def header(self, name: str) -> str:
        """The first value of a header, or nothing; names are compared without case."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    def all(self, name: str) -> list[str]:
        """Every value of a header, in order."""
        return [value for key, value in self.headers if key.lower() == name.lower()]

    @property
    def location(self) -> str | None:
        """What a redirect names, absolute; None when this is no redirect. Raises BadRedirect."""
        moved = self.header("location")
        if self.status not in _MOVED or not moved:
            return None
        return onward(self.url, moved)


def read_header(raw: bytes) -> str:
    """A header's bytes as text that can be stored: UTF-8 where it is that, else Latin-1."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def onward(url: str, location: str) -> str:
    """The address that a Location header of `url` names. Raises BadRedirect."""
    # Blanks are common there and are what every browser encodes.
    target = re.sub(r"\s", lambda blank: quote(blank[0]), location.strip())
    try:
        absolute = target if _ABSOLUTE.match(target) else urljoin(url, target)
    except ValueError:
        raise BadRedirect(REDIRECT_TO_NOWHERE) from None
    if _ABSOLUTE.match(absolute) is None:
        raise BadRedirect(REDIRECT_TO_NOWHERE)
    return absolute


def is_same_but_secure(before: guard.Place, after: guard.Place) -> bool:
    """Whether a redirect only says: the same, over https. A POST is repeated for no other."""
    same = (before.host, before.path) == (after.host, after.path)
    return same and (before.scheme, after.scheme) == ("http", "https")


def is_readable(content_type: str) -> bool:
    """Whether we read bodies of this media type: HTML, XML, JSON, plain text, and what names no type."""
    media = content_type.partition(";")[0].strip().lower()
    return media in _READABLE or (media.startswith("application/") and media.endswith(("+xml", "+json")))


def unpack(body: bytes, coding: str, limit: int) -> tuple[bytes, bool]:
    """The body without its content coding, at most `limit` bytes, and whether something is missing at its end.

    We ask for no coding; some servers use one all the same. Raises BrokenAnswer for those we do not read.
    """
    coding = coding.strip().lower()
    if coding in {"", "identity"} or not body:
        return body[:limit], len(body) > limit
    if coding not in {"gzip", "x-gzip", "deflate"}:
        raise BrokenAnswer(CODED)
    # Servers that say deflate send it with or without the zlib frame.
    for window in (-zlib.MAX_WBITS, zlib.MAX_WBITS) if coding == "deflate" else (zlib.MAX_WBITS | 16,):
        plain, missing = _inflate(body, window, limit)
        if plain:
            return plain, missing
    raise BrokenAnswer(CODED)


def _inflate(body: bytes, window: int, limit: int) -> tuple[bytes, bool]:
    stream = zlib.decompressobj(window)
    plain = b""
    # In small steps, because an error loses what its own call had unpacked.
    for start in range(0, len(body), 4096):
        try:
            plain += stream.decompress(body[start : start + 4096], limit - len(plain))
        except zlib.error:
            return plain, True
        if stream.eof or stream.unconsumed_tail or len(plain) >= limit:
            break
    return plain, not stream.eof
