"""The one corridor behind every door: a trackback is judged by what we know already, written down, and answered.

Nothing is fetched here. What comes from outside is examined by the worker before anybody sees it.
"""

import logging

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from buttobi.celery import ring
from buttobi.outbound import guard, pace
from buttobi.outbound.errors import Forbidden
from buttobi.sections import addresses as ours
from buttobi.sections import marked, wall
from buttobi.sections.section import Section
from buttobi.trackbacks import keys, links, policy, repeat, targets, tasks
from buttobi.trackbacks.models import Block, Received, Target
from buttobi.trackbacks.models.policy import KINDS, Culture
from linkback import addresses
from linkback.errors import RemoteProtocolError

log = logging.getLogger(__name__)
State, Reason = Received.State, Received.Reason


class Refused(Exception):  # noqa: N818 (named by what it tells the sender)
    """A trackback that is not written down. The text is one ASCII sentence for the sender."""


class Closed(Refused):
    """The entry does not take it, from nobody or not of this kind."""


class Unwelcome(Refused):
    """This sender's trackbacks are not taken: its site is blocked, or the sections do not mix."""


BLOCKED = "This blog takes no trackbacks from your site."
ITSELF = "An entry never trackbacks itself."
NEEDS_LINK = gettext_noop("This entry lists only entries that link to it. Add a link to your text and send again.")
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

    A repeat finds its row again; a changed text of a shown one is examined again; what an owner refused, and what the
    author of an entry here wrote, stays as it is.
    """
    source_url, source = _source(target, source_url, protocol)
    words = {"title": title, "excerpt": excerpt, "blog_name": blog_name}
    # Where a ping said nothing, its reader put the address and its host; the page may say more.
    stand_ins = {"", source_url, addresses.host(source_url)}
    words = {name: "" if said in stand_ins else said for name, said in words.items()}
    found: dict[str, object] = {"source": source, "source_url": source_url, "sender_ip": sender_ip}
    found |= {"raw": raw, "raw_charset": raw_charset}
    where = {"pace": pace.domain_of(source_url) if source is None else ""}
    with transaction.atomic():
        received, is_new = Received.objects.select_for_update().get_or_create(
            target=target,
            source_key=keys.of_source(source_url, ours=source),
            defaults={"due_at": timezone.now(), "protocols": [protocol], **words, **found, **where},
        )
        if not is_new:
            repeat.hear(received, protocol=protocol, words=words, found=found)
        if received.due_at is not None and received.due_at <= timezone.now():
            ring(tasks.examine_due)
    log.info(
        "received=%s target=%s state=%s new=%s protocol=%s", received.pk, target.pk, received.state, is_new, protocol
    )
    received.is_new = is_new
    return received


def from_here(*, source: Target, target: Target) -> Received:
    """Writes down a trackback from a page of ours, by its author's own act: shown at once. Raises Refused.

    Call it inside the transaction of the act.
    """
    _check(source, target)
    _check_act(source, target)
    received, is_new = Received.objects.select_for_update().get_or_create(
        target=target,
        source_key=keys.of_source(source.address, ours=source),
        defaults={
            "source": source,
            "source_url": source.address,
            "by_author": True,
            "state": State.SHOWN,
            "shown_at": timezone.now(),
            **links.as_found(source, target),
        },
    )
    if not is_new:
        found = links.as_found(source, target)
        Received.objects.filter(pk=received.pk).update(
            by_author=True, due_at=None, lease="", leased_until=None, **found
        )
        _come_back(received)
    log.info(
        "received=%s target=%s state=%s new=%s source=%s", received.pk, target.pk, received.state, is_new, source.pk
    )
    return received


def _come_back(received: Received) -> None:
    """An author sends again what was taken back, or what somebody else had sent in their name."""
    waits = received.state in (State.ARRIVED, State.HELD) and not received.by_author
    if received.state == State.WITHDRAWN or waits or received.reason == Reason.NO_LINK:
        received.step(State.SHOWN)


def _source(target: Target, source_url: str, protocol: str) -> tuple[str, Target | None]:
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
    _check_policy(target, protocol, key=keys.of_source(source_url, ours=source))
    return source_url, source


def _check_policy(target: Target, protocol: str, *, key: str) -> None:
    """`key` of the source of a message that came through a door; empty for an author's own act."""
    held = policy.of(target)
    refusal = policy.refusal(held, target, protocol, is_outside=bool(key), now=timezone.now())
    # What is listed may change or take itself back after its target was closed.
    if refusal and not (target.is_public and Received.objects.filter(target=target, source_key=key).shown().exists()):
        raise Closed(policy.with_time(refusal, target))


def _check_act(source: Target, target: Target) -> None:
    """An author here: a page that links is welcome in any kind that is taken, one that does not by TrackBack alone."""
    held = policy.of(target)
    linked = links.is_linked(target, source.links or ())
    kinds = KINDS if linked else ("trackback",)
    refusals = [policy.refusal(held, target, kind, is_outside=False, now=timezone.now()) for kind in kinds]
    if all(refusals):
        raise Closed(refusals[0])
    if held.culture == Culture.MENTION and not linked:
        raise Closed(NEEDS_LINK)


def _check(source: Target | None, target: Target, *, host: str = "") -> None:
    # A door answers on hosts that belong to no section: without its section, a page takes nothing by any of them.
    if not Section(target.blog.section).is_offered:
        raise Closed(policy.CLOSED)
    if source is not None and source.pk == target.pk:
        raise Refused(ITSELF)
    section = source.blog.section if source is not None else None
    adult = source is None and marked.is_marked(host)
    if refusal := wall.refusal(source=section, target=target.blog.section, to_center=target.blog.official, adult=adult):
        raise Unwelcome(refusal)
    blocks = Block.objects.filter(blog=target.blog)
    blocked = blocks.filter(source_blog=source.blog) if source is not None else blocks.filter(host=host)
    if blocked.exists():
        raise Unwelcome(BLOCKED)
