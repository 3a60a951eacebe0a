"""The map as a list: what each page is, whom it answers, how many answered it, in the reader's words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from buttobi.conversations import lettering, town
from buttobi.conversations.conversation import Conversation, Page
from buttobi.entries.views import reading_days

# So many of the pages that one answers are named.
NAMED = 3
# So long is the name of a page that another one answers.
NAME = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Another page of the list."""

    number: int
    title: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One page of the list."""

    number: int
    url: str
    title: str
    language: str
    is_elsewhere: bool
    mark: str
    """`this entry`, `theme`, or nothing."""
    blog: str
    host: str
    day: str
    at: str
    answers: tuple[Reference, ...]
    more: int
    """How many it answers beyond those."""
    answered: str
    """How many answered it, in words."""


def days(conversation: Conversation) -> list[date | None]:
    """When each page appeared, in the reader's zone."""
    return [timezone.localtime(page.at).date() if page.at else None for page in conversation.pages]


def written(conversation: Conversation, days: Sequence[date | None]) -> list[str]:
    """The same as a reader reads it. A thousand pages appeared on a few days: each day is written once."""
    words: dict[date, str] = {}
    found = []
    for page, day in zip(conversation.pages, days, strict=True):
        if day is not None and page.at is not None and day not in words:
            words[day] = reading_days.day(page.at)
        found.append(words[day] if day else "")
    return found


def tell(conversation: Conversation, days: Sequence[str]) -> list[Item]:
    """Every page, the oldest first."""
    targets: dict[int, list[int]] = {}
    for source, target in town.pairs(conversation):
        targets.setdefault(source, []).append(target)
    references = [_reference(number, page) for number, page in enumerate(conversation.pages)]
    counts = town.answered(conversation)
    return [
        _item(page, number, conversation.start, days[number], [references[n] for n in targets.get(number, ())], count)
        for number, (page, count) in enumerate(zip(conversation.pages, counts, strict=True))
    ]


def mark(page: Page, start: str) -> str:
    """What makes a page stand out, in a word."""
    if page.key == start:
        return _("this entry")
    return _("theme") if page.is_theme else ""


def can_be_opened(url: str) -> bool:
    """Whether a page elsewhere has an address that a browser may be sent to."""
    return url.startswith(("http://", "https://"))


def _item(page: Page, number: int, start: str, day: str, answers: Sequence[Reference], count: int) -> Item:
    return Item(
        number=number,
        url=page.url if can_be_opened(page.url) else "",
        title=page.title or page.url,
        language=page.language,
        is_elsewhere=not page.is_ours,
        mark=mark(page, start),
        blog=page.blog if page.blog != page.host else "",
        host=page.host,
        day=day,
        at=timezone.localtime(page.at).date().isoformat() if page.at else "",
        answers=tuple(answers[:NAMED]),
        more=max(0, len(answers) - NAMED),
        answered=ngettext("%(n)s answer", "%(n)s answers", count) % {"n": count} if count else "",
    )


def _reference(number: int, page: Page) -> Reference:
    title = lettering.cut(lettering.clean(page.title or page.url), room=NAME)
    return Reference(number=number, title=title, language=page.language)
