"""Whose turn it is: one visitor at a time for each domain, so often within the minute and the hour, and with patience.

Whatever strangers make us do, a host gets no more of it than `HOST_PACE` says. Nothing here opens a connection.
"""

import ipaddress
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from publicsuffixlist import PublicSuffixList

from buttobi.outbound import guard, rates
from buttobi.outbound.errors import Forbidden, OtherPeoplesProblem, gettext_noop
from buttobi.outbound.models import HostPace

# A visit ends within its deadline of ten seconds; a turn that was not given back by then was taken by a dead worker.
TURN = timedelta(seconds=40)
# Somebody else's turn is over soon.
SOON = timedelta(seconds=2)
FAILURES = 5
PAUSE = timedelta(hours=1)
BYTES_AN_HOUR = 1_000_000
# A page of less than this could be one whose link was cut off.
ENOUGH = 262_144
# A host that nobody asked for is forgotten after so long.
REMEMBERED = timedelta(days=90)

NOT_YET = gettext_noop("We ask this server only so often. It is asked again later.")
PAUSED = gettext_noop("This server failed again and again. It is asked again later.")


class Later(OtherPeoplesProblem):
    """It is not our turn at a domain: it was not dialled, and nobody failed. `until` is when it may be."""

    code = "later"

    def __init__(self, sentence: str, *, domain: str, until: datetime) -> None:
        super().__init__(sentence)
        self.domain = domain
        self.until = until


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Leave to ask one host. `budget` is the number of bytes that may come of it."""

    domain: str
    number: int
    budget: int
    paced: bool


def domain_of(url: str) -> str:
    """Whose pace an address is under: the registrable domain, blogs of one big host apart; host and port for numbers.

    Raises Forbidden for what is no address.
    """
    place = guard.at_door(url, settings.OUTBOUND_ALLOW)
    registrable = None if _is_number(place.host) else _suffixes().privatesuffix(place.host)
    if registrable is None or place.host.endswith("localhost"):
        return f"{place.host}:{place.port}"
    return str(registrable)


def is_suffix(host: str) -> bool:
    """Whether a name is nobody's own: people register theirs below it, as below `co.jp` or at a big host of blogs."""
    return not _is_number(host.strip("[]")) and _suffixes().privatesuffix(host) is None


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def take(url: str, *, now: datetime | None = None) -> Turn:
    """A turn at the host of an address. Raises Later, and Forbidden for an address that is never dialled."""
    now = now or timezone.now()
    guard.at_dial(url, settings.OUTBOUND_ALLOW)
    domain, paced = domain_of(url), _is_paced(url)
    host, _ = HostPace.objects.get_or_create(domain=domain, defaults={"used_at": now})
    for _attempt in range(3):
        _check(host, now, paced=paced)
        asked = _lately(host, now)
        changes = {"turns": host.turns + 1, "busy_until": now + TURN, "used_at": now}
        changes["asked"] = [*asked, [now.timestamp(), 0]]
        # One UPDATE decides: of two that saw the same number, one takes the turn.
        if HostPace.objects.filter(pk=host.pk, turns=host.turns).update(**changes):
            left = BYTES_AN_HOUR - int(sum(size for _, size in asked)) if paced else BYTES_AN_HOUR
            return Turn(domain=domain, number=host.turns + 1, budget=left, paced=paced)
        host.refresh_from_db()
    raise Later(NOT_YET, domain=host.domain, until=now + SOON)


def give_back(
    turn: Turn,
    *,
    ok: bool | None,
    requests: int = 1,
    size: int = 0,
    retry_after: datetime | None = None,
    now: datetime | None = None,
) -> None:
    """Ends a turn: whether the host answered (None: nobody knows), how often it was asked, and what it sent.

    A turn that ended by itself and was given to somebody else is theirs.
    """
    now = now or timezone.now()
    host = HostPace.objects.filter(domain=turn.domain, turns=turn.number).first()
    if host is None:
        return
    asked = [*host.asked[:-1], [host.asked[-1][0], size]] + [[now.timestamp(), 0]] * (requests - 1)
    changes: dict[str, object] = {"asked": asked, "busy_until": None}
    if ok is not None:
        changes |= _standing(host, ok=ok, now=now, paced=turn.paced)
    if retry_after is not None and turn.paced:
        changes["closed_until"] = retry_after
    HostPace.objects.filter(pk=host.pk, turns=turn.number).update(**changes)


def known() -> QuerySet[HostPace, str]:
    """The domains that have answered us at least once, as a part of other queries."""
    return HostPace.objects.exclude(answered_at=None).values_list("domain", flat=True)


def met(domains: Collection[str]) -> set[str]:
    """Those of some domains that have answered us at least once."""
    return set(known().filter(domain__in=domains))


def forget(now: datetime) -> int:
    """Lets go of hosts that nobody asked for lately; the number of them."""
    return HostPace.objects.filter(used_at__lt=now - REMEMBERED).delete()[0]


def _is_paced(url: str) -> bool:
    """Whether a host is other people's; what the operator has opened is asked as often as there is work."""
    allow = settings.OUTBOUND_ALLOW
    if not allow or settings.HOST_PACE_ALLOWED_TOO:
        return True
    place = guard.at_dial(url, allow)
    if place.literal is not None:
        return not guard.is_inside(place.literal, allow)
    try:
        guard.at_dial(url)
    except Forbidden:
        # A name that only an opened network may carry.
        return False
    return True


def _lately(host: HostPace, now: datetime) -> list[list[float]]:
    hour_ago = now.timestamp() - rates.HOUR
    return [pair for pair in host.asked if pair[0] > hour_ago]


def _check(host: HostPace, now: datetime, *, paced: bool) -> None:
    """Raises Later, with the reason that holds longest."""
    if host.busy_until is not None and host.busy_until > now:
        raise Later(NOT_YET, domain=host.domain, until=min(host.busy_until, now + SOON))
    if not paced:
        return
    if host.closed_until is not None and host.closed_until > now:
        sentence = PAUSED if host.failures >= FAILURES else NOT_YET
        raise Later(sentence, domain=host.domain, until=host.closed_until)
    asked = _lately(host, now)
    free = max(rates.next_time([at for at, _ in asked], settings.HOST_PACE), _after_bytes(asked))
    if free > now.timestamp():
        raise Later(NOT_YET, domain=host.domain, until=datetime.fromtimestamp(free, UTC))


def _after_bytes(asked: list[list[float]]) -> float:
    """When enough of this hour's bytes are an hour old for a page to be read."""
    total = sum(size for _, size in asked)
    for at, size in asked:
        if total <= BYTES_AN_HOUR - ENOUGH:
            return 0.0
        total -= size
        if total <= BYTES_AN_HOUR - ENOUGH:
            return at + rates.HOUR
    return 0.0


def _standing(host: HostPace, *, ok: bool, now: datetime, paced: bool) -> dict[str, object]:
    """What one more success or failure makes of a host: after five failures in a row there is one trial an hour."""
    if ok:
        return {"failures": 0, "failing_since": None, "closed_until": None, "answered_at": now}
    failures = min(host.failures + 1, 32_000)
    changes: dict[str, object] = {"failures": failures, "failing_since": host.failing_since or now}
    if failures >= FAILURES and paced:
        changes["closed_until"] = now + PAUSE
    return changes
