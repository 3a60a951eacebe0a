"""What was found on a source page, or that nothing could be read, means for the row: state, reason, link, next look.

Values in, values out: no row is touched here, nothing is fetched, and the clock is told.
"""

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

from buttobi.trackbacks import backoff
from buttobi.trackbacks.models import Received
from buttobi.trackbacks.models.policy import Culture, Showing
from buttobi.trackbacks.repeat import is_final

State, Reason, Link = Received.State, Received.Reason, Received.Link

# How long after the examination, and after each look, the next look is.
LOOKS = (timedelta(hours=1), timedelta(hours=23), timedelta(days=6), timedelta(days=23))
JITTER = 0.2
# A page that is not found is looked for again after these; found missing every time, it is said to be.
MISSING = (timedelta(days=3), timedelta(days=4))
# A page that was read before and cannot be read now is tried again so often, so much later, before its next look.
TROUBLE = timedelta(days=1)
TROUBLES = 2


class Seen(Enum):
    """What a visit found."""

    PAGE = "page"
    GONE = "gone"
    """The server says that the page is gone for good (410)."""
    MISSING = "missing"
    """There is no such page (404)."""
    UNREADABLE = "unreadable"
    OURS = "ours"
    """It only leads to a page of this service, which is another page, by another author, under other rules."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A row as it stands, the rules of its target, and what a visit to its source found."""

    seen: Seen
    linked: bool = False
    now: datetime
    not_before: datetime | None = None
    """What the source's server asked for."""
    state: str = State.ARRIVED
    reason: str = ""
    state_before: str = ""
    link: str = Link.UNKNOWN
    protocols: tuple[str, ...] = ("trackback",)
    by_author: bool = False
    is_ours: bool = False
    tries: int = 1
    looks: int = 0
    heard_at: datetime
    missing_since: datetime | None = None
    culture: str = Culture.ORDINARY
    showing: str = Showing.EXAMINED
    is_across: bool = False
    """Whether it comes from beyond the wall between the sections: then nothing else matters."""

    @property
    def needs_no_link(self) -> bool:
        """Whether it would be listed without a link: a TrackBack alone can be related, and not in another's name."""
        return "trackback" in self.protocols and self.culture == Culture.RELATED and not self.is_ours

    @property
    def was_read(self) -> bool:
        """Whether this is another look at a page that was read before."""
        return self.link != Link.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the row is to be. `due_at` is None when it is never looked at again by itself."""

    state: str
    reason: str
    link: str
    due_at: datetime | None = None
    looks: int = 0
    tries: int = 0
    missing_since: datetime | None = None


def judge(case: Case) -> Verdict:
    """The verdict on one row."""
    return _at_the_wall(case, _judge(case)) if case.is_across else _judge(case)


def _at_the_wall(case: Case, verdict: Verdict) -> Verdict:
    """A marked page is refused, whatever it links to and whoever showed it; a page of ours comes back with its blog."""
    verdict = replace(verdict, due_at=None)
    if case.is_ours:
        if case.state in (State.REFUSED, State.WITHDRAWN):
            return replace(verdict, state=case.state, reason=case.reason)
        return replace(verdict, state=State.WITHDRAWN, reason=Reason.OTHER_SECTION)
    if _is_decided(case):
        # What its owner refused stays refused by its owner, also when the page mends itself.
        return verdict
    return replace(verdict, state=State.REFUSED, reason=Reason.MARKED_ADULT)


def _judge(case: Case) -> Verdict:
    if case.seen == Seen.PAGE:
        state, reason, link = _of_page(case)
        return _next_look(case, state, reason, link)
    if case.seen == Seen.GONE:
        return _of_gone(case)
    if case.seen == Seen.OURS:
        return _of_ours(case)
    return _of_later_trouble(case) if case.was_read else _of_trouble(case)


def _of_page(case: Case) -> tuple[str, str, str]:
    lost = case.link in (Link.LINKS, Link.GONE, Link.MISSING) and not case.linked
    link = Link.LINKS if case.linked else Link.GONE if lost else Link.NONE
    if _stays(case):
        return case.state, case.reason, link
    if case.linked:
        state, reason = _linked(case)
    elif lost and case.state in (State.SHOWN, State.HELD, State.WITHDRAWN) and not case.needs_no_link:
        state, reason = State.WITHDRAWN, Reason.LINK_GONE
    elif case.state == State.SHOWN:
        # A stricter policy is for what comes from now on.
        state, reason = case.state, case.reason
    else:
        state, reason = _without_link(case)
    return state, reason, link


def _stays(case: Case) -> bool:
    """What somebody decided, and the author's own act, is no matter of links."""
    return _is_decided(case) or (case.state, case.reason) == (State.SHOWN, Reason.OWNER_SHOWED)


