"""Examines what arrived from elsewhere: claims due sources, visits many at once, reads each once, settles its rows.

No transaction is open while a stranger is talking, and nobody's slowness or size keeps the others waiting.
"""

import asyncio
import logging
import threading
import time
from itertools import islice

from asgiref.sync import async_to_sync, sync_to_async
from django.conf import settings
from django.utils import timezone

from buttobi.celery import stopping
from buttobi.outbound.answer import Answer
from buttobi.outbound.client import Client
from buttobi.outbound.pace import Later
from buttobi.outbound.visitor import Visitor
from buttobi.sections import addresses
from buttobi.sections.section import Section
from buttobi.trackbacks import backoff, links
from buttobi.trackbacks.examining.claim import DEADLINE, LEASE, Claimed, claim, keep, next_due, put_off, release
from buttobi.trackbacks.examining.reading import Packed, ReadingRoom
from buttobi.trackbacks.examining.settle import settle, settle_ours
from buttobi.trackbacks.examining.verdict import Seen
from buttobi.trackbacks.examining.visit import INTERRUPTED, Found, visit
from buttobi.trackbacks.models import Received

log = logging.getLogger(__name__)

ROOM = 200
# Hosts we never met may be a thousand tarpits; the others keep the other half.
STRANGERS = ROOM // 2
# Seconds: whoever lets us wait longer keeps no place from others, so that a tarpit costs a socket and nobody's turn.
SLOW = 1.5
# So many may keep us waiting beside those in the room.
SLOW_ROOM = 300
# While visits are on their way, we look this often for what became due meanwhile.
LOOK_EVERY = 1.0
# Seconds in which several places become free, which are filled in one go.
GATHER = 0.05
# What is due again so soon, because somebody else of us was at its host, is not left to the sweep.
STAY = 3.0
# A worker that is told to end gives those who are on their way this long.
GRACE = 4.0
# A page that waits to be read keeps its lease so often.
KEEP_EVERY = LEASE.total_seconds() / 4

_rung = threading.Event()
_draining = threading.Lock()
_Out = dict[asyncio.Task[None], Claimed]


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
    with ReadingRoom() as room:
        async with client() as visiting:
            await _work(Examiner(Visitor(visiting), room))


async def _work(examiner: "Examiner") -> None:
    out: _Out = {}
    kept = time.monotonic()
    while True:
        out |= await _send_out(examiner, out)
        if not out:
            wait = await sync_to_async(next_due)()
            if wait is None or wait > STAY or stopping():
                return
            await asyncio.sleep(wait)
            continue
        back, _ = await asyncio.wait(out, timeout=LOOK_EVERY, return_when=asyncio.FIRST_COMPLETED)
        _report(back)
        out = {task: claimed for task, claimed in out.items() if task not in back}
        if stopping():
            await _call_back(set(out))
            return
        if out:
            await asyncio.sleep(GATHER)
        if time.monotonic() - kept > KEEP_EVERY:
            kept = time.monotonic()
            await sync_to_async(keep)(list(out.values()))


async def _send_out(examiner: "Examiner", out: _Out) -> _Out:
    """Fills the room that is left with visits to hosts that nobody of us visits."""
    sent: _Out = {}
    slow = examiner.slow()
    in_room = [claimed for claimed in out.values() if claimed.lease not in slow]
    while not stopping() and (room := ROOM - len(in_room) - len(sent)) > 0:
        busy = {claimed.pace for claimed in [*out.values(), *sent.values()] if claimed.pace}
        strangers = STRANGERS - sum(claimed.is_stranger for claimed in [*in_room, *sent.values()])
        claimed_now = await sync_to_async(claim)(room, strangers=strangers, busy=busy)
        if not claimed_now:
            break
        for claimed in claimed_now:
            sent[asyncio.create_task(examiner.examine(claimed), name=claimed.source_url)] = claimed
    return sent


