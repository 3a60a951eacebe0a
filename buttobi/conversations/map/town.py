"""A conversation as a town: where each house stands along its street, how many floors it has, where signs stand.

A blog is a house, and each of its pages a floor with a window. Houses stand in the order of their first pages; a street
that is full goes on in the next line. The page that many answer stands by itself in the square at the beginning, where
the threads come together. Arithmetic alone: values in, values out, the same for the same.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, sqrt

from buttobi.conversations.conversation import Conversation
from buttobi.conversations.map import lettering

# So many different pages must have answered one before their threads are gathered to a bundle.
GATHERED = 6
# More bundles than these would cross each other more than they clear up.
MOST_GATHERED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The sizes of one way to draw a town; all in the drawing's own units, which are pixels where it is not shrunk."""

    name: str
    cell: int
    """The width that a house of one column takes of its street."""
    house: int
    floor: int
    roof: int
    sky: int
    """The room above the highest roof of a street, for threads."""
    ground: int
    """The room beneath a street, for words."""
    margin: int
    """The room at the left, for threads that lead to other streets."""
    hall: int
    """The height of the square's house, 0 where there is no square."""
    letter: float
    """The size of titles."""
    has_signs: bool = False
    """Whether dates stand on posts between the houses; else they stand in the words beneath, and houses in columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a page is drawn: one floor of its blog's house."""

    page: int
    """Its number in the conversation."""
    x: float
    """The middle of the house."""
    top: float
    """The tip of the roof, or of a floor below another the ceiling."""
    base: float
    """The ground that the house stands on."""
    street: int
    """From 0; -1 for the square."""
    is_top: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """A post between two houses that says where another day begins."""

    x: float
    base: float
    words: str
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Street:
    """One line of houses."""

    top: float
    base: float
    end: float
    """The right end of its ground."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """Everything that stands still."""

    scale: Scale
    width: float
    height: float
    spots: tuple[Spot, ...]
    """One for each page of the conversation, in its order."""
    streets: tuple[Street, ...]
    signs: tuple[Sign, ...]
    hubs: tuple[int, ...]
    """The pages whose threads are gathered, the most answered first."""
    square: int | None
    """The page that stands in the square."""
    square_base: float


@dataclass(frozen=True, slots=True)
class _House:
    pages: list[int]
    columns: int
    floors: int


@dataclass(slots=True)
class _Row:
    """A street while it is being filled: what stands on it, and how far it is built."""

    houses: list[tuple[float, _House]]
    signs: list[tuple[float, float, str]]
    x: float
    highest: float = 0


SignWords = Callable[[date, str], str]
"""What a sign says of a date, for a unit of `day`, `month` or `year`."""


def lay(
    conversation: Conversation, *, scale: Scale, width: float, days: Sequence[date | None], sign: SignWords
) -> Town:
    """The town of a conversation in a drawing of one width. `days`: when each page appeared, in the reader's zone."""
    hubs = gathered(conversation) if scale.hall else []
    square = hubs[0] if hubs else None
    houses = _houses(conversation, scale, width, without=square)
    rows = _fill(houses, scale=scale, width=width, days=days, sign=sign)
    y = square_base = 0.0
    if square is not None:
        square_base = scale.hall + 8.0
        y = square_base + 44
    spots: dict[int, Spot] = {}
    streets, signs = [], []
    if square is not None:
        x = scale.margin + scale.hall * 0.55
        spots[square] = Spot(page=square, x=x, top=square_base - scale.hall, base=square_base, street=-1, is_top=True)
    for number, row in enumerate(rows):
        base = y + scale.sky + row.highest
        streets.append(Street(top=y, base=base, end=row.x))
        for left, house in row.houses:
            spots.update((spot.page, spot) for spot in _spots(house, left, base, number, scale))
        signs += [Sign(x=left, base=base, words=words, width=room) for left, room, words in row.signs]
        y = base + scale.ground
    return Town(
        scale=scale,
        width=width,
        height=y,
        spots=tuple(spots[number] for number in range(len(conversation.pages))),
        streets=tuple(streets),
        signs=tuple(signs),
        hubs=tuple(hubs),
        square=square,
        square_base=square_base,
    )


