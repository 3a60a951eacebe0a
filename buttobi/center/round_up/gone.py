"""Which answers to a theme are gone for its round-up, and which addresses lead to them."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import F, Q

from buttobi.blogs.models import Blog, FormerName, FormerSection
from buttobi.center.models import Run, Told
from buttobi.sections import addresses as ours
from buttobi.trackbacks import links
from buttobi.trackbacks.models import Received
from linkback import addresses


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """Where nothing in a round-up may lead."""

    pages: frozenset[str]
    homes: tuple[str, ...]
    """Front pages of blogs that are not on this side of the wall any more, or not there: nor what is below them."""

    def leads_there(self, url: str) -> bool:
        """Whether an absolute address is one of them."""
        return not self.pages.isdisjoint(meant(url)) or any(addresses.key(url).startswith(home) for home in self.homes)


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
        pages=frozenset(page for row in rows for page in pages_of(row)),
        homes=tuple(addresses.key(home) for blog in away for home in _homes(blog)),
    )


def pages_of(row: Received) -> set[str]:
    """Every address that means the page of an answer, as it is compared."""
    if row.source is not None:
        return {addresses.loose_key(url) for url in links.spellings(row.source)}
    return {addresses.loose_key(url) for url in (row.source_url, row.final_url) if url}


def meant(url: str) -> set[str]:
    """What a link may mean: a page, or a place on it, since some weblogs keep the entries of a day on one page."""
    return {addresses.loose_key(url), addresses.loose_key(addresses.without_fragment(url))}


def _is_away(row: Received) -> bool:
    source = row.source
    return source is not None and (
        source.blog.state != Blog.State.OPEN or source.blog.section != row.target.blog.section
    )


def _homes(blog: Blog) -> Collection[str]:
    """Its front page under every name and in every section that it had."""
    names = [blog.name, *FormerName.objects.filter(blog=blog).values_list("name", flat=True)]
    sections = [blog.section, *FormerSection.objects.filter(blog=blog).values_list("section", flat=True)]
    return [ours.blog(section, name) for section in sections for name in names]
