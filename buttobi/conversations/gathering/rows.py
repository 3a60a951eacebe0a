"""What the heart knows around a ring of pages: who trackbacked them and whom they trackbacked, in a few queries.

Only what readers see, on one side of the wall: rows that are shown, pages that everyone can read.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from buttobi.blogs.models import Blog
from buttobi.center.starters import PRACTICE
from buttobi.sections import addresses as sections
from buttobi.sections import wall
from buttobi.trackbacks import how_linked, keys
from buttobi.trackbacks.models import Received, Sent, Target
from buttobi.trackbacks.sending import look
from linkback import addresses

# So many pages are asked about in one query. Each is at most four of its variables, of which SQLite takes 32,766.
AT_ONCE = 1000

_SIGNS = {link.value: how_linked.sign(Received(link=link)) for link in Received.Link}
_PATH = re.compile(r"([^?#]*?)/*((?:[?#].*)?)\Z", re.DOTALL)
_OURS = ("path", "opens_at", "blog_id", "blog__official", "listed", "blog__state", "blog__section")
_RECEIVED = (
    "received_at",
    "link",
    "source_url",
    "title",
    "excerpt",
    "blog_name",
    "final_url",
    "target_id",
    "source_id",
)
_SENT = ("state", "posted_at", "created_at", "seen_since", "lost_since", "target_url", "target_id", "source_id")

_BLOG = _OURS.index("blog_id")

Row = tuple[Any, ...]
_Question = QuerySet[Any, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """A page at one end of a trackback: a page of ours by its number, one elsewhere by its address."""

    key: str
    number: int | None = None
    url: str = ""
    is_meeting_place: bool = False
    """A theme, or another page of a Center: what answers it has nothing else in common."""
    is_for_practice: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a page elsewhere said of itself when it sent a trackback, and where it was found."""

    title: str = ""
    excerpt: str = ""
    blog: str = ""
    led_to: str = ""
    """Where its address led, when it was last read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One trackback between two pages, and the words of its source when that is elsewhere."""

    source: End
    target: End
    at: datetime
    link: str
    words: Words | None = None


_Read = Callable[[Row], Found | None]


def of_ours(target: Target) -> End:
    """A page of this service as the end of a trackback."""
    return _ours(target.pk, target.path, target.opens_at, target.blog.official)


def ours(number: int) -> End:
    """A page of this service that is no meeting place, to ask about."""
    return End(key=f"ours:{number}", number=number)


