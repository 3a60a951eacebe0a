"""Takes due trackbacks into our hands: source by source, one host at a time, and not too many hosts we never met."""

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Min, Q
from django.utils import timezone

from buttobi.outbound import pace
from buttobi.trackbacks.models import Received
from buttobi.trackbacks.models.received import ReceivedQuerySet

DEADLINE = 10.0
LEASE = timedelta(seconds=4 * DEADLINE)
# What one source may name at once; the rest of it is claimed next.
MOST_OF_A_SOURCE = 500
# How far we look down the queue for hosts that are free.
AHEAD = 20
_NOT_IN_OUR_HANDS = {"lease": "", "leased_until": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """One source and every due row that names it, under one lease."""

    rows: tuple[Received, ...]
    lease: str
    is_stranger: bool

    @property
    def source_url(self) -> str:
        return self.rows[0].source_url

    @property
    def pace(self) -> str:
        """Whose pace it is under; empty for a page of ours."""
        return self.rows[0].pace


def claim(room: int, *, strangers: int, busy: Collection[str] = ()) -> list[Claimed]:
    """Up to `room` sources whose hosts are not `busy`, at most `strangers` of them at hosts we never met."""
    now = timezone.now()
    chosen = _choose(now, room, strangers, busy)
    if not chosen:
        return []
    with transaction.atomic():
        return [claimed for one in chosen if (claimed := _take(one, now)) is not None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Waiting:
    """A source in the queue: how often it was tried, since when it is due, whose turn it needs."""

    tries: int
    due_at: datetime
    source_key: str
    pace: str
    is_stranger: bool


def _choose(now: datetime, room: int, strangers: int, busy: Collection[str]) -> list[_Waiting]:
    """First looks before the many tries that dead hosts get, then whoever has waited longest; one for each host."""
    due = Received.objects.due(now).exclude(pace__in=busy) if busy else Received.objects.due(now)
    known = Q(pace="") | Q(pace__in=pace.known())
    queue = _ahead(due.filter(known), room, is_stranger=False) + _ahead(due.exclude(known), strangers, is_stranger=True)
    chosen: dict[str, _Waiting] = {}
    for one in sorted(queue, key=lambda one: (one.tries, one.due_at)):
        strangers_left = strangers - sum(taken.is_stranger for taken in chosen.values())
        if len(chosen) < room and (not one.is_stranger or strangers_left > 0):
            chosen.setdefault(one.pace or one.source_key, one)
    return list(chosen.values())


def _ahead(due: ReceivedQuerySet, room: int, *, is_stranger: bool) -> list[_Waiting]:
    if room <= 0:
        return []
    rows = due.order_by("tries", "due_at", "pk").values_list("tries", "due_at", "source_key", "pace")
    return [
        _Waiting(tries=tries, due_at=due_at, source_key=key, pace=host, is_stranger=is_stranger)
        for tries, due_at, key, host in rows[: room * AHEAD]
        if due_at is not None
    ]


def _take(one: _Waiting, now: datetime) -> Claimed | None:
    """Every due row of the source; one that somebody else has taken meanwhile is theirs."""
    lease = secrets.token_hex(16)
    due = Received.objects.due(now).filter(source_key=one.source_key)
    locked = due.select_for_update(skip_locked=True, of=("self",))
    rows = list(locked.select_related("target__blog", "source__blog")[:MOST_OF_A_SOURCE])
    changes = {"lease": lease, "leased_until": now + LEASE, "tries": F("tries") + 1}
    Received.objects.filter(pk__in=[row.pk for row in rows]).update(**changes)
    for row in rows:
        row.lease, row.leased_until, row.tries = lease, now + LEASE, row.tries + 1
    return Claimed(rows=tuple(rows), lease=lease, is_stranger=one.is_stranger) if rows else None


def next_due() -> float | None:
    """In how many seconds the next row that is in nobody's hands is due; None when there is none."""
    soonest = Received.objects.filter(lease="").aggregate(at=Min("due_at"))["at"]
    return None if soonest is None else max((soonest - timezone.now()).total_seconds(), 0.05)


def keep(in_work: Iterable[Claimed]) -> None:
    """Says that we are still at it."""
    leases = [claimed.lease for claimed in in_work]
    Received.objects.filter(lease__in=leases).update(leased_until=timezone.now() + LEASE)


def release(claimed: Claimed) -> None:
    """Gives the rows back unworked, for whoever comes next."""
    _in_our_hands(claimed).update(tries=F("tries") - 1, **_NOT_IN_OUR_HANDS)


def put_off(claimed: Claimed, later: pace.Later) -> None:
    """Gives the rows back until it is our turn; whatever else is due at the same host waits as long."""
    with transaction.atomic():
        _in_our_hands(claimed).update(tries=F("tries") - 1, due_at=later.until, **_NOT_IN_OUR_HANDS)
        if later.domain == claimed.pace:
            same_host = Received.objects.filter(pace=claimed.pace, lease="", due_at__lt=later.until)
            same_host.update(due_at=later.until)


def _in_our_hands(claimed: Claimed) -> ReceivedQuerySet:
    return Received.objects.filter(lease=claimed.lease, pk__in=[row.pk for row in claimed.rows])
