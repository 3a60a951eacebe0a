"""How much room words take in a drawing, where no browser can be asked, and how they are cut to the room there is."""

import re
import unicodedata
from functools import lru_cache

_WIDE = {"W": 1.0, "F": 1.0}
_PAUSES = "、。！？　・"
_NOT_FIRST = "、。，．」』）！？ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々"
_NARROW_LETTERS = frozenset("iljtfrI.,:;!'|()[] ")
_BROAD_LETTERS = frozenset("mwMW@%")
# Controls, lone surrogates, what turns the direction of the words after it, and what XML cannot hold.
_NOT_DRAWN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufffe\uffff]+")


def clean(words: str) -> str:
    """One line of a stranger's words that a drawing can hold."""
    return " ".join(_NOT_DRAWN.sub(" ", words).split())


def width(words: str) -> float:
    """In ems of the letter size; an East Asian wide character is one, a Latin letter about half."""
    if words.isascii():
        return sum(map(_ascii, words))
    return sum(map(_of_letter, words))


def cut(words: str, *, room: float) -> str:
    """The words, or as many of their beginning as fit into `room` ems with a sign that there were more."""
    if len(words) <= room or width(words) <= room:
        return words
    kept = _fitting(words, room - 1)
    return f"{words[:kept].rstrip()}…"


def lines(words: str, *, room: float, most: int) -> list[str]:
    """The words in at most `most` lines of `room` ems; the last one is cut."""
    found: list[str] = []
    while words and len(found) < most - 1 and width(words) > room:
        kept = _break(words, _fitting(words, room))
        found.append(words[:kept].rstrip())
        words = words[kept:].lstrip()
    return [*found, cut(words, room=room)] if words else found


def balanced(words: str, *, room: float, most: int) -> list[str]:
    """The same in lines about as long as each other, so that no last line is a lonely syllable."""
    found = lines(words, room=room, most=most)
    if len(found) < 2 or found[-1].endswith("…"):
        return found
    for share in (0.6, 0.7, 0.8, 0.9):
        tighter = lines(words, room=room * share, most=most)
        if len(tighter) == len(found) and not tighter[-1].endswith("…"):
            return tighter
    return found


def _fitting(words: str, room: float) -> int:
    """How many characters fit, at least one."""
    for number, letter in enumerate(words):
        room -= _of_letter(letter)
        if room < 0:
            return max(1, number)
    return len(words)


def _break(words: str, kept: int) -> int:
    """Where to break at or before `kept`: after a space, or between characters of a script without spaces."""
    if _of_letter(words[kept - 1]) >= 1 or kept >= len(words):
        pause = max(words.rfind(sign, 0, kept) for sign in _PAUSES) + 1
        if pause > kept // 2:
            return pause
        # A line of Japanese does not begin with what ends a phrase.
        return kept - 1 if kept > 1 and words[kept : kept + 1] in _NOT_FIRST else kept
    space = words.rfind(" ", 0, kept + 1)
    return space if space > kept // 2 else kept


@lru_cache(maxsize=512)
def _ascii(letter: str) -> float:
    if letter in _NARROW_LETTERS:
        return 0.33
    return 0.9 if letter in _BROAD_LETTERS else 0.7 if letter.isupper() else 0.57


@lru_cache(maxsize=4096)
def _of_letter(letter: str) -> float:
    if letter.isascii():
        return _ascii(letter)
    if unicodedata.combining(letter):
        return 0
    return _WIDE.get(unicodedata.east_asian_width(letter), 0.6)
