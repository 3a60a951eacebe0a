"""By which kinds of linkback a page is told, in which order, and when the next kind is tried. Values only."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from buttobi.trackbacks.models import Sent
from linkback import addresses
from linkback.discovery import Endpoints

Protocol = Sent.Protocol

# Nothing takes linkbacks at such an endpoint.
DEAD = frozenset({404, 405, 410})
# Faults of Pingback: this page takes none; there is no such method.
_CLOSED_FAULTS = frozenset({33, -32601})
_CLOSED = re.compile(
    r"\b(?:closed|disabled|switched off|takes no|no longer (?:takes?|accepts?|allow))"
    r"|\bnot (?:accept|allow|enabled|open|taken|supported)"
    r"|受け付けて(?:い|お)?(?:ません|ない)|受付(?:を)?(?:終了|停止)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One kind of linkback, and where it is POSTed."""

    protocol: Sent.Protocol
    endpoint: str


def ways(endpoints: Endpoints, *, linked: bool) -> list[Way]:
    """The kinds that a page takes, the best first (IO-32); for a page that does not link to it, TrackBack alone."""
    found = [(Protocol.TRACKBACK, endpoints.trackback)]
    if linked:
        found = [(Protocol.WEBMENTION, endpoints.webmention), *found, (Protocol.PINGBACK, endpoints.pingback)]
    return [Way(protocol=protocol, endpoint=endpoint) for protocol, endpoint in found if endpoint]


def is_closed(words: str, *, status: int = 200, fault: int | None = None) -> bool:
    """Whether a refusal means that nothing of this kind is taken there; then the next kind may be tried."""
    return status in DEAD or fault in _CLOSED_FAULTS or bool(_CLOSED.search(words))


def as_linked(links: Iterable[str] | None, spellings: Sequence[str]) -> str:
    """The link to a page of these addresses exactly as it is written (PB-5); empty when there is none."""
    written = list(links or ())
    for spell in (addresses.loose_key, _page_key):
        wanted = {spell(url) for url in spellings}
        if found := next((href for href in written if spell(href) in wanted), ""):
            return found
    return ""


def _page_key(url: str) -> str:
    return addresses.loose_key(addresses.without_fragment(url))