class Rows:
    """The trackbacks of one section, asked a ring at a time; what does not change from ring to ring is built once."""

    def __init__(self, section: str, *, most: int) -> None:
        """`most`: so many rows are read in answer to each question."""
        self._most = most
        self._section = section
        shown = Received.objects.shown()
        if wall.refusal(source=None, target=section, adult=True) is not None:
            shown = shown.filter(adult=False)
        # The other conditions are judged row by row: with an index for one of them, a database without statistics
        # begins at it, and reads every row of a section for the few of a ring.
        self._received = shown.values_list(*_RECEIVED, *_columns("source"), *_columns("target"))
        # Without an order: to give one, SQLite reads the whole table in it when it is asked about hundreds of pages.
        self._sent = Sent.objects.order_by().values_list(*_SENT, *_columns("source"))

    def around(self, ring: Sequence[End]) -> tuple[list[Found], bool]:
        """The trackbacks to and from these pages, the oldest first, and whether these are all of them."""
        found: list[Found] = []
        is_all = True
        for first in range(0, len(ring), AT_ONCE):
            some = ring[first : first + AT_ONCE]
            numbers = [end.number for end in some if end.number is not None]
            theirs = [end for end in some if end.number is None]
            for read, question in self._questions(numbers, theirs):
                answers = list(question[: self._most])
                is_all &= len(answers) < self._most
                found += (one for row in answers if (one := read(row)) is not None)
        return sorted(found, key=lambda one: one.at), is_all

    def _questions(self, numbers: list[int], theirs: list[End]) -> Iterator[tuple[_Read, _Question]]:
        source_keys = [f"ours:{number}" for number in numbers]
        source_keys += [key for end in theirs for key in _as_source(end)]
        yield self._of_received, self._received.filter(Q(target__in=numbers) | Q(source_key__in=source_keys))
        # Asked apart: no database finds both by an index in one question.
        if numbers:
            yield self._of_sent, self._sent.filter(source__in=numbers)
        if theirs:
            to_them = [key for end in theirs for key in _as_target(end)]
            yield self._of_sent, self._sent.filter(target_key__in=to_them)

    def _of_received(self, row: Row) -> Found | None:
        at, link, url, title, excerpt, blog, led_to, target_id, source_id, *places = row
        theirs, mine = places[: len(_OURS)], places[len(_OURS) :]
        target = self._page(target_id, mine)
        if target is None:
            return None
        if source_id is None:
            source, words = elsewhere(url), Words(title=title, excerpt=excerpt, blog=blog, led_to=led_to)
        else:
            source, words = self._page(source_id, theirs), None
        if source is None:
            return None
        sign = "own" if theirs[_BLOG] == mine[_BLOG] else _SIGNS[link]
        return Found(source=source, target=target, at=at, link=sign, words=words)

    def _of_sent(self, row: Row) -> Found | None:
        state, posted_at, created_at, seen, lost, url, target_id, source_id, *place = row
        was_taken = state == Sent.State.ACCEPTED or (state == Sent.State.UNCLEAR and seen is not None)
        source = self._page(source_id, place) if was_taken and target_id is None else None
        target = elsewhere(url) if source is not None else None
        if source is None or target is None:
            return None
        return Found(source=source, target=target, at=posted_at or created_at, link=_listed(seen, lost))

    def _page(self, number: int, place: Sequence[Any]) -> End | None:
        """A page of ours, when everyone can read it on this side of the wall."""
        path, opens_at, _blog, official, listed, state, section = place
        if not listed or state != Blog.State.OPEN or section != self._section:
            return None
        return _ours(number, path, opens_at, official)


def _listed(seen: datetime | None, lost: datetime | None) -> str:
    """How it is known that a page elsewhere was trackbacked: it shows us, it did, or it only said so."""
    if lost is not None:
        return "gone"
    return "verified" if seen is not None else "related"


def _columns(end: str) -> list[str]:
    return [f"{end}__{column}" for column in _OURS]


def _ours(number: int, path: str, opens_at: datetime | None, official: bool) -> End:
    return End(
        key=f"ours:{number}",
        number=number,
        is_meeting_place=official or opens_at is not None,
        is_for_practice=official and path == f"{PRACTICE}/",
    )


def elsewhere(url: str) -> End | None:
    """A page elsewhere, the same whether it is source or target; None for an address of ours without a page.

    What leads to a host of ours and is no page that everyone can read stays unsaid: it may be beyond the wall. So does
    what no browser may be sent to.
    """
    if sections.is_ours(url) or not addresses.is_web(url):
        return None
    # A Trackback URL below an entry stands for the entry.
    page = look.entry_of(url) or url
    return End(key=keys.of_target(page), url=page)


def _as_source(end: End) -> list[str]:
    """The keys that a page may have as a source; elsewhere a slash at the end makes two of one."""
    if end.number is not None:
        return [end.key]
    path, rest = _PATH.fullmatch(addresses.key(end.url)).groups()  # type: ignore[union-attr]  # it matches every text
    return [keys.of_source(f"{path}{rest}"), keys.of_source(f"{path}/{rest}")]


def _as_target(end: End) -> list[str]:
    """The keys that a page elsewhere may have as a target: its own address, or the Trackback URL below it."""
    return [end.key, keys.of_target(f"{end.url.rstrip('/')}/trackback")]
