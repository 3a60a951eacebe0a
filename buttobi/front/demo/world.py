"""The demonstration world as values, read from the texts beside this file."""

from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
PINGS = "pings.txt"
BOARDS = "themes.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """One blog, named after what it is, and the account of the same name that owns it."""

    name: str
    title: str
    description: str
    language: str
    section: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One entry; `answers` are names of entries (`blog/slug`) that it trackbacks, `days` its age."""

    blog: str
    slug: str
    days: float
    answers: tuple[str, ...]
    tags: tuple[str, ...]
    title: str
    body: str

    @property
    def name(self) -> str:
        return f"{self.blog}/{self.slug}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ping:
    """A TrackBack ping as if it had come from a blog elsewhere, and what its receiver made of it."""

    to: str
    url: str
    blog: str
    days: float
    state: str
    title: str
    excerpt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """An entry that looks for answers, by its name; `opens` and `closes` are days from now, negative for the past.

    `closes` is None for one that stays open. `cover` names one of the drawings, `alt` and `ja` tell what it shows.
    """

    theme: str
    opens: float
    closes: float | None
    cover: str
    alt: str
    ja: str


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Everything, letters and pings with the oldest first."""

    houses: tuple[House, ...]
    letters: tuple[Letter, ...]
    pings: tuple[Ping, ...]
    boards: tuple[Board, ...]


def read() -> World:
    """The world of the texts."""
    houses, letters = [], []
    for path in sorted(HERE.glob("*.txt")):
        if path.name not in (PINGS, BOARDS):
            head, *parts = path.read_text(encoding="utf-8").split("\n== ")
            house = _house(head)
            houses.append(house)
            letters += [_letter(house.name, part) for part in parts]
    pings = [_ping(part) for part in _parts(PINGS)]
    return World(
        houses=tuple(houses),
        letters=tuple(sorted(letters, key=lambda letter: -letter.days)),
        pings=tuple(sorted(pings, key=lambda ping: -ping.days)),
        boards=tuple(_board(part) for part in _parts(BOARDS)),
    )


def _parts(name: str) -> list[str]:
    return (HERE / name).read_text(encoding="utf-8").split("\n\n")


def _fields(text: str) -> dict[str, str]:
    lines = (line.partition(":") for line in text.strip().splitlines())
    return {name: value.strip() for name, _, value in lines}


def _house(text: str) -> House:
    fields = _fields(text)
    return House(name=fields.pop("blog"), **fields)


def _letter(blog: str, text: str) -> Letter:
    first, title, body = text.split("\n", 2)
    slug, days, answers, tags = (part.strip() for part in first.split("|"))
    return Letter(
        blog=blog,
        slug=slug,
        days=float(days),
        answers=_names(answers),
        tags=_names(tags),
        title=title,
        body=body.strip(),
    )


def _ping(text: str) -> Ping:
    fields = _fields(text)
    return Ping(
        to=fields["to"],
        url=fields["url"],
        blog=fields["blog"],
        days=float(fields["days"]),
        state=fields["state"],
        title=fields["title"],
        excerpt=fields["excerpt"],
    )


def _board(text: str) -> Board:
    fields = _fields(text)
    return Board(
        theme=fields["theme"],
        opens=float(fields["opens"]),
        closes=float(fields["closes"]) if fields["closes"] else None,
        cover=fields.get("cover", ""),
        alt=fields.get("alt", ""),
        ja=fields.get("ja", ""),
    )


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())