async def _call_back(out: set[asyncio.Task[None]]) -> None:
    if out:
        back, late = await asyncio.wait(out, timeout=GRACE)
        for visit_out in late:
            visit_out.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        _report(back | late)


def _report(back: set[asyncio.Task[None]]) -> None:
    """A visit that stumbles over our own mistake leaves its rows to the next lease, and is never silent."""
    for one in back:
        if not one.cancelled() and (mistake := one.exception()):
            log.error("an examination failed: %s", one.get_name(), exc_info=mistake)


def client() -> Client:
    """Who looks at other people's pages for us."""
    hosts = (settings.GENERAL_HOST, settings.ADULT_HOST, settings.DASHBOARD_HOST)
    return Client(
        allow=settings.OUTBOUND_ALLOW,
        ours={host.partition(":")[0] for host in hosts},
        is_ours=addresses.is_ours,
        deadline=DEADLINE,
        contact=addresses.help_page(Section.GENERAL),
    )


class Examiner:
    """Visits sources and reads them."""

    def __init__(self, visitor: Visitor, room: ReadingRoom) -> None:
        self.visitor = visitor
        self.room = room
        # By lease, since when we have been waiting for a page, the longest first.
        self._waiting: dict[str, float] = {}
        self._one_by_one = asyncio.Lock()

    def slow(self) -> set[str]:
        """The leases of those who keep us waiting; what is being read is none of them, for it takes memory."""
        now = time.monotonic()
        waiting = islice(self._waiting.items(), SLOW_ROOM)
        return {lease for lease, since in waiting if now - since > SLOW}

    async def examine(self, claimed: Claimed) -> None:
        """One source, for every row that names it."""
        if not claimed.pace:
            await sync_to_async(settle_ours)(claimed)
            return
        spelled: dict[int, list[str]] = {}
        try:
            found = await self._visit(claimed)
            if not isinstance(found, Found):
                spelled = await sync_to_async(_spelled)(claimed)
                targets = [address for known in spelled.values() for address in known]
                found = await self.room.read(found, claimed.source_url, targets)
        except Later as later:
            await sync_to_async(_wait)(claimed, later)
        except asyncio.CancelledError:
            await sync_to_async(release)(claimed)
            raise
        else:
            await self._settle(claimed, found, spelled)
        finally:
            self._waiting.pop(claimed.lease, None)

    async def _settle(self, claimed: Claimed, found: Found, spelled: dict[int, list[str]]) -> None:
        if found.seen == Seen.PAGE:
            await sync_to_async(settle)(claimed, found, spelled)
            return
        # One by one: a crowd of failures does not stand in line before those who answered.
        async with self._one_by_one:
            await sync_to_async(settle)(claimed, found, spelled)

    async def _visit(self, claimed: Claimed) -> Answer | Packed | Found:
        if min(row.tries for row in claimed.rows) > backoff.TRIES:
            # Its leases ran out again and again: something about this page ends our workers.
            return Found(seen=Seen.UNREADABLE, problem=INTERRUPTED)
        self._waiting[claimed.lease] = time.monotonic()
        found = await visit(self.visitor, claimed.source_url)
        if isinstance(found, Found):
            return found
        del self._waiting[claimed.lease]
        return await self.room.take_in(found)


def _wait(claimed: Claimed, later: Later) -> None:
    """Until it is our turn; a source whose turn did not come for days will not be read any more."""
    too_old = timezone.now() - backoff.LONGEST
    if all(row.link == Received.Link.UNKNOWN and row.heard_at <= too_old for row in claimed.rows):
        settle(claimed, Found(seen=Seen.UNREADABLE, problem=later.sentence), {})
    else:
        put_off(claimed, later)


def _spelled(claimed: Claimed) -> dict[int, list[str]]:
    """The addresses of each target that these rows name."""
    return {target.pk: links.spellings(target) for target in {row.target for row in claimed.rows}}
