"""A visitor of other people's servers who keeps the pace: a turn at every host on the way, given back afterwards."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from asgiref.sync import sync_to_async
from django.utils import timezone

from buttobi.outbound import pace
from buttobi.outbound.answer import Answer
from buttobi.outbound.client import PAGES, Client
from buttobi.outbound.errors import BadRedirect, Forbidden, OtherPeoplesProblem
from buttobi.outbound.rates import retry_after
from buttobi.outbound.wire import Wire

_PATIENCE = frozenset({429, 503})


@dataclass(frozen=True, slots=True)
class Visitor:
    """Asks like its client, in turn. Raises pace.Later, with nothing dialled, when it is not our turn yet."""

    client: Client

    async def get(self, url: str, *, accept: str = PAGES) -> Answer:
        """The page at an address; a redirect to another host waits for that host's turn too."""
        walk = await _set_out(url, self.client.budget)
        try:
            answer = await self.client.get(url, accept=accept, wire=walk.wire, before_redirect=walk.go_on)
        except BaseException as problem:
            await walk.end(ok=_is_to_blame(problem))
            raise
        await walk.arrive(answer)
        return answer

    async def post(self, url: str, *, body: bytes, content_type: str) -> Answer:
        """The answer to a POST."""
        walk = await _set_out(url, self.client.budget)
        try:
            answer = await self.client.post(url, body=body, content_type=content_type, wire=walk.wire)
        except BaseException as problem:
            await walk.end(ok=_is_to_blame(problem))
            raise
        await walk.arrive(answer)
        return answer


async def _set_out(url: str, budget: int) -> "_Walk":
    turn = await sync_to_async(pace.take)(url)
    left = min(turn.budget, budget)
    return _Walk(turn=turn, wire=Wire(left=left), before=left)


def _is_to_blame(problem: BaseException) -> bool | None:
    """What a failure says of the host where it happened: False when it failed, True when it answered well enough."""
    if isinstance(problem, BadRedirect):
        return True
    if isinstance(problem, pace.Later | Forbidden | asyncio.CancelledError):
        return None
    return False if isinstance(problem, OtherPeoplesProblem) else None


@dataclass(slots=True)
class _Walk:
    """One fetch on its way: whose turn we have, and what was left of the wire's budget when we took it."""

    turn: pace.Turn | None
    wire: Wire
    before: int
    requests: int = 1

    async def go_on(self, url: str) -> None:
        """Before a redirect is followed: another request there, or the next host's turn."""
        if self.turn is not None and pace.domain_of(url) == self.turn.domain:
            self.requests += 1
            return
        await self.end(ok=True)
        self.turn = await sync_to_async(pace.take)(url)
        self.requests = 1
        self.wire.left = self.before = min(self.wire.left, self.turn.budget)

    async def arrive(self, answer: Answer) -> None:
        now = timezone.now()
        wait = retry_after(answer.header("retry-after"), now) if answer.status in _PATIENCE else None
        await self.end(ok=answer.status < 500, wait=wait)

    async def end(self, *, ok: bool | None, wait: datetime | None = None) -> None:
        if self.turn is None:
            return
        turn, self.turn = self.turn, None
        size = max(self.before - self.wire.left, 0)
        await sync_to_async(pace.give_back)(turn, ok=ok, requests=self.requests, size=size, retry_after=wait)
