"""One errand: find where the trackback goes, say that it is being sent, send it, remember what was answered.

No transaction is open while a stranger is talking; every write is one UPDATE under our lease.
"""

import asyncio
import logging
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from asgiref.sync import sync_to_async
from django.db.models import F
from django.utils import timezone

from buttobi.outbound.client import Client
from buttobi.outbound.errors import OtherPeoplesProblem
from buttobi.sections import addresses as ours
from buttobi.trackbacks import backoff, judge, outcome
from buttobi.trackbacks.models import Sent
from buttobi.trackbacks.outcome import Outcome
from linkback import trackback
from linkback.discovery import find_endpoints
from linkback.evidence import find_evidence

log = logging.getLogger(__name__)
State = Sent.State

# A second ambiguous POST is the last one.
DOUBTS = 2
_NOT_IN_OUR_HANDS = {"lease": "", "leased_until": None}


class _Lost(Exception):  # noqa: N818 (no error: somebody else decided meanwhile)
    """The row was cancelled, hidden or taken over while we were on our way."""


class _Known(Exception):  # noqa: N818 (no error: the errand is at its end early)
    def __init__(self, known: Outcome) -> None:
        super().__init__(known.state)
        self.outcome = known


@dataclass(frozen=True, slots=True)
class Errand:
    """A row in our hands, and the visitor who runs for it."""

    sent: Sent
    client: Client

    async def run(self) -> None:
        """Works the row up to the end of this attempt."""
        try:
            result = await self._attempt()
        except OtherPeoplesProblem as problem:
            result = outcome.of_problem(problem)
        except _Known as known:
            result = known.outcome
        except _Lost:
            await sync_to_async(release)(self.sent)
            return
        except asyncio.CancelledError:
            # This worker is told to end. A POST on its way stays what it is: in doubt when its lease runs out.
            if self.sent.state != State.SENDING:
                await sync_to_async(release)(self.sent)
            raise
        await sync_to_async(settle)(self.sent, result, now=timezone.now())

    async def _attempt(self) -> Outcome:
        sent = self.sent
        if sent.state == State.SENDING:
            return outcome.LAPSED
        if sent.tries > backoff.TRIES:
            # Its leases ran out again and again: something about this row ends our workers.
            return Outcome(state=State.LATER, problem=outcome.BROKE_OFF)
        if ours.is_ours(sent.target_url):
            return Outcome(state=State.REFUSED, problem=judge.NO_ENTRY)
        if sent.doubts and await self._is_on_their_page():
            return Outcome(state=State.ACCEPTED)
        endpoint = sent.target_url if trackback.looks_like_ping_url(sent.target_url) else await self._find()
        return await self._post(endpoint)

    async def _is_on_their_page(self) -> bool:
        page = await self.client.get(self.sent.target_url)
        if page.status == 429 or page.status >= 500:
            raise _Known(outcome.patience(page, now=timezone.now()))
        here = self.sent.source.address
        found = find_evidence(page.body, page.header("content-type"), self.sent.target_url, page.url, [here])
        return found.links_to(here)

    async def _find(self) -> str:
        sent = self.sent
        if sent.state != State.FINDING:
            await self._step(State.FINDING)
        page = await self.client.get(sent.target_url)
        if trouble := outcome.of_page(page, now=timezone.now()):
            raise _Known(trouble)
        if "xml" in page.header("content-type") and b"<response>" in page.body[:2000]:
            return sent.target_url
        endpoint = find_endpoints(page.url, page.headers, page.body, asked=sent.target_url).trackback
        if endpoint is None:
            raise _Known(Outcome(state=State.REFUSED, problem=outcome.NOTHING_FOUND))
        if ours.is_ours(endpoint):
            raise _Known(Outcome(state=State.REFUSED, problem=outcome.ITS_PING_URL_IS_OURS))
        return endpoint

    async def _post(self, endpoint: str) -> Outcome:
        sent = self.sent
        if not await sync_to_async(_is_public)(sent):
            raise _Lost
        # Written down before the POST: whoever finds the row so after a crash knows that it may have arrived.
        await self._step(State.SENDING, endpoint=endpoint, posted_at=timezone.now(), doubts=sent.doubts + 1)
        message = trackback.build_ping(_ping(sent))
        answer = await self.client.post(endpoint, body=message.body, content_type=message.content_type)
        return outcome.of_ping(answer, now=timezone.now())

    async def _step(self, to: Sent.State, **changes: object) -> None:
        if not await sync_to_async(self.sent.step)(to, under=self.sent.lease, **changes):
            raise _Lost
        log.info("sent=%s state=%s try=%s", self.sent.pk, to, self.sent.tries)


def _ping(sent: Sent) -> trackback.Ping:
    source = sent.source
    return trackback.Ping(url=source.address, title=source.title, excerpt=source.summary, blog_name=source.blog.title)


def _is_public(sent: Sent) -> bool:
    return Sent.objects.filter(pk=sent.pk).public().exists()


def release(sent: Sent) -> None:
    """Gives a row back unworked, for whoever comes next."""
    Sent.objects.filter(pk=sent.pk, lease=sent.lease).update(tries=F("tries") - 1, **_NOT_IN_OUR_HANDS)


def settle(sent: Sent, result: Outcome, *, now: datetime) -> bool:
    """Writes down what became of an attempt; says whether the row was still in our hands."""
    result, due_at = _with_patience(sent, result, now=now)
    # A clear answer to the last POST says nothing about the one before it.
    doubts = sent.doubts if result.in_doubt else max(sent.doubts - (sent.state == State.SENDING), 0)
    changes: dict[str, Any] = {"answer": result.answer, "problem": result.problem, "doubts": doubts}
    if due_at is not None:
        changes["due_at"] = due_at
    moved = sent.step(result.state, under=sent.lease, **changes, **_NOT_IN_OUR_HANDS)
    log.info("sent=%s state=%s try=%s moved=%s", sent.pk, result.state, sent.tries, moved)
    return moved


def _with_patience(sent: Sent, result: Outcome, *, now: datetime) -> tuple[Outcome, datetime | None]:
    """When there is another attempt; or, when it is enough, how it ends without one."""
    if result.state != State.LATER:
        return result, None
    not_before = result.not_before
    if result.in_doubt:
        not_before = (sent.posted_at or now) + backoff.IN_DOUBT
        if sent.doubts >= DOUBTS:
            return replace(result, state=State.UNCLEAR, problem=outcome.IN_DOUBT_TWICE), None
        result = replace(result, problem=outcome.IN_DOUBT)
    due_at = backoff.next_try(tries=sent.tries, since=sent.owed_since, now=now, not_before=not_before)
    if due_at is None:
        may_have_arrived = result.in_doubt or sent.doubts > (sent.state == State.SENDING)
        return replace(result, state=State.UNCLEAR if may_have_arrived else State.GAVE_UP), None
    return result, due_at
