"""How often programs may call: counted by the minute in the cache, for each client address and each account.

Without a cache nothing is limited: a call is worth more than its count.
"""

import time
from ipaddress import IPv6Address, IPv6Network, ip_address

from django.core.cache import cache

CALLS_PER_ADDRESS = 120
CALLS_PER_ACCOUNT = 60
# Only the address is counted, never the name that was tried: nobody may shut another person's editor out.
FAILURES_PER_ADDRESS = 10
SECONDS = 60


def room(kind: str, who: str, *, most: int) -> bool:
    """Counts one more of this kind in this minute; whether it is within the limit."""
    key = _key(kind, who)
    try:
        cache.add(key, 0, SECONDS)
        return bool(cache.incr(key) <= most)
    except Exception:  # noqa: BLE001 - each cache has errors of its own, and a minute may end between the two lines
        return True


def is_full(kind: str, who: str, *, most: int) -> bool:
    """Whether the limit of this minute is reached already; counts nothing."""
    try:
        return int(cache.get(_key(kind, who), 0)) >= most
    except Exception:  # noqa: BLE001 - each cache has errors of its own
        return False


def neighbourhood(address: str) -> str:
    """Whom a client address stands for: an IPv4 address itself, and of IPv6 the /64 that one customer has."""
    try:
        known = ip_address(address)
    except ValueError:
        return "unknown"
    if not isinstance(known, IPv6Address):
        return str(known)
    return str(known.ipv4_mapped or IPv6Network((int(known), 64), strict=False))


def _key(kind: str, who: str) -> str:
    return f"clients:{kind}:{who}:{int(time.time()) // SECONDS}"
