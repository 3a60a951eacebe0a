"""One errand: find where a linkback goes, say that it is being sent, send it, remember what was answered.

No transaction is open while a stranger is talking; every write is one UPDATE under our lease.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from asgiref.sync import sync_to_async
from django.db.models import F
from django.utils import timezone

from buttobi.outbound.answer import Answer
from buttobi.outbound.errors import Forbidden, OtherPeoplesProblem
from buttobi.outbound.pace import Later
from buttobi.outbound.visitor import Visitor
from buttobi.sections import addresses as ours
from buttobi.trackbacks import backoff, judge, keys
from buttobi.trackbacks.models import Sent
from buttobi.trackbacks.sending import choose, look, outcome
from buttobi.trackbacks.sending.choose import Way
from buttobi.trackbacks.sending.outcome import Outcome
from linkback import pingback, trackback, webmention
from linkback.discovery import Endpoints, find_endpoints
from linkback.messages import Message

log = logging.getLogger(__name__)
State, Protocol = Sent.State, Sent.Protocol

# An errand makes a few visits, each within ten seconds; every step of it begins this anew.
LEASE = timedelta(seconds=60)
# A second ambiguous POST is the last one.
DOUBTS = 2
# Somebody else's turn at a host is waited for on the spot when it is over so soon.
SHORT = 3.0
TURNS = 5
_NOT_IN_OUR_HANDS = {"lease": "", "leased_until": None}


class _Lost(Exception):  # noqa: N818 (no error: somebody else decided meanwhile)
    """The row was cancelled, hidden or taken over while we were on our way."""


class _Known(Exception):  # noqa: N818 (no error: the errand is at its end early)
    def __init__(self, known: Outcome) -> None:
        super().__init__(known.state)
        self.outcome = known


@dataclass(slots=True)
class Errand:
    """A row in our hands, and the visitor who runs for it."""

    sent: Sent
    visitor: Visitor
    linked: str = ""
    """The link to their page as our text has it, once that is known."""

    async def run(self) -> None:
        """Works the row up to the end of this attempt, or looks at their page when nothing is owed."""
        if self.sent.state in Sent.OWED:
            await self._send()
        else:
            await self._look()

    async def _look(self) -> None:
        seen: bool | None = None
        try:
            seen = await look.is_seen(self.visitor, self.sent)
        except Later as later:
            await sync_to_async(look.wait)(self.sent, later.until)
            return
        except (OtherPeoplesProblem, look.Unreadable) as problem:
            log.info("sent=%s look=%s", self.sent.pk, problem)
        await sync_to_async(look.settle)(self.sent, seen=seen, now=timezone.now())

    async def _send(self) -> None:
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
        await sync_to_async(settle)(self.sent, await self._as_it_ends(result), now=timezone.now())

    async def _as_it_ends(self, result: Outcome) -> Outcome:
        """A Webmention of a page that is gone, or links no more, takes back what it told before."""
        sent = self.sent
        if not _is_pinging(sent):
            # The other kinds may be told as often as need be.
            result = replace(result, in_doubt=False)
        told = sent.again and sent.state == State.SENDING and result.state in (State.ACCEPTED, State.REFUSED)
        if told and not (self.linked and await sync_to_async(_is_public)(sent)):
            return replace(result, state=State.WITHDRAWN, problem="")
        return result

    # --- One attempt --------------------------------------------------------------------------------------------------
    async def _attempt(self) -> Outcome:
        sent = self.sent
        if _is_pinging(sent):
            return outcome.LAPSED
        if sent.tries > backoff.TRIES:
            # Its leases ran out again and again: something about this row ends our workers.
            return Outcome(state=State.LATER, problem=outcome.BROKE_OFF)
        if ours.is_ours(sent.target_url):
            return Outcome(state=State.REFUSED, problem=judge.NO_ENTRY)
        if sent.doubts and await self._is_on_their_page():
            return Outcome(state=State.ACCEPTED)
        result = Outcome(state=State.REFUSED, problem=outcome.NOTHING_FOUND)
        for way in await self._ways():
            result = await self._post(way)
            if not result.passes:
                break
        return self._nowhere(Endpoints(), home=False) if sent.again and result.passes else result

    async def _is_on_their_page(self) -> bool:
        try:
            return await look.is_seen(self.visitor, self.sent)
        except look.Unreadable as unreadable:
            problem = outcome.BUSY if unreadable.status == 429 else outcome.IN_TROUBLE
            raise _Known(Outcome(state=State.LATER, problem=problem)) from None

    async def _ways(self) -> list[Way]:
        """Where the row may go. What was pasted as a ping URL is one; everything else is found anew (WM-8)."""
        sent = self.sent
        as_it_is = [Way(protocol=Protocol.TRACKBACK, endpoint=sent.target_url)]
        if not sent.from_text and not sent.again and trackback.looks_like_ping_url(sent.target_url):
            return as_it_is
        page = await self._read_their_page()
        if "xml" in page.header("content-type") and b"<response>" in page.body[:2000] and not sent.again:
            return as_it_is
        endpoints = find_endpoints(page.url, page.headers, page.body, asked=sent.target_url)
        self.linked = choose.as_linked(sent.source.links, [sent.target_url, page.url])
        found = choose.ways(endpoints, linked=bool(self.linked) or sent.again)
        if sent.again:
            # Only a Webmention may be told twice; others would show it twice.
            found = [way for way in found if way.protocol == Protocol.WEBMENTION]
        elif sent.from_text and await sync_to_async(_is_told_otherwise)(sent, endpoints):
            raise _Known(Outcome(state=State.REFUSED, problem=outcome.TOLD_ALREADY))
        elsewhere = [way for way in found if not ours.is_ours(way.endpoint)]
        if not elsewhere:
            raise _Known(self._nowhere(endpoints, home=bool(found)))
        return elsewhere

    async def _read_their_page(self) -> Answer:
        sent = self.sent
        if sent.state not in (State.FINDING, State.SENDING):
            await self._step(State.FINDING)
        page = await self._in_turn(lambda: self.visitor.get(sent.target_url))
        if trouble := outcome.of_page(page, now=timezone.now()):
            if sent.again and trouble.state == State.REFUSED:
                trouble = self._nowhere(Endpoints(), home=False)
            raise _Known(trouble)
        return page

    def _nowhere(self, endpoints: Endpoints, *, home: bool) -> Outcome:
        """Why there is no way to go."""
        sent = self.sent
        if sent.again:
            return Outcome(state=State.ACCEPTED, problem=outcome.NO_LONGER_TOLD)
        if home:
            problem = outcome.ITS_PING_URL_IS_OURS
        elif not self.linked and (endpoints.webmention or endpoints.pingback):
            problem = outcome.NEEDS_LINK
        else:
            problem = outcome.TAKES_NONE if sent.from_text else outcome.NOTHING_FOUND
        return Outcome(state=State.REFUSED, problem=problem)

    async def _post(self, way: Way) -> Outcome:
        sent = self.sent
        if not sent.again and not await sync_to_async(_is_public)(sent):
            raise _Lost
        message = self._message(way.protocol)
        in_doubt = way.protocol == Protocol.TRACKBACK
        # Written down before the POST: whoever finds the row so after a crash knows that it may have arrived.
        said = {"endpoint": way.endpoint, "protocol": way.protocol, "posted_at": timezone.now()}
        await self._step(State.SENDING, doubts=sent.doubts + in_doubt, **said)
        try:
            answer = await self._in_turn(
                lambda: self.visitor.post(way.endpoint, body=message.body, content_type=message.content_type)
            )
        except Forbidden as forbidden:
            result = outcome.of_problem(forbidden)
        else:
            result = outcome.of_answer(answer, protocol=way.protocol, now=timezone.now())
            log.info("sent=%s protocol=%s status=%s", sent.pk, way.protocol, answer.status)
        if result.passes:
            # A clear answer: nothing of this kind arrived.
            sent.doubts -= in_doubt
        return result

    def _message(self, protocol: Sent.Protocol) -> Message:
        source = self.sent.source
        target = self.linked or self.sent.target_url
        if protocol == Protocol.WEBMENTION:
            return webmention.build_mention(source=source.address, target=target)
        if protocol == Protocol.PINGBACK:
            return pingback.build_ping(source=source.address, target=target)
        title, blog_name = source.title, source.blog.title
        return trackback.build_ping(
            trackback.Ping(url=source.address, title=title, excerpt=source.summary, blog_name=blog_name)
        )

    async def _in_turn(self, ask: Callable[[], Awaitable[Answer]]) -> Answer:
        """Waits for a turn that comes soon, rather than begin again from the start."""
        for _turn in range(TURNS):
            try:
                return await ask()
            except Later as later:
                seconds = (later.until - timezone.now()).total_seconds()
                if seconds > SHORT:
                    raise
                await asyncio.sleep(max(seconds, 0.05))
        return await ask()

    async def _step(self, to: Sent.State, **changes: object) -> None:
        changes["leased_until"] = timezone.now() + LEASE
        if not await sync_to_async(self.sent.step)(to, under=self.sent.lease, **changes):
            raise _Lost
        log.info("sent=%s state=%s try=%s %s", self.sent.pk, to, self.sent.tries, changes.get("endpoint", ""))


def _is_public(sent: Sent) -> bool:
    return Sent.objects.filter(pk=sent.pk).public().exists()


def _is_told_otherwise(sent: Sent, endpoints: Endpoints) -> bool:
    """Whether the author wrote this page's Trackback URL under Other Settings: of one page, one linkback (IO-32)."""
    if not endpoints.trackback:
        return False
    others = Sent.objects.filter(source=sent.source, target_key=keys.of_target(endpoints.trackback))
    return others.exclude(pk=sent.pk).exclude(state__in=[State.CANCELLED, State.WITHDRAWN]).exists()


