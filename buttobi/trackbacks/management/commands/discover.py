"""`buttobi discover URL [--verbose]`: prints what a page takes, one kind a line, or `none`."""

import sys
from typing import Any

from asgiref.sync import async_to_sync
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from buttobi.outbound import guard
from buttobi.outbound.errors import Forbidden, OtherPeoplesProblem
from buttobi.sections import addresses as ours
from buttobi.trackbacks import policy, targets
from buttobi.trackbacks.sending import aloud, deliver
from buttobi.trackbacks.sending.aloud import Aloud
from buttobi.trackbacks.sending.discover import Found, discover
from linkback import addresses
from linkback.discovery import Endpoints
from linkback.errors import RemoteProtocolError

KINDS = ("webmention", "trackback", "pingback")


class Command(BaseCommand):
    help = "Prints what a page takes, one kind a line: webmention, trackback, pingback; or none, with exit status 1."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("url", metavar="URL", help="the address of a page")
        parser.add_argument("--verbose", action="store_true", help="tell each step")

    def handle(self, *args: Any, **options: Any) -> None:
        aloud.hush()
        url = _address(options["url"])
        try:
            found = _of_ours(url) if ours.is_ours(url) else self._ask(url, is_told=options["verbose"])
        except Forbidden as forbidden:
            raise aloud.bad_input(_(forbidden.sentence)) from None
        except OtherPeoplesProblem as problem:
            found = Found(url=url, problem=problem.sentence)
        if found.problem:
            self.stderr.write(_(found.problem))
        lines = [f"{kind}: {address}" for kind in KINDS if (address := getattr(found.endpoints, kind))]
        self.stdout.write("\n".join(lines or ["none"]))
        if not lines:
            sys.exit(1)

    def _ask(self, url: str, *, is_told: bool) -> Found:
        guard.as_typed(url, settings.OUTBOUND_ALLOW)

        async def ask() -> Found:
            async with deliver.visitor() as client:
                return await discover(url, Aloud(client, self.stderr.write if is_told else _keep_silent))

        return async_to_sync(ask)()


def _keep_silent(_said: str) -> None:
    """Nobody wants to know."""


def _address(typed: str) -> str:
    try:
        return addresses.repair(typed)
    except RemoteProtocolError as problem:
        raise aloud.bad_input(str(problem)) from None


def _of_ours(url: str) -> Found:
    """A page of this service is not visited: its row says what it takes."""
    target = targets.find(url)
    if target is None or not target.is_public:
        return Found(url=url)
    section = target.blog.section
    doors = {"webmention": ours.webmention(section), "pingback": ours.pingback(section)}
    doors["trackback"] = target.trackback_url
    taken = policy.of(target).doors(timezone.now())
    return Found(url=url, endpoints=Endpoints(**{kind: doors[kind] for kind in taken}))
