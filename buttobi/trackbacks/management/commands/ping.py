"""`buttobi ping URL --as BLOG/ENTRY [--verbose]`: sends one trackback now, and prints the answer."""

import asyncio
import sys
import time
from typing import Any

from asgiref.sync import async_to_sync, sync_to_async
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from buttobi.outbound.visitor import Visitor
from buttobi.trackbacks import announce, judge, outbox
from buttobi.trackbacks.models import Sent, Target
from buttobi.trackbacks.sending import aloud, deliver
from buttobi.trackbacks.sending.aloud import Aloud
from buttobi.trackbacks.sending.errand import Errand

# A worker that was faster has its errand done by then.
PATIENCE = 60.0
_MOVING = (Sent.State.WAITING, Sent.State.FINDING, Sent.State.SENDING)


class Command(BaseCommand):
    help = "Sends a trackback of a published entry to a page, and prints the answer; exit status 1 when it is refused."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("url", metavar="URL", help="a Trackback URL, or the address of an entry")
        parser.add_argument(
            "--as", dest="entry", required=True, metavar="BLOG/ENTRY", help="the entry that sends it, by its address"
        )
        parser.add_argument("--verbose", action="store_true", help="tell each step")

    def handle(self, *args: Any, **options: Any) -> None:
        aloud.hush()
        sent = _owe(_source(options["entry"]), options["url"])
        if sent.target_id is None and sent.state in Sent.OWED:
            say = self.stderr.write if options["verbose"] else None
            async_to_sync(_deliver)(sent, say)
            sent.refresh_from_db()
        self._print(sent)
        if sent.state != Sent.State.ACCEPTED:
            sys.exit(1)

    def _print(self, sent: Sent) -> None:
        kind = "trackback" if sent.target_id else sent.protocol
        endpoint = sent.target.trackback_url if sent.target else sent.endpoint
        lines = {
            "answer": sent.state,
            "kind": kind,
            "endpoint": endpoint,
            "says": sent.answer,
            "why": _(sent.problem) if sent.problem else "",
            "status": sent.status_url,
        }
        self.stdout.write("\n".join(f"{name}: {said}" for name, said in lines.items() if said))


def _source(name: str) -> Target:
    blog, slash, entry = name.strip("/").partition("/")
    pages = Target.objects.listed().select_related("blog")
    source = pages.filter(blog__name=blog, path=f"{entry}/").first() if slash else None
    if source is None:
        raise aloud.bad_input(_("There is no published entry %(name)s; write it like cats/my-entry.") % {"name": name})
    return source


def _owe(source: Target, url: str) -> Sent:
    judged = judge.judge(url, blog=source.blog, own=source)
    if judged.problem and not judged.key:
        raise aloud.bad_input(judged.refusal)
    with transaction.atomic():
        made = announce.owe(source=source, url=url)
    if made is not None:
        return made
    sent = Sent.objects.select_related("source__blog", "target").get(source=source, target_key=judged.key)
    if sent.state in outbox.AGAIN:
        outbox.send_again(sent)
    elif sent.state in outbox.TO_SEND_NOW and not sent.doubts:
        outbox.send_now(sent)
    return sent


async def _deliver(sent: Sent, say: aloud.Say | None) -> None:
    """Runs the errand here, unless a worker was faster; then waits for it."""
    mine = await sync_to_async(deliver.claim_one)(sent.pk)
    if mine is not None:
        async with deliver.visitor() as client:
            await Errand(mine, Aloud(client, say) if say else Visitor(client)).run()
        return
    end = time.monotonic() + PATIENCE
    while await sync_to_async(_is_moving)(sent.pk) and time.monotonic() < end:
        await asyncio.sleep(0.3)


def _is_moving(pk: int) -> bool:
    return Sent.objects.filter(pk=pk, state__in=_MOVING).exists()
