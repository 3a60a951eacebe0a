"""What an owner may do about a trackback received: show, refuse, refuse and block its site; and take that back."""

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from buttobi.accounts.models import Account
from buttobi.blogs import access
from buttobi.trackbacks import sides
from buttobi.trackbacks.models import Block, Received
from buttobi.trackbacks.models.received import ReceivedQuerySet
from linkback import addresses

log = logging.getLogger(__name__)
State, Reason = Received.State, Received.Reason

# From where an owner may move a row; what its author took back is the author's.
TO_SHOW = (State.ARRIVED, State.HELD, State.REFUSED)
TO_REFUSE = (State.ARRIVED, State.HELD, State.SHOWN)
# What a visitor will read of a trackback from elsewhere.
WORDS = ("source_url", "title", "excerpt", "blog_name")
LEADS_HERE = gettext_noop("It only leads to a page of this service. Its author can send that page from New Submission.")
UNDO_SECONDS = 24 * 60 * 60
_SALT = "buttobi.trackbacks.moderation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One row's step as it was taken, so that it can be taken back."""

    pk: int
    before: str
    reason: str
    shown_at: datetime | None
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What one press did: the steps that were taken, and the blocks that were set."""

    changes: tuple[Change, ...] = ()
    blocks: tuple[int, ...] = ()

    def __add__(self, other: "Done") -> "Done":
        return Done(changes=self.changes + other.changes, blocks=self.blocks + other.blocks)


class TextChanged(Exception):  # noqa: N818 (named by what its owner is told)
    """A trackback does not say any more what its owner decided about."""


class NotToBeShown(Exception):  # noqa: N818 (named by what its owner is told)
    """No owner can list it. The text is a sentence, the key of its translation."""


def show(received: Received, *, seen: str | None = None) -> Done:
    """Lists it under its target. Shown without a link, it does not leave the list for want of one.

    `seen` names the words that its owner has read; raises TextChanged when it says something else by now, and
    NotToBeShown.
    """
    with transaction.atomic():
        # Its sender and its examination may change the words at any moment: from here on they wait for us.
        locked = Received.objects.select_for_update(of=("self",)).select_related("target__blog", "source__blog")
        row = locked.filter(pk=received.pk).first()
        if seen is not None and (row is None or words_of(row) != seen):
            raise TextChanged
        if row is not None and (refusal := barred(row)):
            raise NotToBeShown(refusal)
        reason = Reason.NONE if received.link == Received.Link.LINKS else Reason.OWNER_SHOWED
        done = _step(received, State.SHOWN, reason=reason) if received.state in TO_SHOW else Done()
        if any(change.shown_at is None for change in done.changes):
            # What a person let in counts for the day of that word.
            Received.objects.filter(pk=received.pk).update(approved_at=received.shown_at)
        return done


def barred(received: Received) -> str | None:
    """Why no owner can list a row, an English sentence; None when one can."""
    return LEADS_HERE if received.reason == Reason.LEADS_HERE else sides.refusal_now(received)


def words_of(received: Received) -> str:
    """A name for the words of a trackback: others have another. A page of ours says its words itself, at all times."""
    return _name([getattr(received, name) for name in WORDS])


def _name(words: Sequence[str]) -> str:
    return hashlib.sha256("\0".join(words).encode()).hexdigest()[:32]


def refuse(received: Received, *, reason: str = Reason.OWNER) -> Done:
    """Keeps it off the list for good, also when it is sent again."""
    return _step(received, State.REFUSED, reason=reason) if received.state in TO_REFUSE else Done()


def block(received: Received) -> Done:
    """Refuses it, and everything else of its site that waits in this blog; takes nothing from there any more."""
    blog = received.target.blog
    with transaction.atomic():
        blocked, is_new = Block.objects.get_or_create(blog=blog, **site(received))
        done = refuse(received, reason=Reason.SITE_BLOCKED)
        others = Received.objects.waiting().filter(target__blog=blog).exclude(pk=received.pk)
        for waiting in others.select_related("source__blog"):
            if site(waiting) == site(received):
                done += refuse(waiting, reason=Reason.SITE_BLOCKED)
    log.info("blog=%s block=%s new=%s", blog.pk, blocked.pk, is_new)
    return done + Done(blocks=(blocked.pk,) if is_new else ())


def site(received: Received) -> dict[str, Any]:
    """Where it comes from, as a block names it: a blog of this service, or a host elsewhere."""
    if received.source is not None:
        return {"host": "", "source_blog": received.source.blog}
    return {"host": addresses.host(received.source_url), "source_blog": None}


def unblock(blocked: Block) -> None:
    """Takes trackbacks from that site again; what was refused stays so."""
    log.info("blog=%s unblock=%s", blocked.blog_id, blocked.pk)
    Block.objects.filter(pk=blocked.pk).delete()


def _step(received: Received, to: Received.State, *, reason: str = "") -> Done:
    before = Change(pk=received.pk, before=received.state, reason=received.reason, shown_at=received.shown_at, after=to)
    if not received.step(to, reason=reason):
        return Done()
    log.info("received=%s state=%s because=%s", received.pk, to, reason)
    return Done(changes=(before,))


def ticket(done: Done, *, by: Account) -> str:
    """A signed text with which the same person can take it back within a day."""
    changes = [(c.pk, c.before, c.reason, c.shown_at.isoformat() if c.shown_at else "", c.after) for c in done.changes]
    return signing.dumps({"by": by.pk, "changes": changes, "blocks": done.blocks}, salt=_SALT, compress=True)


def undo(text: str, *, by: Account) -> int:
    """Takes back what a ticket names, as far as nobody moved it on since; the number of rows that went back.

    A text that is no ticket of this person does nothing.
    """
    try:
        found = signing.loads(text, salt=_SALT, max_age=UNDO_SECONDS)
    except signing.BadSignature:
        return 0
    if found["by"] != by.pk:
        return 0
    with transaction.atomic():
        Block.objects.filter(pk__in=found["blocks"], blog__in=access.writable_by(by)).delete()
        back = sum(_step_back(by, *change) for change in found["changes"])
    log.info("undone=%s by=%s", back, by.pk)
    return back


def _step_back(by: Account, pk: int, before: str, reason: str, shown_at: str, after: str) -> int:
    still_there = received_by(by).filter(pk=pk, state=after)
    row = still_there.select_related("target__blog", "source__blog").first()
    if row is not None and barred(row) is not None:
        return 0
    approval = {} if shown_at else {"approved_at": None}
    return still_there.update(
        state=before,
        reason=reason,
        state_before=after,
        shown_at=datetime.fromisoformat(shown_at) if shown_at else None,
        changed_at=timezone.now(),
        **approval,
    )


def received_by(account: Account) -> ReceivedQuerySet:
    """All trackbacks to blogs that somebody may write in."""
    return Received.objects.filter(target__blog__in=access.writable_by(account))
