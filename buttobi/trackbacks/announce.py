"""Whom a page of ours owes a trackback: written down with its cause, and rung for.

A page on this service needs no network: its row is written here, in the same transaction.
"""

import logging
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from django.utils import timezone

from buttobi.celery import ring
from buttobi.trackbacks import judge, receive, tasks
from buttobi.trackbacks.models import Sent, Target
from linkback import addresses, text

log = logging.getLogger(__name__)


def announce(*, source: Target, urls: Sequence[str]) -> list[Sent]:
    """One row for each address that has none yet; never twice for one address. Call it in the cause's transaction."""
    made = [sent for url in urls if (sent := _owe(source, url)) is not None]
    if any(sent.state == Sent.State.WAITING for sent in made):
        ring(tasks.deliver_due)
    return made


def _owe(source: Target, url: str) -> Sent | None:
    judged = judge.judge(url, blog=source.blog, own=source)
    if not judged.key:
        # It was judged when it was written; by now its target is gone. Nothing is sent, and its author is told.
        judged = replace(judged, url=_storable(url), key=f"bad:{sha256(url.encode(errors='replace')).hexdigest()}")
    sent, is_new = Sent.objects.get_or_create(
        source=source,
        target_key=judged.key,
        defaults={"target_url": judged.url, "target": judged.target, "host": addresses.host(judged.url)},
    )
    if not is_new:
        return None
    if judged.problem:
        sent.step(Sent.State.REFUSED, problem=judged.problem)
    elif judged.target is not None:
        give(sent)
    log.info("sent=%s source=%s target=%s state=%s", sent.pk, source.pk, sent.target_id, sent.state)
    return sent


def _storable(url: str) -> str:
    """What an author wrote, as far as every database takes it."""
    return text.tidy(url)[: addresses.LONGEST]


def give(sent: Sent) -> None:
    """Settles a waiting trackback to a page of ours. Call it in a transaction."""
    if sent.target is None:
        return
    now = timezone.now()
    try:
        receive.from_here(source=sent.source, target=sent.target)
    except receive.Refused as refusal:
        sent.step(Sent.State.REFUSED, problem=str(refusal), posted_at=now)
    else:
        sent.step(Sent.State.ACCEPTED, problem="", posted_at=now)
