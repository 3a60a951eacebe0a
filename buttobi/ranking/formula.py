"""The formula of the Trackback Ranking: values in, values and reasons out; no database, no clock.

FORMULA names it on every day that it made. Whoever changes what counts gives it the next number and a new date.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext_noop

FORMULA = 1
SINCE = date(2026, 11, 22)

# The table shows so many rows; a blog needs one trackback to stand on it.
ROWS = 10
# What a person let in counts when that happened within so long of its arrival.
APPROVED_WITHIN = timedelta(days=7)

# Why a trackback did not count, in words for everybody who opens the proof.
REASONS = {
    "examined": gettext_noop("It is being examined."),
    "held": gettext_noop("It waits for the owner of the blog."),
    "refused": gettext_noop("The owner of the blog refused it."),
    "link_gone": gettext_noop("Its link to the entry is gone."),
    "not_listed": gettext_noop("It is not listed under the entry."),
    "withdrawn": gettext_noop("Its author took it back."),
    "source_hidden": gettext_noop("The page that it comes from is not public any more."),
    "target_hidden": gettext_noop("The entry that received it is not public."),
    "official": gettext_noop("Trackbacks to the Trackback Center do not count."),
    "other_section": gettext_noop("It comes from the other section."),
    "adult": gettext_noop("Its page is marked as adult."),
    "same_blog": gettext_noop("It comes from the same blog."),
    "same_owner": gettext_noop("It comes from another blog of the same owner."),
    "approved_late": gettext_noop("It was shown more than seven days after it had come."),
    "no_link": gettext_noop("Its page does not link to the entry."),
    "no_blog": gettext_noop("Its page names neither its blog nor a feed."),
    "too_young": gettext_noop("Its blog is too new, or has no other entry yet."),
    "counted_before": gettext_noop("It counted for an earlier day."),
    "over_blog": gettext_noop("So many from one blog to another count on one day, and no more."),
    "over_host": gettext_noop("So many from a site that is new here count on one day, and no more."),
}
# Rows of these reasons are in no list that everybody reads: a proof gives their number, and neither words nor address.
NOT_PRINTED = frozenset({"examined", "held", "refused", "link_gone", "not_listed", "withdrawn", "source_hidden",
                         "target_hidden", "other_section", "adult"})  # fmt: skip


def ranks(counts: Sequence[int]) -> list[int]:
    """The printed rank of each count, highest first: equal counts share one, and the next has its place (1, 2, 2, 4)."""
    printed: list[int] = []
    for place, count in enumerate(counts, start=1):
        printed.append(printed[-1] if printed and counts[place - 2] == count else place)
    return printed
