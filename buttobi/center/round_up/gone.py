"""Which answers to a theme are gone for its round-up, and which addresses lead to them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import F, Q

from buttobi.blogs.models import Blog
from buttobi.center.models import Run, Told
from buttobi.trackbacks import links
from buttobi.trackbacks.models import Received
from linkback import addresses


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """Where nothing in a round-up may lead."""

    pages: frozenset[str]
    homes: frozenset[str]
    """Front pages of blogs that are not on this side of the wall any more, or not there: nor what is below them."""

    def leads_there(self, url: str) -> bool:
        """Whether an absolute address is one of them."""
        return not self.pages.isdisjoint(meant(url)) or self._is_below(addresses.key(url))

    def _is_below(self, key: str) -> bool:
        # By how long they are and not by each: a crowd of blogs may be gone, and a text may have a crowd of links.
        return any(key[:length] in self.homes for length in {len(home) for home in self.homes})


def is_gone(below: str = "") -> Q:
    """Taken back, refused, or on a page that readers on this side do not find; one that is examined anew is not gone.

    `below`: how a query comes to the row.
    """
    out = {f"{below}state__in": [Received.State.REFUSED, Received.State.WITHDRAWN]}
    here = Q(**{f"{below}source__isnull": False})
    hidden = Q(**{f"{below}source__listed": False}) | ~Q(**{f"{below}source__blog__state": Blog.State.OPEN})
    across = ~Q(**{f"{below}source__blog__section": F(f"{below}target__blog__section")})
    return Q(**out) | (here & (hidden | across))


def of(run: Run) -> Gone | None:
    """What the round-up of a run told of, or could have, and must not any more; None when that is nothing."""
    tellings = Told.objects.filter(is_gone("received__"), run=run)
    rows = [telling.received for telling in tellings.select_related("received__source__blog", "received__target__blog")]
    if not rows:
        return None
    away = {row.source.blog for row in rows if row.source is not None and _is_away(row)}
    return Gone(
        pages=frozenset().union(*pages_of(rows).values()),
        homes=frozenset(addresses.key(home) for home in links.homes_of(away)),
    )


def pages_of(rows: Collection[Received]) -> dict[int, set[str]]:
    """Every address that means the page of an answer, as it is compared, by the answer's key."""
    spelled = links.spellings_of({row.source for row in rows if row.source is not None})
    return {row.pk: {addresses.loose_key(url) for url in _spelled(row, spelled)} for row in rows}


def _spelled(row: Received, ours: Mapping[int, list[str]]) -> list[str]:
    if row.source is not None:
        return ours[row.source.pk]
    return [url for url in (row.source_url, row.final_url) if url]


def meant(url: str) -> set[str]:
    """What a link may mean: a page, or a place on it, since some weblogs keep the entries of a day on one page."""
    return {addresses.loose_key(url), addresses.loose_key(addresses.without_fragment(url))}


def _is_away(row: Received) -> bool:
    source = row.source
    return source is not None and (
        source.blog.state != Blog.State.OPEN or source.blog.section != row.target.blog.section
    )
