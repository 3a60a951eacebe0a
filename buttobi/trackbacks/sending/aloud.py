"""For somebody at a shell: a visitor who tells each step, and how a command that came to nothing ends."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from django.core.management.base import CommandError
from django.utils.translation import gettext

from buttobi.outbound.answer import Answer
from buttobi.outbound.client import PAGES
from buttobi.outbound.errors import OtherPeoplesProblem
from buttobi.outbound.visitor import Visitor

Say = Callable[[str], object]


@dataclass(frozen=True)
class Aloud(Visitor):
    """Visits like any visitor, and tells each request and its answer."""

    say: Say

    async def get(self, url: str, *, accept: str = PAGES) -> Answer:
        self.say(f"GET {url}")
        return await self._tell(super().get(url, accept=accept))

    async def post(self, url: str, *, body: bytes, content_type: str) -> Answer:
        self.say(f"POST {url}")
        return await self._tell(super().post(url, body=body, content_type=content_type))

    async def _tell(self, visit: Awaitable[Answer]) -> Answer:
        try:
            answer = await visit
        except OtherPeoplesProblem as problem:
            self.say(f"  {gettext(problem.sentence)}")
            raise
        said = answer.header("content-type") or "no type"
        self.say(f"  {answer.status} {said}, {len(answer.body)} bytes from {answer.url}")
        return answer


def hush() -> None:
    """What the service writes to its log is not what somebody at a shell asked for."""
    logging.getLogger("buttobi").setLevel(logging.WARNING)


def bad_input(sentence: str) -> CommandError:
    """Ends a command with 2: what was typed cannot be done at all."""
    return CommandError(sentence, returncode=2)
