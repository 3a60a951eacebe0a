"""One sheet of a long thread: which voices are on it, how far each is indented, which branches are folded."""

from collections.abc import Sequence
from dataclasses import dataclass

from buttobi.conversations.thread.unroll import Voice

VOICES = 100
# Deeper than this, pages stand below one another and say whom they answer.
DEEPEST = 5
# In a thread of more pages than this, branches are folded that begin so deep and are so long, when more follows them.
SHORT = 60
FOLDED_FROM = 2
LONG = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One voice on a sheet, and what its list does after it."""

    voice: Voice
    level: int
    is_passed: bool = False
    """It stands in full on an earlier sheet, and is named here for what goes on below it."""
    opens: str = ""
    """`list` or `fold` when the next line stands below this one."""
    folded: int = 0
    """How many lines of this sheet are in the fold."""
    closes: tuple[str, ...] = ()
    """The lists that end after this line, `list` or `fold`, the innermost first."""


def count(voices: Sequence[Voice]) -> int:
    """How many sheets a thread has."""
    return max(1, -(-len(voices) // VOICES))


def of(voice: Voice) -> int:
    """The number of the sheet on which a voice stands, from 1 on."""
    return voice.number // VOICES + 1


def lines(voices: Sequence[Voice], number: int, *, here: str) -> list[Line]:
    """The lines of one sheet; no branch is folded in which `here`, the page where the reader began, stands."""
    shown = voices[(number - 1) * VOICES : number * VOICES]
    passed = _passed(voices, shown[0]) if shown else []
    placed = [*passed, *shown]
    levels = [min(voice.depth, DEEPEST) for voice in placed]
    ends = _ends(levels)
    found: list[Line] = []
    open_lists: list[str] = []
    for index, voice in enumerate(placed):
        level, after = levels[index], levels[index + 1] if index + 1 < len(levels) else 0
        below = placed[index + 1 : ends[index]]
        opens = ""
        closes: tuple[str, ...] = ()
        if below:
            more_follows = len(voices) > SHORT and ends[index] < len(placed) and "fold" not in open_lists
            folds = more_follows and _is_long(voice, level, below, here=here)
            opens = "fold" if folds else "list"
            open_lists.append(opens)
        else:
            closes = tuple(open_lists.pop() for _ in range(level - after))
        is_passed = index < len(passed)
        folded = len(below) if opens == "fold" else 0
        found.append(Line(voice=voice, level=level, is_passed=is_passed, opens=opens, folded=folded, closes=closes))
    return found


def _passed(voices: Sequence[Voice], first: Voice) -> list[Voice]:
    """The voices of earlier sheets below which a sheet begins, as far as they are indented."""
    above: list[Voice] = []
    depth = min(first.depth, DEEPEST)
    for voice in reversed(voices[: first.number]):
        if voice.depth < depth:
            above.append(voice)
            depth = voice.depth
    return above[::-1]


def _ends(levels: Sequence[int]) -> list[int]:
    """For each line, where the lines end that stand below it."""
    ends = [len(levels)] * len(levels)
    waiting: list[int] = []
    for index, level in enumerate(levels):
        while waiting and levels[waiting[-1]] >= level:
            ends[waiting.pop()] = index
        waiting.append(index)
    return ends


def _is_long(voice: Voice, level: int, below: Sequence[Voice], *, here: str) -> bool:
    """Whether a branch stands in the way of what follows; never the one in which the reader is."""
    is_long = level >= FOLDED_FROM and len(below) >= LONG
    return is_long and all(one.page.key != here for one in (voice, *below))
