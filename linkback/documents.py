"""Bounded readers of other people's documents and encodings."""

import codecs
from typing import Final

import turbohtml
import turbohtml.detect  # registers the whatwg codecs

# Encodings that hide markup from whoever looks at the bytes, and names that stand for no encoding at all.
_NEVER: Final = frozenset({"replacement", "x-user-defined"})
_LIKELY: Final = frozenset({"UTF-8", "EUC-JP", "Shift_JIS", "ISO-2022-JP", "windows-1252"})


def encoding_name(label: str) -> str | None:
    """The WHATWG name, in lower case, of the encoding that a label stands for; nothing for an unknown label."""
    if not label.isascii() or not label.isprintable():
        return None
    try:
        name = (turbohtml.parse(b"", encoding=label).encoding or "").lower()
    except LookupError:
        return None
    return name if name and name not in _NEVER else None


def decode(data: bytes, name: str) -> str:
    """Bytes as text in an encoding that `encoding_name` named; what does not decode becomes U+FFFD."""
    return codecs.decode(data, f"whatwg-{name}", "replace")


def likely_encoding(data: bytes) -> str:
    """The encoding that a damaged or undeclared page most likely has, by the frequency of its characters."""
    found = turbohtml.detect.detect(data, turbohtml.detect.Detection(allowed=_LIKELY)).encoding
    return (found or "windows-1252").lower()
