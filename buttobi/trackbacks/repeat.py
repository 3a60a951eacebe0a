"""A message about a pair that we know: what it changes, and whether it is worth another look at the source.

A repeat never makes a second row, never counts again, and never goes round a refusal.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils import timezone

from buttobi.trackbacks.models import Received

State, Reason = Received.State, Received.Reason

# Between two looks at one pair that somebody makes us take.
PATIENCE = timedelta(seconds=30)
# A TrackBack that says the same again is none of our business for so long.
SAME_FOR = timedelta(hours=24)
# What its sender can mend, and is told to send again; every other refusal stands.
_MENDABLE = frozenset(
    {Reason.NO_LINK, Reason.UNREADABLE, Reason.LINK_GONE, Reason.PAGE_GONE, Reason.MARKED_ADULT, Reason.LEADS_HERE}
)


def is_final(state: str, reason: str) -> bool:
    """Whether a row was refused for good: by its owner, or for what it says."""
    return state == State.REFUSED and reason not in _MENDABLE


def hear(received: Received, *, protocol: str, words: Mapping[str, str], found: Mapping[str, object]) -> None:
    """Takes in a repeat; call it with the row locked."""
    if received.by_author or is_final(received.state, received.reason):
        return
    now = timezone.now()
    changes: dict[str, object] = {"heard_at": now}
    if _is_told_by_the_page(received, protocol):
        words = {}
    if protocol not in received.protocols:
        changes["protocols"] = [*received.protocols, protocol]
    is_changed = any(text and getattr(received, name) != text for name, text in words.items())
    if is_changed:
        changes |= {**{name: text for name, text in words.items() if text}, **found, "changed_at": now}
        if received.state == State.SHOWN:
            received.step(State.ARRIVED, reason=Reason.TEXT_CHANGED, at=now)
    if is_changed or _is_worth_a_look(received, protocol, now):
        changes |= {"due_at": soonest(received, now), "tries": 0}
    Received.objects.filter(pk=received.pk).update(**changes)
    for name, value in changes.items():
        setattr(received, name, value)


def _is_told_by_the_page(received: Received, protocol: str) -> bool:
    """A first TrackBack from a page that we have read and that links: what the page says of itself stands.

    Programs send one entry by two protocols within a second; the second message must not take down what is shown.
    """
    is_first = protocol == "trackback" and protocol not in received.protocols
    return is_first and received.link == Received.Link.LINKS


def _is_worth_a_look(received: Received, protocol: str, now: datetime) -> bool:
    """Webmentions and pingbacks say that something changed; a TrackBack that says the same says nothing."""
    if _is_told_by_the_page(received, protocol):
        return False
    if protocol != "trackback" or protocol not in received.protocols:
        return True
    return received.reason in _MENDABLE or now - received.heard_at >= SAME_FOR


def soonest(received: Received, now: datetime) -> datetime:
    """When the next look may be: now, unless one has hardly begun or ended; never later than it is due anyway."""
    if received.leased_until is not None and received.leased_until > now:
        return now + PATIENCE
    at = max(now, received.checked_at + PATIENCE) if received.checked_at else now
    return min(at, received.due_at) if received.due_at else at
