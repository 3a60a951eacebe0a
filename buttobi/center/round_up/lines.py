"""The lines of a text in Markdown, and which of them go when a page that they lead to may not be named any more.

A line is what a reader sees as one: a list's item with everything below it, a paragraph, a heading, a block of code.
Values in, text out. Nothing is rendered to find out, so that it costs as little as a text is long.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from buttobi.center.round_up import hrefs

LeadsTo = Callable[[str], bool]

_ITEM = re.compile(r"[ >]*(?:[-*+]|[0-9]{1,9}[.)])(?:\s|$)")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:\s|$)")
# Where `[words][name]` leads to, wherever in the text that stands.
_NAMED = re.compile(r" {0,3}\[(?!\^)[^\]]+\]:\s*\S")
_ALONE = re.compile(rf"{_HEADING.pattern}|{_NAMED.pattern}|\s*\|")
_FENCE = re.compile(r"(?P<before>[\s>]*(?:(?:[-*+]|[0-9]{1,9}[.)])\s+)*)(?P<marks>`{3,}(?=[^`]*$)|~{3,})")


@dataclass(slots=True, kw_only=True)
class _Line:
    lines: list[str] = field(default_factory=list)
    gap: int = 0
    """So many empty lines come after it."""
    is_code: bool = False
    is_cut: bool = False

    @property
    def indent(self) -> int:
        return len(self.head) - len(self.head.lstrip())

    @property
    def level(self) -> int:
        """Of a heading, from 1 to 6; 0 for everything else."""
        found = None if self.is_code else _HEADING.match(self.head)
        return len(found[1]) if found else 0

    @property
    def head(self) -> str:
        """All that tells what it is; of a name, the address may stand in its second line."""
        return "\n".join(self.lines[:2])

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fence:
    """Around code: nothing inside it is anything else, and half of it would be."""

    marks: str
    indent: int
    """So far a line has to be moved in to stand inside what the fence stands in."""
    is_quoted: bool

    def ends_before(self, text: str) -> bool:
        """Whether a line stands outside of what the fence stands in."""
        if self.is_quoted:
            return not text.lstrip(" ").startswith(">")
        return bool(text.strip()) and len(text) - len(text.lstrip()) < self.indent

    def is_closed_by(self, text: str) -> bool:
        marks = text.strip(" \t>")
        return len(marks) >= len(self.marks) and not marks.strip(self.marks[0])


def without(told: str, leads_to: LeadsTo, *, base: str) -> str:
    """A text without the lines that lead to one of some addresses; a part of which nothing is left goes altogether.

    Everything else stays as it is. `base`: where the text stands, for links that do not say.
    """
    named = hrefs.names(told, leads_to, base=base)
    lines = list(_lines(told))
    for line in lines:
        line.is_cut = hrefs.leads(line.text, leads_to, named, base=base)
    if not any(line.is_cut for line in lines):
        return told
    _cut_below(lines)
    _cut_headings(lines)
    return _joined(lines)


def _lines(told: str) -> Iterator[_Line]:
    line, fence = _Line(), None
    for text in told.split("\n"):
        if fence is not None and not fence.ends_before(text):
            line.lines.append(text)
            fence = None if fence.is_closed_by(text) else fence
            continue
        fence = _fence(line, text)
        if fence is None and not text.strip():
            line.gap += 1
        elif fence is None and line.lines and _goes_on(line, text):
            line.lines += [""] * line.gap + [text]
            line.gap = 0
        else:
            yield line
            line = _Line(lines=[text], is_code=fence is not None)
    yield line


def _fence(above: _Line, text: str) -> _Fence | None:
    found = _FENCE.match(text)
    if found is None:
        return None
    before = found["before"]
    is_inside = bool(before.strip(" \t>")) or bool(_ITEM.match(above.head))
    return _Fence(marks=found["marks"], indent=len(before) if is_inside else 0, is_quoted=">" in before)


def _goes_on(line: _Line, text: str) -> bool:
    if _ITEM.match(text) or _ALONE.match(text):
        return False
    is_item = bool(_ITEM.match(line.head))
    if line.gap or line.is_code:
        # Another paragraph of the same item.
        return is_item and len(text) - len(text.lstrip()) > line.indent + 1
    return not _ALONE.match(line.head)


def _cut_below(lines: Sequence[_Line]) -> None:
    """What stands below an item speaks of it."""
    above: _Line | None = None
    for line in lines:
        if not line.lines:
            continue
        is_below = above is not None and line.indent > above.indent and bool(_ITEM.match(above.head))
        line.is_cut = line.is_cut or is_below
        if not is_below:
            above = line if line.is_cut else None


def _cut_headings(lines: Sequence[_Line]) -> None:
    # From the end: what is below a heading is known when it comes. For each level, whether all of that is cut; None
    # while there is nothing.
    below: dict[int, bool | None] = dict.fromkeys(range(1, 7))
    for line in reversed(lines):
        if line.level:
            line.is_cut = line.is_cut or bool(below[line.level])
        for level in below:
            ends = 0 < line.level <= level
            below[level] = None if ends else line.is_cut and below[level] is not False


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
