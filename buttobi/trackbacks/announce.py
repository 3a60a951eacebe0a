"""Whom a page of ours owes a trackback: written down with its cause, and rung for.

A page on this service needs no network: its row is written here, in the same transaction.
"""

import logging
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_noop

from buttobi.celery import ring
from buttobi.trackbacks import judge, receive, tasks
from buttobi.trackbacks.judge import Judged
from buttobi.trackbacks.links import is_linked
from buttobi.trackbacks.models import Received, Sent, Target
from buttobi.trackbacks.sending import choose, outcome
from linkback import addresses, text

log = logging.getLogger(__name__)
State = Sent.State

# Of the links in a text so many are told.
LINKS_TOLD = 20
LINK_GONE = gettext_noop("Your text does not link to it any more.")
# What a row forgets when it is to be sent anew.
FRESH: dict[str, Any] = {"tries": 0, "doubts": 0, "answer": "", "problem": "", "lease": "", "leased_until": None}
_NOT_SENT = (State.WAITING, State.FINDING, State.LATER)


def announce(*, source: Target, urls: Sequence[str], links: Sequence[str] = ()) -> list[Sent]:
    """One row for each address that has none yet; never twice for one address. Call it in the cause's transaction.

    `urls` were written under Other Settings, `links` stand in the text. Pages that were told by Webmention before are
    told again: the page changed.
    """
    tell_again(source)
    owed = [_owe(source, judge.judge(url, blog=source.blog, own=source)) for url in urls]
    owed += [_owe(source, judged, from_text=True) for judged in _links_to_tell(source, links)]
    made = [sent for sent in owed if sent is not None]
    if any(sent.state == State.WAITING for sent in made):
        ring(tasks.deliver_due)
    return made


def owe(*, source: Target, url: str) -> Sent | None:
    """The row of one address, when it has none yet. Call it in a transaction."""
    sent = _owe(source, judge.judge(url, blog=source.blog, own=source))
    if sent is not None and sent.state == State.WAITING:
        ring(tasks.deliver_due)
    return sent


def _links_to_tell(source: Target, links: Sequence[str]) -> list[Judged]:
    """Of the links in a text those that lead to other pages, and that can be asked at all."""
    judged = (judge.judge(link, blog=source.blog, own=source) for link in links)
    keyed = {link.key: link for link in reversed([link for link in judged if link.key])}
    return list(keyed.values())[::-1][:LINKS_TOLD]


def _owe(source: Target, judged: Judged, *, from_text: bool = False) -> Sent | None:
    if not judged.key:
        # It was judged when it was written; by now its target is gone. Nothing is sent, and its author is told.
        digest = sha256(judged.url.encode(errors="replace")).hexdigest()
        judged = replace(judged, url=_storable(judged.url), key=f"bad:{digest}")
    sent, is_new = Sent.objects.get_or_create(
        source=source,
        target_key=judged.key,
        defaults={
            "target_url": judged.url,
            "target": judged.target,
            "host": addresses.host(judged.url),
            "from_text": from_text,
        },
    )
    if not is_new and not _wanted_again(sent, from_text=from_text):
        return None
    if judged.problem:
        sent.step(State.REFUSED, problem=judged.problem)
    elif judged.target is not None:
        give(sent)
    log.info("sent=%s source=%s target=%s state=%s", sent.pk, source.pk, sent.target_id, sent.state)
    return sent


def _storable(url: str) -> str:
    """What an author wrote, as far as every database takes it."""
    return text.tidy(url)[: addresses.LONGEST]


def _wanted_again(sent: Sent, *, from_text: bool) -> bool:
    """Whether a row that ended for want of a link, or because that was gone, begins anew now that there is one."""
    if sent.from_text and not from_text:
        Sent.objects.filter(pk=sent.pk).update(from_text=False)
        sent.from_text = False
    ended = sent.state in (State.CANCELLED, State.WITHDRAWN) and sent.problem == LINK_GONE
    if sent.state == State.REFUSED and sent.problem in (outcome.NEEDS_LINK, receive.NEEDS_LINK):
        ended = links_to(sent)
    now = timezone.now()
    return ended and sent.step(State.WAITING, due_at=now, owed_since=now, **FRESH)


def give(sent: Sent) -> None:
    """Settles a waiting trackback to a page of ours. Call it in a transaction."""
    if sent.target is None:
        return
    now = timezone.now()
    try:
        receive.from_here(source=sent.source, target=sent.target)
    except receive.Refused as refusal:
        sent.step(State.REFUSED, problem=str(refusal), posted_at=now)
    else:
        sent.step(State.ACCEPTED, problem="", posted_at=now)


def take_back(sent: Sent, *, problem: str = "") -> bool:
    """Takes a trackback to a page of ours off its list; what its receiver refused stays refused."""
    if not sent.step(State.WITHDRAWN, problem=problem):
        return False
    given = Received.objects.filter(source=sent.source, target=sent.target, by_author=True)
    for received in given.filter(state__in=[Received.State.HELD, Received.State.SHOWN]):
        received.step(Received.State.WITHDRAWN)
    return True


def tell_again(source: Target) -> None:
    """The page changed, or left the public: whoever was told by Webmention is told so (WM-8, WM-9).

    Links that are gone from its text take back what was owed for their sake. Call it in the cause's transaction.
    """
    rows = list(Sent.objects.filter(source=source).select_related("target__blog"))
    for sent in rows:
        sent.source = source
        if sent.from_text and source.listed and not links_to(sent):
            _link_is_gone(sent)
    told = [tell_once_more(sent) for sent in rows if _may_be_told_again(sent)]
    if any(told):
        ring(tasks.deliver_due)


def links_to(sent: Sent) -> bool:
    """Whether the text of a row's source links to its target."""
    if sent.target is not None:
        return is_linked(sent.target, sent.source.links or ())
    return bool(choose.as_linked(sent.source.links, [sent.target_url]))


def _link_is_gone(sent: Sent) -> None:
    if sent.target is not None and sent.state == State.ACCEPTED:
        take_back(sent, problem=LINK_GONE)
    elif sent.target is None and sent.state in _NOT_SENT and sent.posted_at is None:
        sent.step(State.CANCELLED, problem=LINK_GONE, lease="", leased_until=None)


def _may_be_told_again(sent: Sent) -> bool:
    if sent.target_id is not None or sent.protocol != Sent.Protocol.WEBMENTION or sent.posted_at is None:
        return False
    if sent.state in (State.CANCELLED, State.WITHDRAWN):
        return sent.source.listed and links_to(sent)
    # What still waits to be sent will find the page as it is then.
    return sent.state not in _NOT_SENT


def tell_once_more(sent: Sent) -> bool:
    """A row that was told by Webmention is owed again; says whether it is."""
    now = timezone.now()
    return sent.step(State.WAITING, again=True, due_at=now, owed_since=now, **FRESH)
