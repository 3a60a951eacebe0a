"""What the heart knows around a ring of pages: who trackbacked them and whom they trackbacked, in two queries.

Only what readers see, on one side of the wall: rows that are shown, pages that everyone can read.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

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
_OURS = ("path", "opens_at", "blog_id", "blog__official")


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
    """What a page elsewhere said of itself when it sent a trackback."""

    title: str = ""
    excerpt: str = ""
    blog: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One trackback between two pages, and the words of its source when that is elsewhere."""

    source: End
    target: End
    at: datetime
    link: str
    words: Words | None = None


def of_ours(target: Target) -> End:
    """A page of this service as the end of a trackback."""
    return _ours(target.pk, target.path, target.opens_at, target.blog.official)


def around(ring: Sequence[End], *, section: str, most: int) -> list[Found]:
    """The trackbacks to and from these pages, the oldest first; `most` rows of each of the two kinds."""
    found: list[Found] = []
    for first in range(0, len(ring), AT_ONCE):
        some = ring[first : first + AT_ONCE]
        found += _received(some, section, most)
        found += _sent(some, section, most)
    return sorted(found, key=lambda one: one.at)


def _received(ring: Sequence[End], section: str, most: int) -> Iterator[Found]:
    numbers, elsewhere = _split(ring)
    source_keys = [end.key for end in ring if end.number is not None]
    source_keys += [key for end in elsewhere for key in _as_source(end.url)]
    rows = Received.objects.shown().filter(
        Q(target__in=numbers) | Q(source_key__in=source_keys),
        target__listed=True,
        target__blog__state=Blog.State.OPEN,
        target__blog__section=section,
    )
    if wall.refusal(source=None, target=section, adult=True) is not None:
        rows = rows.filter(adult=False)
    columns = ("received_at", "link", "source_url", "title", "excerpt", "blog_name", "target_id", "source_id")
    ends = [f"{end}__{column}" for end in ("target", "source") for column in _OURS]
    for row in rows.values_list(*columns, *ends)[:most]:
        at, link, url, title, excerpt, blog, target, source, path, opens_at, blog_id, official, *theirs = row
        end, words = None, None
        if source is not None:
            end = _ours(source, theirs[0], theirs[1], theirs[3])
        elif end := _elsewhere(url):
            words = Words(title=title, excerpt=excerpt, blog=blog)
        if end is not None:
            sign = "own" if source is not None and theirs[2] == blog_id else _SIGNS[link]
            yield Found(source=end, target=_ours(target, path, opens_at, official), at=at, link=sign, words=words)


def _sent(ring: Sequence[End], section: str, most: int) -> Iterator[Found]:
    numbers, elsewhere = _split(ring)
    # The host has an index, the key has none.
    hosts = {addresses.host(end.url) for end in elsewhere}
    taken = Q(state=Sent.State.ACCEPTED) | Q(state=Sent.State.UNCLEAR, seen_since__isnull=False)
    rows = Sent.objects.public().filter(
        Q(source__in=numbers) | Q(host__in=hosts, target_key__in=[key for end in elsewhere for key in _as_target(end)]),
        taken,
        target=None,
        source__blog__section=section,
    )
    columns = ("posted_at", "created_at", "seen_since", "lost_since", "target_url", "source_id")
    ends = [f"source__{column}" for column in _OURS]
    for row in rows.order_by("pk").values_list(*columns, *ends)[:most]:
        posted_at, created_at, seen, lost, url, source, path, opens_at, _blog, official = row
        target = _elsewhere(url)
        if target is not None:
            end = _ours(source, path, opens_at, official)
            yield Found(source=end, target=target, at=posted_at or created_at, link=_listed(seen, lost))


def _listed(seen: datetime | None, lost: datetime | None) -> str:
    """How it is known that a page elsewhere was trackbacked: it shows us, it did, or it only said so."""
    if lost is not None:
        return "gone"
    return "verified" if seen is not None else "related"


def _split(ring: Iterable[End]) -> tuple[list[int], list[End]]:
    ends = list(ring)
    return [end.number for end in ends if end.number is not None], [end for end in ends if end.number is None]


def _ours(number: int, path: str, opens_at: datetime | None, official: bool) -> End:
    return End(
        key=f"ours:{number}",
        number=number,
        is_meeting_place=official or opens_at is not None,
        is_for_practice=official and path == f"{PRACTICE}/",
    )


def _elsewhere(url: str) -> End | None:
    """A page elsewhere, the same whether it is source or target; None for an address of ours without a page.

    What leads to a host of ours and is no page that everyone can read stays unsaid: it may be beyond the wall.
    """
    if sections.is_ours(url):
        return None
    # A Trackback URL below an entry stands for the entry.
    page = look.entry_of(url) or url
    return End(key=keys.of_target(page), url=page)


def _as_source(url: str) -> list[str]:
    """The keys that a page elsewhere may have as a source, where a slash at the end makes two of one."""
    path, rest = _PATH.fullmatch(addresses.key(url)).groups()  # type: ignore[union-attr]  # it matches every text
    return [keys.of_source(f"{path}{rest}"), keys.of_source(f"{path}/{rest}")]


def _as_target(end: End) -> list[str]:
    """The keys that a page elsewhere may have as a target: its own address, or the Trackback URL below it."""
    return [end.key, keys.of_target(f"{end.url.rstrip('/')}/trackback")]
