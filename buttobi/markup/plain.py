"""The words of an entry without its markup, whole or the first of them."""

import re
import unicodedata
from html.parser import HTMLParser

_APART = frozenset(
    re.findall(
        r"\w+",
        "blockquote br dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre section summary table"
        " tbody td tfoot th thead tr ul",
    )
)
# Readings beside ruby would stand in the middle of their words; footnotes belong to the end of a page.
_LEFT_OUT = frozenset({"rt", "rp", "rtc"})
_FOOTNOTE_CLASSES = frozenset({"footnotes", "footnote-ref"})
_ELLIPSIS = "…"
_JOINER = "\u200d"


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._skipping: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = (dict(attrs).get("class") or "").split()
        if tag in self._skipping or tag in _LEFT_OUT or not _FOOTNOTE_CLASSES.isdisjoint(classes):
            self._skipping.append(tag)
        self._part(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._skipping and self._skipping[-1] == tag:
            self._skipping.pop()
        self._part(tag)

    def handle_data(self, data: str) -> None:
        if not self._skipping:
            self.found.append(data)

    def _part(self, tag: str) -> None:
        if tag in _APART:
            self.found.append("\n")


def plain(html: str) -> str:
    """The text of HTML that `sanitize` or `render` made, on one line; neither readings of ruby nor footnotes."""
    words = _Words()
    words.feed(html)
    words.close()
    return " ".join("".join(words.found).split())


def excerpt(html: str, *, limit: int = 252) -> str:
    """The first words of cleaned HTML as plain text, at most `limit` characters, the sign for "cut off" included.

    252 is what the most common receivers of trackbacks keep.
    """
    text = plain(html)
    return text if len(text) <= limit else text[: _boundary(text, limit - 1)].rstrip() + _ELLIPSIS


def first_words(html: str, *, limit: int = 60) -> str:
    """Words to stand for a missing title: like an excerpt, and where words have blanks between them, of whole words."""
    text = plain(html)
    if len(text) <= limit:
        return text
    head = text[: _boundary(text, limit - 1)]
    if re.match(r"\w", text[len(head)]) and head[-1:].isascii():
        whole = head.rpartition(" ")[0]
        # A word that is longer than half of the line is cut rather than lost.
        head = whole if len(whole) > limit // 2 else head
    return head.rstrip(" .,;:") + _ELLIPSIS


def _boundary(text: str, at: int) -> int:
    """The last place not after `at` where the text can be cut without taking a character apart."""
    while 0 < at < len(text) and _belongs_to_the_one_before(text, at):
        at -= 1
    return at


def _belongs_to_the_one_before(text: str, at: int) -> bool:
    here, before = text[at], text[at - 1]
    if _JOINER in (here, before) or unicodedata.category(here).startswith("M"):
        return True
    return "\U0001f3fb" <= here <= "\U0001f3ff"
