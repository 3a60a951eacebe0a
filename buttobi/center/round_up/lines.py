"""The lines of a text in Markdown, and which of them go when a page that they lead to may not be named any more.

A line is what a reader sees as one: a list's item with everything below it, a paragraph, a heading. Values in, text
out.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from buttobi.markup.errors import MarkupTooLarge
from buttobi.markup.links import links
from buttobi.markup.markdown import render

LeadsTo = Callable[[str], bool]

_ITEM = re.compile(r"[ >]*(?:[-*+]|[0-9]{1,9}[.)])(?:\s|$)")
_HEADING = re.compile(r" {0,3}(#{1,6})\s")
# Where `[words][name]` leads to, wherever in the text that stands.
_NAMED = re.compile(r" {0,3}\[(?!\^)[^\]]+\]:\s*\S")
_ALONE = re.compile(rf"{_HEADING.pattern}|{_NAMED.pattern}|\s*\|")
_ADDRESS = re.compile(r"https?://[^\s<>()\"']+", re.IGNORECASE)


@dataclass(slots=True, kw_only=True)
class _Line:
    lines: list[str] = field(default_factory=list)
    gap: int = 0
    """So many empty lines come after it."""
    is_cut: bool = False

    @property
    def indent(self) -> int:
        return len(self.text) - len(self.text.lstrip())

    @property
    def level(self) -> int:
        """Of a heading, from 1 to 6; 0 for everything else."""
        found = _HEADING.match(self.text)
        return len(found[1]) if found else 0

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def without(told: str, leads_to: LeadsTo, *, base: str) -> str:
    """A text without the lines that lead to one of some addresses; a part of which nothing is left goes altogether.

    Everything else stays as it is. `base`: where the text stands, for links that do not say.
    """
    if not any(leads_to(url) for url in addresses_in(told, base=base)):
        return told
    lines = list(_lines(told))
    named = "\n".join(line.text for line in lines if _NAMED.match(line.text))
    for line in lines:
        is_name = bool(_NAMED.match(line.text))
        found = _ADDRESS.findall(line.text) if is_name else addresses_in(f"{line.text}\n\n{named}", base=base)
        line.is_cut = any(leads_to(url) for url in found)
    _cut_below(lines)
    _cut_headings(lines)
    return _joined(lines)


def addresses_in(told: str, *, base: str) -> list[str]:
    """Where the links of a text lead."""
    try:
        return links(render(told), base=base)
    except MarkupTooLarge:
        return _ADDRESS.findall(told)


def _lines(told: str) -> Iterator[_Line]:
    line = _Line()
    for text in told.split("\n"):
        if not text.strip():
            line.gap += 1
        elif line.lines and _goes_on(line, text):
            line.lines += [""] * line.gap + [text]
            line.gap = 0
        else:
            yield line
            line = _Line(lines=[text])
    yield line


def _goes_on(line: _Line, text: str) -> bool:
    if _ITEM.match(text) or _ALONE.match(text):
        return False
    if line.gap:
        # Another paragraph of the same item.
        return bool(_ITEM.match(line.text)) and len(text) - len(text.lstrip()) > line.indent + 1
    return not _ALONE.match(line.text)


def _cut_below(lines: Sequence[_Line]) -> None:
    """What stands below an item speaks of it."""
    above: _Line | None = None
    for line in lines:
        if not line.lines:
            continue
        is_below = above is not None and line.indent > above.indent and bool(_ITEM.match(above.text))
        line.is_cut = line.is_cut or is_below
        if not is_below:
            above = line if line.is_cut else None


def _cut_headings(lines: Sequence[_Line]) -> None:
    # From the end: what is below a heading is known when it comes.
    for place in range(len(lines) - 1, -1, -1):
        if lines[place].level:
            below = list(_below(lines[place], lines[place + 1 :]))
            lines[place].is_cut = lines[place].is_cut or (bool(below) and all(line.is_cut for line in below))


def _below(heading: _Line, after: Iterable[_Line]) -> Iterator[_Line]:
    for line in after:
        if line.level and line.level <= heading.level:
            return
        yield line


def _joined(lines: Iterable[_Line]) -> str:
    kept: list[str] = []
    before = gap = 0
    for line in lines:
        if line.is_cut:
            # What is cut leaves no hole, and parts nothing that stood together.
            gap = max(before, min(line.gap, 1)) if kept else 0
            continue
        kept += [""] * gap + line.lines
        before = gap = line.gap
    return "\n".join(kept + [""] * gap)
