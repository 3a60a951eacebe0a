"""The tags of an HTML text one after another, and how deep a browser's parser would have to nest them.

Building the tree is where hostile HTML costs its reader minutes, so the depth is measured on the text alone. Where the
text leaves doubt, a tag is taken to stay open: what is measured is never less than what the parser will build.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from buttobi.markup.errors import TOO_DEEP, TOO_MANY_ATTRIBUTES, TOO_MUCH_FORMATTING, MarkupTooLarge

DEEPEST = 256
MOST_ATTRIBUTES = 64
MOST_FORMATTING = 64
# Formatting left open is built anew in every element after it; this bounds how much is built in all.
MOST_WORK = 300_000

VOID = frozenset(
    re.findall(
        r"\w+",
        "area base basefont bgsound br col embed frame hr image img input keygen link meta param source track wbr",
    )
)
_FORMATTING = frozenset(re.findall(r"\w+", "a b big code em font i nobr s small strike strong tt u"))
# What may be left open: a tag of the name ends those before it that it cannot stand in.
_ENDS = {
    "p": frozenset({"p"}),
    "li": frozenset({"p", "li"}),
    "dt": frozenset({"p", "dt", "dd"}),
    "dd": frozenset({"p", "dt", "dd"}),
    "option": frozenset({"option"}),
    "td": frozenset({"p", "td", "th"}),
    "th": frozenset({"p", "td", "th"}),
    "tr": frozenset({"p", "td", "th", "tr"}),
}
_TEXT_ONLY = frozenset(re.findall(r"\w+", "script style textarea title xmp iframe noembed noframes plaintext"))
# Inside these other rules hold; end tags are no longer trusted.
_STRANGE = frozenset(re.findall(r"\w+", "svg math select template frameset noscript"))

_ATTRIBUTE = re.compile(
    r"""[\s/]*+(?P<name>[^\s/>][^\s/>=]*+)(?:\s*+=\s*+(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)'|(?P<bare>[^\s>]*+)))?+"""
)
_START = re.compile(r"<[a-zA-Z]")
_TOKEN = re.compile(
    r"""(?P<comment><!---?>|<!--(?:(?!--!?>).)*+(?:--!?>|\Z))|(?P<bogus><(?:[!?]|/(?![a-zA-Z]))[^>]*+>?)"""
    r"""|<(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*+)"""
    r"""(?P<attributes>(?:[\s/]++|[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|(?!["'])[^\s>]*+))?+)*+)>?""",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """One tag as written; the name in lower case."""

    name: str
    is_end: bool
    written: str
    """Everything between the name and the closing bracket."""

    @property
    def attributes(self) -> list[tuple[str, str]]:
        """Names in lower case with their values, entities left as they are."""
        found = _ATTRIBUTE.finditer(self.written)
        return [(m["name"].lower(), m["double"] or m["single"] or m["bare"] or "") for m in found]


def tags(html: str) -> Iterator[Tag]:
    """Every tag in reading order; none from comments, nor from scripts and other elements that hold text only."""
    at, strange = 0, False
    while (at := _next(html, at, strange)) >= 0:
        match = _TOKEN.match(html, at)
        if match is None:
            at += 1
            continue
        if match["name"] is None:
            at = match.end()
            continue
        tag = Tag(name=match["name"].lower(), is_end=bool(match["end"]), written=match["attributes"])
        yield tag
        strange = strange or tag.name in _STRANGE
        if strange:
            at += 1
        elif tag.name in _TEXT_ONLY and not tag.is_end:
            at = _end_of_text(html, match.end(), tag.name)
        else:
            at = match.end()


def _next(html: str, at: int, strange: bool) -> int:
    if not strange:
        return html.find("<", at)
    # Under strange rules a comment or a quoted value need not be one, so every beginning counts, and no end.
    start = _START.search(html, at)
    return start.start() if start else -1


def _end_of_text(html: str, start: int, name: str) -> int:
    end = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(html, start)
    return end.start() if end else len(html)


def check_depth(html: str) -> None:
    """Refuse what would take a parser long. Raises MarkupTooLarge."""
    stack: list[str] = []
    formatting = work = 0
    strange = False
    for tag in tags(html):
        strange = strange or tag.name in _STRANGE
        if tag.is_end:
            formatting -= 0 if strange else _close(stack, tag.name)
            continue
        work += 1 + formatting
        _check_attributes(tag)
        if not strange:
            _make_way(stack, tag.name)
        if tag.name not in VOID or strange:
            stack.append(tag.name)
            formatting += tag.name in _FORMATTING
        _check_open(len(stack), formatting, work)


def _make_way(stack: list[str], name: str) -> None:
    ended = _ENDS.get(name, frozenset())
    while stack and stack[-1] in ended:
        stack.pop()


def _close(stack: list[str], name: str) -> int:
    """Take the element off that an end tag surely closes; 1 when it was one of formatting."""
    inner = len(stack)
    while inner and stack[inner - 1] in _ENDS and stack[inner - 1] != name:
        inner -= 1
    if not inner or stack[inner - 1] != name:
        return 0
    del stack[inner - 1 :]
    return int(name in _FORMATTING)


def _check_attributes(tag: Tag) -> None:
    if len(tag.written) > 2 * MOST_ATTRIBUTES and len(tag.attributes) > MOST_ATTRIBUTES:
        raise MarkupTooLarge(TOO_MANY_ATTRIBUTES)


def _check_open(depth: int, formatting: int, work: int) -> None:
    if depth > DEEPEST:
        raise MarkupTooLarge(TOO_DEEP)
    if formatting > MOST_FORMATTING or work > MOST_WORK:
        raise MarkupTooLarge(TOO_MUCH_FORMATTING)
