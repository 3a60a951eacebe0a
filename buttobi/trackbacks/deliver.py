"""Works what we owe to pages elsewhere: claims due rows, a few at a time, and sends an errand for each.

At most one errand at a time for one host, over all workers: a live lease keeps its host busy.
"""

import asyncio
import logging
import secrets
import threading
from datetime import timedelta

from asgiref.sync import async_to_sync, sync_to_async
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from buttobi.celery import stopping
from buttobi.outbound.client import Client
from buttobi.sections import addresses
from buttobi.sections.section import Section
from buttobi.trackbacks.errand import Errand
from buttobi.trackbacks.models import Sent

log = logging.getLogger(__name__)

DEADLINE = 10.0
# An errand makes three visits at most, each within the deadline.
LEASE = timedelta(seconds=4 * DEADLINE)
ROOM = 50
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
        out: set[asyncio.Task[None]] = set()
        while True:
            while (room := ROOM - len(out)) and not stopping() and (claimed := await sync_to_async(claim)(room)):
                out |= {asyncio.create_task(Errand(sent, client).run(), name=f"sent={sent.pk}") for sent in claimed}
            if not out:
                return
            back, out = await asyncio.wait(out, timeout=LOOK_EVERY, return_when=asyncio.FIRST_COMPLETED)
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


def visitor() -> Client:
    """Who knocks at other people's doors for us."""
    hosts = (settings.GENERAL_HOST, settings.ADULT_HOST, settings.DASHBOARD_HOST)
    return Client(
        allow=settings.OUTBOUND_ALLOW,
        ours={host.partition(":")[0] for host in hosts},
        deadline=DEADLINE,
        contact=addresses.help_page(Section.GENERAL),
    )


def claim(limit: int) -> list[Sent]:
    """Takes due rows into our hands, one for each host that nobody is visiting, and counts the attempt."""
    now = timezone.now()
    busy = Sent.objects.filter(host=OuterRef("host"), leased_until__gt=now)
    due = Sent.objects.due(now).filter(~Exists(busy), target=None)
    if not due.exists():
        return []
    lease = secrets.token_hex(16)
    with transaction.atomic():
        rows = due.select_related("source__blog").select_for_update(skip_locked=True, of=("self",))[: limit * 4]
        # The first of each host: later ones do not replace it.
        mine = list({sent.host: sent for sent in reversed(rows)}.values())[::-1][:limit]
        changes = {"lease": lease, "leased_until": now + LEASE, "tries": F("tries") + 1}
        Sent.objects.filter(pk__in=[sent.pk for sent in mine]).update(**changes)
    for sent in mine:
        sent.lease, sent.leased_until, sent.tries = lease, now + LEASE, sent.tries + 1
    return mine