def release(sent: Sent) -> None:
    """Gives a row back unworked, for whoever comes next."""
    Sent.objects.filter(pk=sent.pk, lease=sent.lease).update(tries=F("tries") - 1, **_NOT_IN_OUR_HANDS)


def settle(sent: Sent, result: Outcome, *, now: datetime) -> bool:
    """Writes down what became of an attempt; says whether the row was still in our hands."""
    result, due_at = _with_patience(sent, result, now=now)
    # A clear answer to the last POST says nothing about the one before it.
    clear = _is_pinging(sent) and not result.in_doubt and not result.passes
    changes: dict[str, Any] = {
        "answer": result.answer,
        "problem": result.problem,
        "doubts": max(sent.doubts - clear, 0),
    }
    if due_at is not None:
        changes["due_at"] = due_at
    else:
        changes["again"] = False
    if result.waited:
        changes["tries"] = max(sent.tries - 1, 0)
    if result.status_url:
        changes["status_url"] = result.status_url
    if result.state in Sent.LOOKED_FOR:
        changes |= look.first(now)
    if result.waited and due_at is not None and sent.state != State.SENDING:
        _let_the_others_wait(sent, due_at)
    moved = sent.step(result.state, under=sent.lease, **changes, **_NOT_IN_OUR_HANDS)
    log.info("sent=%s state=%s try=%s moved=%s", sent.pk, result.state, sent.tries, moved)
    return moved


