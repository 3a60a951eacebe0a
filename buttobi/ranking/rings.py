"""What about a blog's day asks for a look by staff before the day is final: values in, flags out.

A flag decides nothing. Until the day is final the row waits for staff; when nobody acts, it appears.

Small numbers are no ring: of one trackback, all come from one owner, and two friends who answer each other make a
day of two. So a blog is looked at from LOOKED_AT_FROM trackbacks on.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext_noop

LOOKED_AT_FROM = 5
# Sixty in a hundred.
SHARE = 60
FEW = 3
ANSWERED_WITHIN = timedelta(hours=24)
NORM_DAYS = 28
BURST = 5

FLAGS = {
    "few_owners": gettext_noop("At least three in five of its trackbacks come from three owners or fewer."),
    "mutual": gettext_noop("At least three in five of its trackbacks went back and forth within 24 hours."),
    "burst": gettext_noop("It has at least five times as many trackbacks as on a usual day of the 28 before."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """One blog's day, as far as rings are looked for in it."""

    # Who owns the source of each trackback that counted: an owner here, or a site elsewhere.
    owners: Sequence[str]
    # How many of them were given back: the blog's owner trackbacked the source's within ANSWERED_WITHIN.
    mutual: int
    # Its trackbacks in the NORM_DAYS days before.
    before: int


def flags(day: Watched) -> list[str]:
    """Keys of FLAGS, in their order; none for a blog with fewer than LOOKED_AT_FROM trackbacks."""
    count = len(day.owners)
    if count < LOOKED_AT_FROM:
        return []
    of_few = sum(number for _, number in Counter(day.owners).most_common(FEW))
    found = {
        "few_owners": _is_much(of_few, count),
        # One friend who answers is a conversation; when most of a day is given back, it is asked about.
        "mutual": _is_much(day.mutual, count),
        # Whoever had none in four weeks has no usual day to compare with.
        "burst": day.before > 0 and count * NORM_DAYS >= BURST * day.before,
    }
    return [name for name in FLAGS if found[name]]


def _is_much(part: int, count: int) -> bool:
    return part * 100 >= SHARE * count