def _is_decided(case: Case) -> bool:
    return case.by_author or is_final(case.state, case.reason)


def _linked(case: Case) -> tuple[str, str]:
    came_back = case.state == State.WITHDRAWN and case.state_before == State.SHOWN
    if case.state == State.SHOWN or came_back:
        return State.SHOWN, Reason.NONE
    if case.showing == Showing.LOOKED:
        return State.HELD, Reason.TEXT_CHANGED if case.reason == Reason.TEXT_CHANGED else Reason.WAITS_FOR_OWNER
    return State.SHOWN, Reason.NONE


def _without_link(case: Case) -> tuple[str, str]:
    if "trackback" not in case.protocols or case.culture == Culture.MENTION:
        return State.REFUSED, Reason.NO_LINK
    if case.is_ours:
        return State.HELD, Reason.IN_ANOTHERS_NAME
    if case.culture == Culture.RELATED and case.showing == Showing.EXAMINED:
        return State.SHOWN, Reason.NONE
    return State.HELD, Reason.TEXT_CHANGED if case.reason == Reason.TEXT_CHANGED else Reason.NO_LINK


def _of_gone(case: Case) -> Verdict:
    """Never asked again."""
    state, reason, link = _away(case, Reason.PAGE_GONE)
    return Verdict(state=state, reason=reason, link=link, looks=case.looks)


def _of_ours(case: Case) -> Verdict:
    """Whoever showed it: a page of ours is sent by its author. What was listed is looked at again, as usual."""
    return _next_look(case, *_away(case, Reason.LEADS_HERE))


def _away(case: Case, because: str) -> tuple[str, str, str]:
    """There is no page to list: what was listed is withdrawn, all else refused."""
    state, reason = case.state, case.reason
    if not _is_decided(case):
        was_listed = case.state in (State.SHOWN, State.HELD, State.WITHDRAWN) and case.was_read
        state, reason = State.WITHDRAWN if was_listed else State.REFUSED, because
    return state, reason, Link.GONE if case.was_read else Link.UNKNOWN


def _of_trouble(case: Case) -> Verdict:
    """A page that was never read is tried again for three days; a TrackBack meanwhile waits where its owner sees it."""
    due_at = backoff.next_try(tries=case.tries, since=case.heard_at, now=case.now, not_before=case.not_before)
    state, reason = case.state, case.reason
    if not _stays(case):
        waits = State.HELD if "trackback" in case.protocols else State.ARRIVED
        refused = due_at is None or case.state == State.REFUSED
        state, reason = State.REFUSED if refused else waits, Reason.UNREADABLE
    return Verdict(state=state, reason=reason, link=case.link, due_at=due_at, looks=case.looks, tries=case.tries)


def _of_later_trouble(case: Case) -> Verdict:
    """A page that was read before stays listed; three times not found over a week, the list says so."""
    # A changed text that nobody could compare with its page waits for its owner.
    state = State.HELD if case.state == State.ARRIVED else case.state
    is_missing = case.seen == Seen.MISSING
    since = case.missing_since or (case.now if is_missing else None)
    waits = MISSING if is_missing else (TROUBLE,) * TROUBLES
    if case.tries <= len(waits):
        due_at = max(case.now + waits[case.tries - 1], case.not_before or case.now)
        verdict = Verdict(
            state=state, reason=case.reason, link=case.link, due_at=due_at, looks=case.looks, tries=case.tries
        )
    else:
        verdict = _next_look(case, state, case.reason, Link.MISSING if is_missing else case.link)
    return replace(verdict, missing_since=since)


def _next_look(case: Case, state: str, reason: str, link: str) -> Verdict:
    """What is refused is not looked at again, until somebody asks."""
    due_at = None
    if state != State.REFUSED and not case.is_ours and case.looks < len(LOOKS):
        spread = 1 + random.uniform(-JITTER, JITTER)  # noqa: S311 - it only keeps many from coming at once
        due_at = case.now + LOOKS[case.looks] * spread
    return Verdict(state=state, reason=reason, link=link, due_at=due_at, looks=case.looks + 1)
