"""Which houses of a town have words beneath them, and which words: the most answered first, never two at one place."""

from collections.abc import Sequence
from dataclasses import dataclass

from buttobi.conversations.conversation import Conversation
from buttobi.conversations.map import lettering
from buttobi.conversations.map.town import Spot, Town, answered

# So many houses of a whole town have a title; more would be noise.
NAMED = 10
# The height of the sign beneath the page that was asked for.
PIN = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of words, centred at a place."""

    kind: str
    """`title`, `from`, `here`, `theme`."""
    words: str
    language: str
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What the drawing says in the reader's language."""

    here: str
    """Of the page that was asked for."""
    theme: str
    days: Sequence[str]
    """The date of each page as a reader reads it."""


def write(conversation: Conversation, town: Town, words: Words) -> list[Line]:
    """Every line of words beneath the streets."""
    taken: dict[int, list[tuple[float, float]]] = {}
    found: list[Line] = []
    for number in _chosen(conversation, town):
        spot = town.spots[number]
        label = _label(conversation, town, number, words)
        room = max((lettering.width(line.words) * _size(town, line.kind) for line in label), default=0) / 2 + 4
        x = min(max(spot.x, room + town.scale.margin - 4), town.width - room)
        row = taken.setdefault(spot.street, [])
        if town.scale.name == "town" and any(x - room < right and left < x + room for left, right in row):
            continue
        row.append((x - room, x + room))
        found += [Line(kind=a.kind, words=a.words, language=a.language, x=x, y=a.y) for a in label]
    return found


def _chosen(conversation: Conversation, town: Town) -> list[int]:
    """Which pages have a label, those first that must not lose their place."""
    counts = answered(conversation)
    start = [n for n, page in enumerate(conversation.pages) if page.key == conversation.start]
    if town.scale.name != "town":
        lowest: dict[tuple[str, int], int] = {}
        for spot in town.spots:
            lowest.setdefault((conversation.pages[spot.page].blog_key, spot.street), spot.page)
        chosen = [*start, *lowest.values()]
    else:
        most = sorted(range(len(counts)), key=lambda n: (-counts[n], n))
        themes = [n for n, page in enumerate(conversation.pages) if page.is_theme][:NAMED]
        chosen = [*start, *themes, *(n for n in most[:NAMED] if counts[n] > 1)]
    return [n for n in dict.fromkeys(chosen) if n != town.square and not _is_beside(n, start, town, conversation)]


def _is_beside(number: int, start: Sequence[int], town: Town, conversation: Conversation) -> bool:
    """Whether another floor of its house is the page that was asked for, whose label is the one that a house has."""
    if not start or number == start[0]:
        return False
    mine, asked = conversation.pages[number], conversation.pages[start[0]]
    return mine.blog_key == asked.blog_key and town.spots[number].street == town.spots[start[0]].street


def _label(conversation: Conversation, town: Town, number: int, words: Words) -> list[Line]:
    page, spot, scale = conversation.pages[number], town.spots[number], town.scale
    most = {"close": 3, "village": 2, "town": 1}[scale.name]
    room = (150 if scale.name == "town" else scale.cell - 10) / scale.letter
    title = lettering.balanced(lettering.clean(page.title or page.url), room=room, most=most)
    lines = [("title", text, page.language) for text in title]
    if scale.name == "close":
        small = (scale.cell - 10) / _size(town, "from")
        lines.append(("from", lettering.cut(lettering.clean(page.blog or page.host), room=small), ""))
    if not scale.has_signs:
        lines.append(("from", words.days[number], ""))
    if page.key == conversation.start:
        lines.append(("here", words.here, ""))
    elif page.is_theme:
        lines.append(("theme", words.theme, ""))
    return _stacked([line for line in lines if line[1]], spot, town, pinned=page.key == conversation.start)


def _stacked(lines: Sequence[tuple[str, str, str]], spot: Spot, town: Town, *, pinned: bool) -> list[Line]:
    y = spot.base + 4.0 + (PIN if pinned else 0)
    found = []
    for kind, text, language in lines:
        y += _size(town, kind) * 1.32
        found.append(Line(kind=kind, words=text, language=language, x=spot.x, y=y))
    return found


def _size(town: Town, kind: str) -> float:
    return town.scale.letter if kind == "title" else max(11.0, town.scale.letter - 2.5)
