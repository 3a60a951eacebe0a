"""The filters of Sent: in which state, in which kind, and of which blog; with how many rows each holds."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext, gettext_noop

from buttobi.trackbacks.models import Sent
from buttobi.trackbacks.models.sent import SentQuerySet

State = Sent.State

# That a page in the text takes no trackbacks is nobody's mistake: such rows stand apart.
QUIET = Q(from_text=True, state__in=[State.REFUSED, State.CANCELLED], target=None)
STATES: dict[str, tuple[str, Q]] = {
    "moving": (gettext_noop("On its way"), Q(state__in=Sent.OWED)),
    "accepted": (gettext_noop("Accepted"), Q(state=State.ACCEPTED)),
    "refused": (gettext_noop("Refused"), Q(state=State.REFUSED) & ~QUIET),
    "open": (gettext_noop("Unclear, or given up"), Q(state__in=[State.UNCLEAR, State.GAVE_UP])),
    "ended": (gettext_noop("Cancelled, or withdrawn"), Q(state__in=[State.CANCELLED, State.WITHDRAWN]) & ~QUIET),
    "quiet": (gettext_noop("Links that take none"), QUIET),
}
KINDS: dict[str, tuple[str, Q]] = {
    "webmention": ("Webmention", Q(protocol=Sent.Protocol.WEBMENTION)),
    "trackback": ("TrackBack", Q(protocol=Sent.Protocol.TRACKBACK)),
    "pingback": ("Pingback", Q(protocol=Sent.Protocol.PINGBACK)),
    "here": (gettext_noop("Inside this service"), ~Q(target=None)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One filter that can be chosen."""

    key: str
    label: str
    count: int
    is_chosen: bool


def in_state(rows: SentQuerySet, key: str) -> SentQuerySet:
    """Rows of one of STATES; of none of them, all but the quiet ones."""
    return rows.filter(STATES[key][1]) if key in STATES else rows.exclude(QUIET)


def in_kind(rows: SentQuerySet, key: str) -> SentQuerySet:
    """Rows of one of KINDS; of none of them, all."""
    return rows.filter(KINDS[key][1]) if key in KINDS else rows


def choices(rows: SentQuerySet, table: dict[str, tuple[str, Q]], chosen: str) -> Sequence[Choice]:
    """The filters of a table that hold anything, each with its number of rows, all counted at once."""
    counts = rows.order_by().aggregate(**{key: Count("pk", filter=rule) for key, (_, rule) in table.items()})
    return [
        Choice(key=key, label=gettext(label), count=counts[key], is_chosen=key == chosen)
        for key, (label, _) in table.items()
        if counts[key] or key == chosen
    ]
