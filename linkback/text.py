"""Words from other people's programs into plain text, and plain text cut to a length that fits."""

import html
import re
import unicodedata
from typing import Final

TITLE_LENGTH: Final = 255
EXCERPT_LENGTH: Final = 252

_SILENT: Final = ("script", "style")
_TAG: Final = re.compile(r"<(?:/?[A-Za-z][^<>]*|![^<>]*|\?[^<>]*)>")
# Python refuses to convert numbers of thousands of digits, and no character has more than seven.
_ENDLESS_REFERENCE: Final = re.compile("&#(?:[0-9]{8,}|[xX][0-9a-fA-F]{8,});?")
_BLANKS: Final = re.compile("[\t-\r \x1c-\x1f\x85\xa0\u2028\u2029]+")
# Controls, the marks that turn the direction of text, what has no width, tags, halves of pairs, noncharacters.
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u115f\u1160\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
# The joiner stays where it builds one picture out of several; anywhere else it only makes equal words differ.
_JOINER: Final = re.compile(
    "(?<![\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])\u200d|\u200d(?![\u2190-\u2bff\U0001f000-\U0001faff])"
)
_MARKS_IN_A_ROW: Final = 4


def plain(words: str) -> str:
    """Plain text, whatever came (IO-12): without tags, entities (two rounds at most), controls and line breaks."""
    words = _TAG.sub(_gap, _without_silent(words)) if "<" in words else words
    for _ in range(2):
        if "&" not in words:
            break
        words = html.unescape(_ENDLESS_REFERENCE.sub("\ufffd", words))
    return tidy(words)


def tidy(words: str) -> str:
    """Text on one line, in NFC, without what cannot be seen; `<` and `&` stay the characters they are."""
    words = _BLANKS.sub(" ", _UNSEEN.sub("", words))
    words = unicodedata.normalize("NFC", _JOINER.sub("", words))
    return _with_few_marks(words).strip()


def cut(words: str, length: int) -> str:
    """The first characters, never ending inside a letter and its accent."""
    if len(words) <= length:
        return words
    end = length
    while end > max(0, length - 8) and _leans_on_what_is_before(words[end]):
        end -= 1
    return words[:end].rstrip()


def excerpt(words: str, length: int = EXCERPT_LENGTH) -> str:
    """At most `length` characters and then an ellipsis, for a text over 255 characters (TB-7)."""
    return words if len(words) <= length + 3 else cut(words, length) + "…"


def first_words(words: str, length: int = 40) -> str:
    """The beginning of a text as its title: to the first full stop or blank that leaves enough, else cut."""
    if len(words) <= length:
        return words
    opening = words[:length]
    end = max(opening.rfind(mark) for mark in ("。", "、", " ", "\u3000"))
    return (opening[:end] if end > length // 2 else cut(words, length)).rstrip("、 \u3000") + "…"


def _gap(tag: re.Match[str]) -> str:
    """A tag that begins a line leaves a blank; one inside a sentence leaves nothing."""
    return " " if _BREAKING.match(tag[0]) else ""


_BREAKING: Final = re.compile(r"</?(?:p|br|div|li|ul|ol|h[1-6]|td|th|tr|table|hr|pre|blockquote|dd|dt|dl)\b", re.I)


def _without_silent(words: str) -> str:
    lowered = words.lower()
    # Some letters change their length in lower case; then positions would not fit.
    if len(lowered) != len(words):
        return words
    for name in _SILENT:
        words, lowered = _without_element(words, lowered, name)
    return words


def _without_element(words: str, lowered: str, name: str) -> tuple[str, str]:
    kept: list[str] = []
    kept_lowered: list[str] = []
    position = 0
    while (start := lowered.find(f"<{name}", position)) >= 0:
        end = lowered.find(f"</{name}", start)
        kept.append(words[position:start])
        kept_lowered.append(lowered[position:start])
        # An element that never ends was cut off by its sender: nothing after it is text.
        position = len(words) if end < 0 else end
        if end >= 0:
            position += len(name) + 2
            closing = lowered.find(">", position)
            position = len(words) if closing < 0 else closing + 1
    kept.append(words[position:])
    kept_lowered.append(lowered[position:])
    return "".join(kept), "".join(kept_lowered)


def _with_few_marks(words: str) -> str:
    if words.isascii():
        return words
    kept: list[str] = []
    marks = 0
    for character in words:
        marks = marks + 1 if unicodedata.category(character).startswith("M") else 0
        if marks <= _MARKS_IN_A_ROW:
            kept.append(character)
    return "".join(kept)


def _leans_on_what_is_before(character: str) -> bool:
    return character == "\u200d" or unicodedata.category(character).startswith("M")
