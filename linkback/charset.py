"""Bytes of unknown age and country into text.

What was declared counts when it decodes the bytes cleanly; otherwise the bytes speak for themselves.
"""

import codecs
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from linkback import documents

WINDOWS_1252: Final = "windows-1252"
_JAPANESE: Final = ("euc-jp", "shift_jis")
_TOO_SHORT_TO_DECIDE: Final = 12
_LONGEST_HALF_CHARACTER: Final = 3

# Names that old programs use and the table of the browsers does not have.
_OLD_NAMES: Final = {
    "cp932": "shift_jis",
    "sjis-win": "shift_jis",
    "shift-jis-2004": "shift_jis",
    "eucjp": "euc-jp",
    "eucjp-win": "euc-jp",
    "cp51932": "euc-jp",
    "ujis": "euc-jp",
    "jis": "iso-2022-jp",
    "cp50220": "iso-2022-jp",
    "cp50221": "iso-2022-jp",
    "iso-2022-jp-ms": "iso-2022-jp",
    "cp949": "euc-kr",
    "uhc": "euc-kr",
    "cp936": "gb18030",
    "euc-cn": "gb18030",
    "gbk": "gb18030",
    "cp950": "big5",
    "cp1252": WINDOWS_1252,
}
_ASCII_LABELS: Final = frozenset({"ascii", "us-ascii", "ansi_x3.4-1968", "iso646-us"})
# Quotation marks, ellipsis and dashes of windows-1252, by the side on which their word stands.
_CLOSING: Final = b"\x85\x92\x94\x96\x97"
_OPENING: Final = b"\x91\x93"
# Escape sequences of ISO-2022-JP; an ESC alone is only a stray control.
_ESCAPE_SEQUENCE: Final = re.compile(rb"\x1b(?:\$[@B(]|\([BIJ])")
_HIGH: Final = re.compile(rb"[\x80-\xff]+")
# Text that no author of a page or ping writes: it betrays a wrong guess.
_UNLIKELY: Final = re.compile("[\x80-\x9f\ue000-\uf8ff\ufffd]")
_GARBLED: Final = re.compile("[\x80-\x84\x86-\x9f\ufffd]")
_KANA: Final = re.compile("[\u3041-\u30fe\u3001-\u3003]")
_HALF_KANA: Final = re.compile("[\uff61-\uff9f]")
_JAPANESE_LETTERS: Final = re.compile("[\u3001-\u30fe\u4e00-\u9fff\uff01-\uff5e]")
_LABEL: Final = re.compile(r"charset\s*=\s*[\"']?\s*([^\s\"';,>/]+)", re.IGNORECASE)
_META: Final = re.compile(rb"<meta\b[^>]{0,512}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_XML: Final = re.compile(rb"<\?xml\b[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8"), (b"\xfe\xff", "utf-16be"), (b"\xff\xfe", "utf-16le"))
_PRESCAN: Final = 4096
# Characters; a guess that so many do not settle, more will not.
_SAMPLE: Final = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A text and the encoding in which it was read, by its WHATWG name."""

    text: str
    charset: str


def name_of(label: str) -> str | None:
    """The encoding that a label stands for (IO-18); nothing when it is unknown or one that is never decoded."""
    label = label.strip().strip("\"'").lower()
    known = _OLD_NAMES.get(label) or documents.encoding_name(label)
    return _OLD_NAMES.get(known, known) if known else None


def label_in(content_type: str) -> str:
    """The charset parameter of a Content-Type header, as written; empty when there is none."""
    found = _LABEL.search(content_type)
    return found[1] if found else ""


def decode(data: bytes, *declared: str) -> Decoded:
    """One text: the first declared label that decodes it cleanly, else what the bytes look like (IO-16, IO-17)."""
    for label in declared:
        name = name_of(label)
        # A form cannot carry UTF-16: its separators and escapes are single bytes.
        if name is None or name.startswith("utf-16") or _never_meant(data, label, name):
            continue
        text = _clean_or_cut(data, name)
        if text is not None:
            return Decoded(text=text, charset=name)
    name = detect(data)
    text = _clean_or_cut(data, name)
    return Decoded(text=documents.decode(data, name) if text is None else text, charset=name)


def decode_fields(fields: Mapping[str, bytes], declared: Sequence[str]) -> dict[str, Decoded]:
    """The fields of one ping, each decoded by itself, because senders mix encodings.

    A field too short to decide is read as the longest field was, where that is clean (IO-17).
    """
    longest = max(fields, key=lambda name: len(fields[name]), default=None)
    if longest is None:
        return {}
    leader = decode(fields[longest], *declared)
    result: dict[str, Decoded] = {}
    for name, data in fields.items():
        hint = [leader.charset] if len(data) < _TOO_SHORT_TO_DECIDE and not fields[longest].isascii() else []
        result[name] = leader if name == longest else decode(data, *declared, *hint)
    return result


def decode_page(body: bytes, content_type: str = "") -> Decoded:
    """A whole document: its byte order mark, the header, what it says in its first 4 KB, else detection."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return Decoded(text=documents.decode(body[len(mark) :], name), charset=name)
    charset = _declared_by_page(body, content_type) or detect(body)
    if charset == WINDOWS_1252 and not _looks_latin(body):
        charset = documents.likely_encoding(body) if not label_in(content_type) else charset
    return Decoded(text=documents.decode(body, charset), charset=charset)


def _declared_by_page(body: bytes, content_type: str) -> str | None:
    opening = body[:_PRESCAN]
    inside = [found[1].decode("ascii") for found in (_XML.search(opening), _META.search(opening)) if found]
    for label in (label_in(content_type), *inside):
        name = name_of(label)
        if name and name.startswith("utf-16") and label in inside:
            name = "utf-8"  # could be read as ASCII, so it cannot be what it says
        if name and not _never_meant(body, label, name) and _mostly_clean(body, name):
            return name
    return None


def detect(data: bytes) -> str:
    """The encoding that undeclared bytes look like, by its WHATWG name (IO-17); windows-1252 when nothing fits."""
    if _ESCAPE_SEQUENCE.search(data) and _clean_or_cut(data, "iso-2022-jp") is not None:
        return "iso-2022-jp"
    if _is_utf_8(data):
        return "utf-8"
    if _looks_latin(data):
        return WINDOWS_1252
    readings = {name: text for name in _JAPANESE if (text := _japanese(data, name))}
    return max(readings, key=lambda name: _japanese_score(readings[name], name), default=WINDOWS_1252)


def _is_utf_8(data: bytes) -> bool:
    """Clean, or cut in mid-character; an accent at the very end of an ASCII text is no half character."""
    if _clean(data, "utf-8") is not None:
        return True
    text = _cut_short_utf_8(data)
    return text is not None and not text.isascii()


def _japanese(data: bytes, name: str) -> str | None:
    """The text as this encoding reads it, if somebody can have written it.

    Half a character at the end is believed only when enough is left to be sure.
    """
    text = _clean(data, name)
    if text is None:
        text = _cut_short(data, name)
        sample = (text or "")[:_SAMPLE]
        if text and len(_JAPANESE_LETTERS.findall(sample)) * 2 < max(8, len(sample)):
            return None
    return None if text is None or _UNLIKELY.search(text) else text


def _japanese_score(text: str, name: str) -> int:
    """EUC-JP comes first, unless only the other reading has kana.

    Half-width kana and EUC kanji share their bytes, so a Shift_JIS text full of them is most likely EUC-JP.
    """
    text = text[:_SAMPLE]
    half = len(_HALF_KANA.findall(text)) if name == "shift_jis" else 0
    return 2 * len(_KANA.findall(text)) - half


def _looks_latin(data: bytes) -> bool:
    """Single accented letters inside words: no Japanese encoding writes its characters so."""
    return all(_is_accent(data, run) for run in _HIGH.finditer(data))


def _is_accent(data: bytes, run: re.Match[bytes]) -> bool:
    letters = run[0]
    before, after = data[run.start() - 1 : run.start()], data[run.end() : run.end() + 1]
    if len(letters) == 1 and letters in _CLOSING:
        return before.isalnum()
    if len(letters) == 1 and letters in _OPENING:
        return after.isalnum() and not before.isalnum()
    if len(letters) > 2 or min(letters) < (0xC0 if len(letters) == 1 else 0xDF):
        return False
    return before.isalpha() or after.isalpha()


def _never_meant(data: bytes, label: str, name: str) -> bool:
    """A Latin label fits every sequence of bytes, and is what old frameworks say when nobody chose."""
    if name != WINDOWS_1252 or data.isascii():
        return False
    if label.strip(" \t\"'").lower() in _ASCII_LABELS:
        return True
    seen = detect(data)
    return seen == "utf-8" or (seen != WINDOWS_1252 and len(_KANA.findall(documents.decode(data, seen)[:_SAMPLE])) > 1)


def _clean(data: bytes, name: str) -> str | None:
    """The text, when every byte of it means something in this encoding."""
    if name == "utf-8":
        # Strict, because a sender's own U+FFFD is clean.
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            return None
    text = documents.decode(data, name)
    return None if _GARBLED.search(text) else text


def _cut_short(data: bytes, name: str) -> str | None:
    """The text without its last 1 to 3 bytes, when they are half a character (IO-14)."""
    if name == "utf-8":
        return _cut_short_utf_8(data)
    for missing in range(1, min(_LONGEST_HALF_CHARACTER, len(data) - 1) + 1):
        if data[-missing] < 0x80 and name != "iso-2022-jp":
            continue
        text = _clean(data[:-missing], name)
        if text is not None:
            return text
    return None


def _cut_short_utf_8(data: bytes) -> str | None:
    try:
        text, used = codecs.utf_8_decode(data, "strict", False)
    except UnicodeDecodeError:
        return None
    return text if used else None


def _clean_or_cut(data: bytes, name: str) -> str | None:
    text = _clean(data, name)
    return _cut_short(data, name) if text is None and name != WINDOWS_1252 else text


def _mostly_clean(body: bytes, name: str) -> bool:
    """Whether a page can be what it says; one bad byte in a thousand is an old comment pasted into it."""
    if name.startswith("utf-16"):
        return True
    return documents.decode(body, name).count("\ufffd") * 1000 <= len(body)
