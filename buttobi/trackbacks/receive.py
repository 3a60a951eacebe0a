"""The one corridor behind every door: a trackback is judged by what we know already, written down, and answered.

Nothing is fetched here. What comes from outside is held until its owner shows it.
"""

import logging

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from buttobi.outbound import guard
from buttobi.outbound.errors import Forbidden
from buttobi.sections import addresses as ours
from buttobi.sections import wall
from buttobi.trackbacks import keys, targets
from buttobi.trackbacks.models import Block, Received, Target
from linkback import addresses
from linkback.errors import RemoteProtocolError

log = logging.getLogger(__name__)
State, Reason = Received.State, Received.Reason


class Refused(Exception):  # noqa: N818 (named by what it tells the sender)
    """A trackback that is not written down. The text is one ASCII sentence for the sender."""


CLOSED = "This entry takes no trackbacks."
BLOCKED = "This blog takes no trackbacks from your site."
ITSELF = "An entry never trackbacks itself."
NO_SOURCE_HERE = "The url names no entry of this service."


def arrive(
    *,
    target: Target,
    protocol: str,
    source_url: str,
    title: str = "",
    excerpt: str = "",
    blog_name: str = "",
    sender_ip: str | None = None,
    raw: bytes = b"",
    raw_charset: str = "",
) -> Received:
    """Writes down a trackback that came through a door, or says why not by raising Refused.

    A repeat finds its row again; a changed text of a shown one waits for its owner again; what an owner refused, and
    what the author of an entry here wrote, stays as it is.
    """
    source_url, source = _source(target, source_url)
    words = {"title": title, "excerpt": excerpt, "blog_name": blog_name}
    found: dict[str, object] = {"source": source, "source_url": source_url, "sender_ip": sender_ip}
    found |= {"raw": raw, "raw_charset": raw_charset}
    reason = Reason.NOT_VERIFIED if source is None else Reason.IN_ANOTHERS_NAME
    with transaction.atomic():
        received, is_new = Received.objects.select_for_update().get_or_create(
            target=target,
            source_key=keys.of_source(source_url, ours=source),
            defaults={"state": State.HELD, "reason": reason, "protocols": [protocol], **words, **found},
        )
        if not is_new:
            _hear_again(received, protocol=protocol, words=words, found=found)
    log.info(
        "received=%s target=%s state=%s new=%s protocol=%s", received.pk, target.pk, received.state, is_new, protocol
    )
    return received


def _hear_again(received: Received, *, protocol: str, words: dict[str, str], found: dict[str, object]) -> None:
    if received.by_author or received.state == State.REFUSED:
        return
    changes: dict[str, object] = {}
    if protocol not in received.protocols:
        changes["protocols"] = [*received.protocols, protocol]
    if any(getattr(received, name) != text for name, text in words.items()):
        changes |= words | found | {"changed_at": timezone.now()}
        if received.state == State.SHOWN:
            received.step(State.HELD, reason=Reason.TEXT_CHANGED)
    if changes:
        Received.objects.filter(pk=received.pk).update(**changes)


def from_here(*, source: Target, target: Target) -> Received:
    """Writes down a trackback from a page of ours, by its author's own act: shown at once. Raises Refused.

    Call it inside the transaction of the act.
    """
    _check(source, target)
    received, is_new = Received.objects.select_for_update().get_or_create(
        target=target,
        source_key=keys.of_source(source.address, ours=source),
        defaults={
            "source": source,
            "source_url": source.address,
            "by_author": True,
            "state": State.SHOWN,
            "shown_at": timezone.now(),
        },
    )
    if not is_new:
        Received.objects.filter(pk=received.pk).update(by_author=True)
        _come_back(received)
    log.info(
        "received=%s target=%s state=%s new=%s source=%s", received.pk, target.pk, received.state, is_new, source.pk
    )
    return received


def _come_back(received: Received) -> None:
    """An author sends again what was taken back, or what somebody else had sent in their name."""
    held_for_its_author = received.state == State.HELD and received.reason == Reason.IN_ANOTHERS_NAME
    if received.state == State.WITHDRAWN or held_for_its_author:
        received.step(State.SHOWN)


def _source(target: Target, source_url: str) -> tuple[str, Target | None]:
    """The source's address, repaired, and the page of ours that it is; raises Refused."""
    try:
        source_url = addresses.repair(source_url)
    except RemoteProtocolError as error:
        raise Refused(str(error)) from None
    source = targets.find(source_url)
    if source is None:
        if ours.is_ours(source_url):
            raise Refused(NO_SOURCE_HERE)
        try:
            guard.at_door(source_url, settings.OUTBOUND_ALLOW)
        except Forbidden as forbidden:
            raise Refused(forbidden.sentence) from None
    elif not source.listed:
        raise Refused(NO_SOURCE_HERE)
    _check(source, target, host=addresses.host(source_url))
    return source_url, source


def _check(source: Target | None, target: Target, *, host: str = "") -> None:
    if not target.is_open:
        raise Refused(CLOSED)
    if source is not None and source.pk == target.pk:
        raise Refused(ITSELF)
    section = source.blog.section if source is not None else None
    if refusal := wall.refusal(source=section, target=target.blog.section, to_center=target.blog.official):
        raise Refused(refusal)
    blocks = Block.objects.filter(blog=target.blog)
    blocked = blocks.filter(source_blog=source.blog) if source is not None else blocks.filter(host=host)
    if blocked.exists():
        raise Refused(BLOCKED)
