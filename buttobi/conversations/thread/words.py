"""What a reader is told of each voice of a thread, in the active language and time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from buttobi.conversations.conversation import Answer, Page
from buttobi.conversations.thread import sheet
from buttobi.conversations.thread.sheet import Line
from buttobi.conversations.thread.unroll import Voice
from buttobi.entries.views import reading_days

# So many of the pages that answer one, and stand elsewhere, are named.
NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A page that stands somewhere else in the thread."""

    href: str
    title: str
    language: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One line as the page prints it."""

    line: Line
    page: Page
    place: str
    """Its anchor."""
    href: str
    at: str
    day: str
    link: str
    mark: str
    is_here: bool
    answers: Reference | None
    """Whom it answers, where that is not to be seen from its indentation."""
    also: tuple[Reference, ...]
    others: tuple[Reference, ...]
    more: int
    """How many answer it from elsewhere in the thread beyond those that are named."""


def tell(lines: Iterable[Line], voices: Sequence[Voice], *, sheet_number: int, here: str) -> list[Said]:
    """The lines of one sheet in words."""
    by_key = {voice.page.key: voice for voice in voices}
    return [_said(line, by_key, sheet_number=sheet_number, here=here) for line in lines]


def anchor(page: Page) -> str:
    """What a page's place in the thread is called within an address: short, and the same on every visit."""
    kind, _colon, name = page.key.partition(":")
    return f"{kind}-{name[:16]}"


def link_to(voice: Voice, *, sheet_number: int) -> str:
    """From one sheet to a voice on it or on another one."""
    number = sheet.of(voice)
    return f"#{anchor(voice.page)}" if number == sheet_number else f"?page={number}#{anchor(voice.page)}"


def _said(line: Line, by_key: Mapping[str, Voice], *, sheet_number: int, here: str) -> Said:
    voice = line.voice
    page, under = voice.page, voice.under

    def refer(key: str) -> Reference:
        other = by_key[key]
        place = _("above") if other.number < voice.number else _("below")
        href = link_to(other, sheet_number=sheet_number)
        return Reference(href=href, title=other.page.title, language=other.page.language, place=place)

    others = voice.others
    return Said(
        line=line,
        page=page,
        place=anchor(page),
        href=link_to(voice, sheet_number=sheet_number),
        at=reading_days.stamp(page.at) if page.at else "",
        day=reading_days.day(page.at) if page.at else "",
        link=under.link if under else "",
        mark=_mark(under, by_key) if under else "",
        is_here=page.key == here,
        answers=refer(under.target) if under and voice.depth > sheet.DEEPEST else None,
        also=tuple(refer(answer.target) for answer in voice.also),
        others=tuple(refer(answer.source) for answer in others[:NAMED]),
        more=max(0, len(others) - NAMED),
    )


def _mark(answer: Answer, by_key: Mapping[str, Voice]) -> str:
    """How an answer is known: by its link to a page of ours, or by the list of a page elsewhere."""
    if answer.link == "own":
        return _("same blog")
    if by_key[answer.target].page.is_ours:
        return {"verified": _("links to it"), "gone": _("link gone")}.get(answer.link, _("related"))
    return {"verified": _("listed there"), "gone": _("not listed there any more")}.get(answer.link, _("taken there"))