def pairs(conversation: Conversation) -> list[tuple[int, int]]:
    """Who answered whom by their numbers, each once, in the order of the answers; nobody answers itself."""
    number = {page.key: index for index, page in enumerate(conversation.pages)}
    found = dict.fromkeys((number[answer.source], number[answer.target]) for answer in conversation.answers)
    return [pair for pair in found if pair[0] != pair[1]]


def answered(conversation: Conversation) -> list[int]:
    """How many pages answered each page."""
    counts = [0] * len(conversation.pages)
    for _, target in pairs(conversation):
        counts[target] += 1
    return counts


def gathered(conversation: Conversation) -> list[int]:
    """The pages whose threads are gathered, the most answered first."""
    counts = answered(conversation)
    found = sorted((number for number, count in enumerate(counts) if count >= GATHERED), key=lambda n: (-counts[n], n))
    return found[:MOST_GATHERED]


def _houses(conversation: Conversation, scale: Scale, width: float, *, without: int | None) -> list[_House]:
    by_blog: dict[str, list[int]] = {}
    for number, page in enumerate(conversation.pages):
        if number != without:
            by_blog.setdefault(page.blog_key, []).append(number)
    most = max(1, int((width - scale.margin - scale.cell) // scale.house))
    return [_House(pages, *_shape(len(pages), most)) for pages in by_blog.values()]


def _shape(pages: int, most_columns: int) -> tuple[int, int]:
    """Columns and floors: one tower up to four floors, then a terrace as many windows broad as high."""
    columns = 1 if pages <= 4 else min(most_columns, ceil(sqrt(pages)))
    return columns, ceil(pages / columns)


def _fill(
    houses: Iterable[_House], *, scale: Scale, width: float, days: Sequence[date | None], sign: SignWords
) -> list[_Row]:
    unit, days = _periods(days)
    rows: list[_Row] = []
    last: date | None = None
    begin = float(scale.margin)
    row = _Row([], [], begin)
    gap = scale.cell - scale.house
    for house in houses:
        day = days[house.pages[0]] if scale.has_signs else None
        is_new = day is not None and day != last
        words = sign(day, unit) if is_new and day is not None else ""
        post = ceil(lettering.width(words) * 11 + 18) if words else 0
        room = house.columns * scale.house + gap
        if not scale.has_signs:
            room = ceil(room / scale.cell) * scale.cell
        if row.houses and row.x + post + room > width:
            rows.append(row)
            row = _Row([], [], begin)
        if words:
            row.signs.append((row.x + 3, post - 9, words))
            row.x += post
            last = day
        row.houses.append((row.x + (room - house.columns * scale.house) / 2, house))
        row.highest = max(row.highest, house.floors * scale.floor + scale.roof)
        row.x += room
    return [*rows, row] if row.houses else rows


def _periods(days: Sequence[date | None]) -> tuple[str, Sequence[date | None]]:
    """The day, month or year of each page: the finest of the three that does not need a sign for every other house."""
    most = max(8, len(days) // 4)
    if len({day for day in days if day is not None}) <= most:
        return "day", days
    months = [day and day.replace(day=1) for day in days]
    if len({month for month in months if month is not None}) <= most:
        return "month", months
    return "year", [day and day.replace(month=1, day=1) for day in days]


def _spots(house: _House, left: float, base: float, street: int, scale: Scale) -> list[Spot]:
    found = []
    for index, page in enumerate(house.pages):
        column, level = divmod(index, house.floors)
        is_top = level == house.floors - 1 or index == len(house.pages) - 1
        top = base - (level + 1) * scale.floor - (scale.roof if is_top else 0)
        x = left + (column + 0.5) * scale.house
        found.append(Spot(page=page, x=x, top=top, base=base, street=street, is_top=is_top))
    return found
