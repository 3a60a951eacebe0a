"""Works what we owe to pages elsewhere: claims due rows, many at a time, and sends an errand for each.

At most one errand at a time for one host, over all workers: a live lease keeps its host busy. What a host may be asked
is its pace's affair; hosts that never answered us get half of the room, so that the others never wait for them.
"""

import asyncio
import logging
import secrets
import threading
from datetime import datetime

from asgiref.sync import async_to_sync, sync_to_async
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from buttobi.celery import stopping
from buttobi.outbound import pace
from buttobi.outbound.client import Client
from buttobi.outbound.errors import Forbidden
from buttobi.outbound.visitor import Visitor
from buttobi.sections import addresses
from buttobi.sections.section import Section
from buttobi.trackbacks.models import Sent
from buttobi.trackbacks.models.sent import SentQuerySet
from buttobi.trackbacks.sending.errand import LEASE, Errand

log = logging.getLogger(__name__)

DEADLINE = 10.0
ROOM = 200
# While errands are out, we look this often for what became due meanwhile.
LOOK_EVERY = 1.0
# A worker that is told to end gives those who are on their way this long.
GRACE = 4.0

_rung = threading.Event()
_draining = threading.Lock()


def drain() -> None:
    """Works until nothing is due. Of several calls in one process one works, and does what the others came for."""
    _rung.set()
    while _rung.is_set() and _draining.acquire(blocking=False):
        try:
            _rung.clear()
            async_to_sync(_drain)()
        finally:
            _draining.release()


async def _drain() -> None:
    async with visitor() as client:
        guide = Visitor(client)
        out: set[asyncio.Task[None]] = set()
        strangers: set[asyncio.Task[None]] = set()
        while True:
            while (room := ROOM - len(out)) and not stopping():
                claimed = await sync_to_async(claim)(room, strangers=ROOM // 2 - len(strangers & out))
                if not claimed:
                    break
                for sent, is_stranger in claimed:
                    errand = asyncio.create_task(Errand(sent, guide).run(), name=f"sent={sent.pk}")
                    out.add(errand)
                    strangers |= {errand} if is_stranger else set()
            if not out:
                return
            back, out = await asyncio.wait(out, timeout=LOOK_EVERY, return_when=asyncio.FIRST_COMPLETED)
            strangers &= out
            _report(back)
            if stopping():
                out = await _call_back(out)


async def _call_back(out: set[asyncio.Task[None]]) -> set[asyncio.Task[None]]:
    if out:
        back, late = await asyncio.wait(out, timeout=GRACE)
        for errand in late:
            errand.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        _report(back | late)
    return set()


def _report(back: set[asyncio.Task[None]]) -> None:
    """An errand that stumbles over our own mistake leaves its row to the next lease, and is never silent."""
    for errand in back:
        if not errand.cancelled() and (mistake := errand.exception()):
            log.error("an errand failed: %s", errand.get_name(), exc_info=mistake)


def visitor(deadline: float | None = None) -> Client:
    """Who knocks at other people's doors for us."""
    hosts = (settings.GENERAL_HOST, settings.ADULT_HOST, settings.DASHBOARD_HOST)
    return Client(
        allow=settings.OUTBOUND_ALLOW,
        ours={host.partition(":")[0] for host in hosts},
        is_ours=addresses.is_ours,
        deadline=deadline or DEADLINE,
        # Receivers of Webmentions look for this word in the name of whoever comes (WM-6).
        contact=f"{addresses.help_page(Section.GENERAL)}; Webmention",
    )


def claim(limit: int, *, strangers: int | None = None) -> list[tuple[Sent, bool]]:
    """Takes due rows into our hands, one for each host that nobody is visiting, and counts the attempt.

    Beside each row whether its host never answered us before; of those at most `strangers`.
    """
    now = timezone.now()
    with transaction.atomic():
        found = _pick(Sent.objects.due(now), limit, set())
        found += _pick(Sent.objects.to_look(now), limit - len(found), {sent.host for sent in found})
        if not found:
            return []
        chosen = _known_first(found, limit if strangers is None else max(strangers, 0))
        _take([sent for sent, _ in chosen], now)
    return chosen


def claim_one(pk: int) -> Sent | None:
    """One due row into our hands; None when somebody has it, or visits its host."""
    now = timezone.now()
    with transaction.atomic():
        found = _pick(Sent.objects.due(now).filter(pk=pk), 1, set())
        _take(found, now)
    return found[0] if found else None


def _take(rows: list[Sent], now: datetime) -> None:
    lease = secrets.token_hex(16)
    changes = {"lease": lease, "leased_until": now + LEASE}
    mine = Sent.objects.filter(pk__in=[sent.pk for sent in rows])
    mine.filter(state__in=Sent.OWED).update(tries=F("tries") + 1, **changes)
    mine.exclude(state__in=Sent.OWED).update(**changes)
    for sent in rows:
        sent.lease, sent.leased_until = lease, now + LEASE
        sent.tries += sent.state in Sent.OWED


def _pick(rows: SentQuerySet, limit: int, taken: set[str]) -> list[Sent]:
    """The first row of each host that is free."""
    busy = Sent.objects.filter(host=OuterRef("host"), leased_until__gt=timezone.now())
    free = rows.filter(~Exists(busy), target=None).exclude(host__in=taken)
    if limit <= 0 or not free.exists():
        return []
    found = free.select_related("source__blog").select_for_update(skip_locked=True, of=("self",))[: limit * 4]
    # The first of each host: later ones do not replace it.
    return list({sent.host: sent for sent in reversed(found)}.values())[::-1][:limit]


def _known_first(rows: list[Sent], strangers: int) -> list[tuple[Sent, bool]]:
    domains = {sent.pk: _domain(sent.target_url) for sent in rows}
    met = pace.met({*domains.values()})
    known = [(sent, False) for sent in rows if domains[sent.pk] in met]
    unknown = [(sent, True) for sent in rows if domains[sent.pk] not in met]
    return known + unknown[:strangers]


def _domain(url: str) -> str:
    try:
        return pace.domain_of(url)
    except Forbidden:
        return ""
