"""What becomes of trackbacks when the wall comes to stand between their two ends, and when it no longer does.

A blog moved to the other section, or staff marked a host elsewhere: what stands on the wrong side leaves the lists at
once, and remembers where it stood. Call everything here in the transaction of its cause.
"""

import logging
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext_noop

from buttobi.blogs.models import Blog
from buttobi.celery import ring
from buttobi.outbound import pace
from buttobi.outbound.errors import Forbidden
from buttobi.sections import marked, wall
from buttobi.sections.section import Section
from buttobi.trackbacks import sides, tasks
from buttobi.trackbacks.models import Received, Sent
from buttobi.trackbacks.models.received import ReceivedQuerySet
from buttobi.trackbacks.models.sent import SentQuerySet

log = logging.getLogger(__name__)
State, Reason = Received.State, Received.Reason

OTHER_SECTION = gettext_noop("One of the two blogs moved to the other section. The sections do not mix.")
# What stands in a list, or may come to.
STANDING = (State.ARRIVED, State.HELD, State.SHOWN)
# So many rows are changed by one statement.
AT_ONCE = 500
_SAME_SECTION = Q(source__blog__section=F("target__blog__section"))
_NOT_AGAIN = {"due_at": None, "lease": "", "leased_until": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How many trackbacks are in the lists, and how many wait to be."""

    shown: int
    waiting: int


# --- A blog moves.


def follow(blog: Blog) -> None:
    """Brings the trackbacks of a blog to where its section is now."""
    parted, back = _part(blog), _rejoin(blog)
    refused, examined = _refuse_marked(blog), _examine_marked(blog)
    log.info("blog=%s parted=%s back=%s refused=%s examined=%s", blog.pk, parted, back, refused, examined)


def given(blog: Blog) -> ReceivedQuerySet:
    """Every trackback that a blog gave to another one here."""
    return Received.objects.filter(source__blog=blog).exclude(target__blog=blog)


def taken(blog: Blog) -> ReceivedQuerySet:
    """Every trackback that a blog received from another one here."""
    return Received.objects.filter(target__blog=blog, source__isnull=False).exclude(source__blog=blog)


def _sent(blog: Blog) -> tuple[SentQuerySet, SentQuerySet]:
    """What a blog's pages sent to pages here, and what was sent to them from here."""
    return Sent.objects.filter(source__blog=blog, target__isnull=False), Sent.objects.filter(target__blog=blog)


def _part(blog: Blog) -> int:
    """What has its other end in the other section leaves the lists and is no longer owed."""
    now = timezone.now()
    parted = 0
    for rows in (given(blog), taken(blog)):
        across = rows.filter(state__in=STANDING).exclude(_SAME_SECTION)
        parted += across.update(
            state_before=F("state"), state=State.WITHDRAWN, reason=Reason.OTHER_SECTION, changed_at=now, **_NOT_AGAIN
        )
    over = {"problem": OTHER_SECTION, "changed_at": now, "lease": "", "leased_until": None}
    for sent in _sent(blog):
        sent.exclude(_SAME_SECTION).filter(state__in=Sent.OWED).update(state=Sent.State.CANCELLED, **over)
        sent.exclude(_SAME_SECTION).filter(state__in=Sent.LOOKED_FOR).update(state=Sent.State.WITHDRAWN, **over)
    return parted


def _rejoin(blog: Blog) -> int:
    """What was parted from a blog on this side stands again where it stood, as far as nobody took it back."""
    now = timezone.now()
    taken_back: set[tuple[int, int | None]] = set()
    for sent in _sent(blog):
        withdrawn = sent.filter(_SAME_SECTION, state=Sent.State.WITHDRAWN)
        withdrawn.filter(problem=OTHER_SECTION).update(state=Sent.State.ACCEPTED, problem="", changed_at=now)
        taken_back.update(withdrawn.values_list("source_id", "target_id"))
    return sum(_bring_back(rows, taken_back) for rows in (given(blog), taken(blog)))


def _bring_back(rows: ReceivedQuerySet, taken_back: Collection[tuple[int | None, int | None]]) -> int:
    now = timezone.now()
    away = rows.filter(_SAME_SECTION, state=State.WITHDRAWN).exclude(state_before="")
    # A page that is not public now comes back with its trackbacks when it is.
    away.filter(reason=Reason.OTHER_SECTION, source__listed=False).update(reason="")
    back = away.filter(reason__in=["", Reason.OTHER_SECTION], source__listed=True)
    pairs = back.values_list("pk", "source_id", "target_id")
    keys = [pk for pk, source, target in pairs if (source, target) not in taken_back]
    # Why it stood there is found again by a look; an author's own act needs none.
    again = Case(When(by_author=False, then=Value(now)), default=F("due_at"))
    for some in _in_parts(keys):
        withdrawn = Received.objects.filter(pk__in=some, state=State.WITHDRAWN)
        withdrawn.update(state=F("state_before"), reason="", changed_at=now, due_at=again, tries=0)
    if keys:
        ring(tasks.examine_due)
    return len(keys)


def _refuse_marked(blog: Blog) -> int:
    """A blog that came to General lists no marked page."""
    if blog.section != Section.GENERAL:
        return 0
    return _refuse(row.pk for row in sides.marked_rows(from_elsewhere(blog).filter(state__in=STANDING).iterator()))


def _examine_marked(blog: Blog) -> int:
    """To a blog that came to Adult, a marked page is one like others."""
    if blog.section != Section.ADULT:
        return 0
    return _examine(from_elsewhere(blog).filter(state=State.REFUSED, reason=Reason.MARKED_ADULT))


def from_elsewhere(blog: Blog) -> ReceivedQuerySet:
    """What a blog received from outside the service."""
    return Received.objects.filter(target__blog=blog, source=None)


# --- Staff mark a host elsewhere, or no longer.


def standing(host: str) -> Standing:
    """What stands on General pages from a host and every host below it, also by way of another one."""
    states = [row.state for row in _from_host(host, Received.objects.filter(state__in=STANDING))]
    shown = states.count(State.SHOWN)
    return Standing(shown=shown, waiting=len(states) - shown)


def refused(host: str) -> int:
    """How many trackbacks from a host General pages refuse for its mark."""
    return len(_from_host(host, Received.objects.filter(state=State.REFUSED, reason=Reason.MARKED_ADULT)))


def shut_out(host: str) -> int:
    """Takes what stands on General pages from a host that was marked off the lists; how many.

    What General pages still owed to it is not sent.
    """
    there = Q(host=host) | Q(host__endswith=f".{host}")
    owed = Sent.objects.filter(there, target=None, source__blog__section=Section.GENERAL, posted_at=None)
    owed.filter(state__in=[Sent.State.WAITING, Sent.State.LATER]).update(
        state=Sent.State.REFUSED, problem=wall.NOT_TO_MARKED, changed_at=timezone.now(), lease="", leased_until=None
    )
    return _refuse(row.pk for row in _from_host(host, Received.objects.filter(state__in=STANDING)))


def let_in(host: str) -> int:
    """Examines again what General pages refused for the mark that a host no longer has; how many."""
    rows = _from_host(host, Received.objects.filter(state=State.REFUSED, reason=Reason.MARKED_ADULT))
    still = marked.marked_among(name for row in rows for name in sides.hosts_of(row))
    keys = [row.pk for row in rows if sides.hosts_of(row).isdisjoint(still)]
    return sum(_examine(Received.objects.filter(pk__in=some)) for some in _in_parts(keys))


def _from_host(host: str, rows: ReceivedQuerySet) -> list[Received]:
    """Those of some rows on General pages that come from a host or one below it, or whose address leads there."""
    try:
        domain = pace.domain_of(f"http://{host}/")
    except Forbidden:
        return []
    # A number has a pace for each port.
    number = host.strip("[]")
    is_number = domain == f"{number}:80"
    if is_number:
        paced = Q(pace__startswith=f"{number}:") | Q(final_pace__startswith=f"{number}:")
    else:
        paced = Q(pace=domain) | Q(final_pace=domain)
    there = rows.filter(paced, source=None, target__blog__section=Section.GENERAL)
    found = there.only("state", "source_url", "final_url")
    return [row for row in found if any(marked.is_at_or_below(name, host) for name in sides.hosts_of(row))]


# --- What both do.


def _refuse(keys: Iterable[int]) -> int:
    now = timezone.now()
    done = 0
    for some in _in_parts(list(keys)):
        rows = Received.objects.filter(pk__in=some, state__in=STANDING)
        done += rows.update(
            state_before=F("state"), state=State.REFUSED, reason=Reason.MARKED_ADULT, changed_at=now, **_NOT_AGAIN
        )
    return done


def _examine(rows: QuerySet[Received]) -> int:
    """What had been refused for a mark is examined like what has just come."""
    now = timezone.now()
    done = rows.filter(state=State.REFUSED).update(
        state_before=State.REFUSED, state=State.ARRIVED, reason="", changed_at=now, due_at=now, tries=0
    )
    if done:
        ring(tasks.examine_due)
    return done


def _in_parts(keys: list[int]) -> Iterable[list[int]]:
    return (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE))