def _let_the_others_wait(sent: Sent, until: datetime) -> None:
    """Whatever else is due at a host whose turn has not come waits as long, without being taken up for it."""
    others = Sent.objects.filter(host=sent.host, target=None, leased_until=None, due_at__lt=until)
    others.filter(state__in=[State.WAITING, State.LATER]).update(due_at=until)


def _with_patience(sent: Sent, result: Outcome, *, now: datetime) -> tuple[Outcome, datetime | None]:
    """When there is another attempt; or, when it is enough, how it ends without one."""
    if result.state != State.LATER:
        return result, None
    if result.waited:
        return result, result.not_before
    not_before = result.not_before
    if result.in_doubt:
        not_before = (sent.posted_at or now) + backoff.IN_DOUBT
        if sent.doubts >= DOUBTS:
            return replace(result, state=State.UNCLEAR, problem=outcome.IN_DOUBT_TWICE), None
        result = replace(result, problem=outcome.IN_DOUBT)
    due_at = backoff.next_try(tries=sent.tries, since=sent.owed_since, now=now, not_before=not_before)
    if due_at is None:
        may_have_arrived = result.in_doubt or sent.doubts > _is_pinging(sent)
        return replace(result, state=State.UNCLEAR if may_have_arrived else State.GAVE_UP), None
    return result, due_at


def _is_pinging(sent: Sent) -> bool:
    """Whether a TrackBack ping was on its way."""
    return sent.state == State.SENDING and sent.protocol not in (Protocol.WEBMENTION, Protocol.PINGBACK)
