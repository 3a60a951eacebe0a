"""On which side of the wall the two ends of a trackback stand, and what the wall says of a row that exists already."""

from collections.abc import Iterable

from buttobi.sections import marked, wall
from buttobi.trackbacks.models import Received
from linkback import addresses

_KNOWN = (Received.Reason.MARKED_ADULT, Received.Reason.OTHER_SECTION)


def refusal(received: Received, *, adult: bool) -> str | None:
    """Why a row cannot be listed, an ASCII sentence; `adult`: it comes from a page elsewhere that is marked so."""
    blog = received.target.blog
    section = received.source.blog.section if received.source is not None else None
    return wall.refusal(source=section, target=blog.section, to_center=blog.official, adult=adult)


def refusal_now(received: Received) -> str | None:
    """The same, by what its page said of itself when it was last read and by the list of hosts as it is now."""
    return refusal(received, adult=received.adult or bool(marked.marked_among(hosts_of(received))))


def is_listed(*urls: str) -> bool:
    """Whether one of the addresses of a page elsewhere is on a host that staff count as adult."""
    return bool(marked.marked_among(addresses.host(url) for url in urls if url))


def hosts_of(received: Received) -> set[str]:
    """The hosts that a page elsewhere is reached by: of its address, and of the one that it leads to."""
    return {addresses.host(url) for url in (received.source_url, received.final_url) if url}


def is_across(received: Received) -> bool:
    """Whether what its row knows is enough to say that it comes from beyond the wall: its words are for nobody here."""
    return received.reason in _KNOWN or refusal(received, adult=received.adult) is not None


def marked_rows(rows: Iterable[Received]) -> list[Received]:
    """Those of some rows from elsewhere whose pages are marked, by themselves or by their host."""
    rows = [row for row in rows if row.source_id is None]
    hosts = {row.pk: hosts_of(row) for row in rows}
    listed = marked.marked_among(host for of_row in hosts.values() for host in of_row)
    return [row for row in rows if row.adult or not hosts[row.pk].isdisjoint(listed)]
