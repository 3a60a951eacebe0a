"""Whose a page elsewhere is: what makes two of them pages of one blog.

Asked by everything that counts blogs elsewhere, so that a theme, a conversation and the ranking never disagree.
"""

import re
from collections.abc import Collection
from functools import lru_cache

from django.conf import settings
from django.db.models import Case, F, Q, Value, When

from buttobi.outbound import pace
from buttobi.outbound.errors import Forbidden
from buttobi.trackbacks.models.received import ReceivedQuerySet
from linkback import addresses

LONGEST = 300
# Names of the same host for readers with another machine.
_DOORS = re.compile(r"^(?:www|m)\.")
# Before a host of `RANKING_MANY_BLOG_HOSTS` below which each name is a blog of its own.
_BELOW = "*."


def of(url: str, paced_as: str = "") -> str:
    """The name of a blog elsewhere, at most 300 characters: its registrable domain; where many live on one host, that
    host and the first step of the path, or the name below it.

    `paced_as` is the registrable domain where it is known.
    """
    host = _DOORS.sub("", addresses.host(url))
    if host in settings.RANKING_MANY_BLOG_HOSTS:
        # One name, however it is spelled: `%62ob`, `x/../Bob` and `bob;v=1` are bob.
        return "/".join((host, *addresses.steps(url)[:1])).casefold()[:LONGEST]
    if any(f"{_BELOW}{above}" in settings.RANKING_MANY_BLOG_HOSTS for above in _above(host)):
        return host[:LONGEST]
    return (paced_as or domain_of(url))[:LONGEST]


def of_source(source_url: str, paced_as: str, final_url: str, final_pace: str) -> str:
    """The same, of a trackback's source: whose the page is that its address led to, if it leads on."""
    return of(final_url, final_pace) if final_url else of(source_url, paced_as)


def number(rows: ReceivedQuerySet) -> int:
    """Of how many blogs elsewhere these trackbacks are."""
    led_nowhere = When(final_url="", then=F("pace"))
    led_to = When(~Q(final_url=""), then=F("final_url"))
    # Only where many live at one domain tells the address who; without a domain, it is all there is.
    where = When(paced_as__in=_shared(), then=Case(led_to, default=F("source_url")))
    found = rows.order_by().filter(source=None).annotate(paced_as=Case(led_nowhere, default=F("final_pace")))
    wheres = found.annotate(where=Case(where, default=Value(""))).values_list("paced_as", "where").distinct()
    return len({of(url, paced_as) if url else paced_as[:LONGEST] for paced_as, url in wheres})


def domain_of(url: str) -> str:
    """The registrable domain; of whatever a stranger once wrote, what can be made of it."""
    try:
        return pace.domain_of(url)
    except Forbidden:
        return addresses.host(url) or url


def _above(host: str) -> list[str]:
    """The names that a host is below: of `a.b.c`, `b.c` and `c`."""
    names = host.split(".")
    return [".".join(names[place:]) for place in range(1, len(names))]


def _shared() -> Collection[str]:
    """The domains at which an address has to be read."""
    return _domains(tuple(settings.RANKING_MANY_BLOG_HOSTS))


@lru_cache(maxsize=8)
def _domains(hosts: tuple[str, ...]) -> frozenset[str]:
    return frozenset({"", *(domain_of(f"https://{host.removeprefix(_BELOW)}/") for host in hosts)})
