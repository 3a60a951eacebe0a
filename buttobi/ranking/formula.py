"""The formula of the Trackback Ranking: values in, values and reasons out; no database, no clock.

FORMULA names it on every day that it made. Whoever changes what counts gives it the next number and a new date.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import attrgetter

from django.utils.translation import gettext_noop

from buttobi.sections import wall

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
    "left_out_before": gettext_noop("It belongs to an earlier day, and did not count then."),
    "same_page": gettext_noop("Its page counted already for this entry, under another address."),
    "over_blog": gettext_noop("So many from one blog to another count on one day, and no more."),
    "over_host": gettext_noop("So many from a site that is new here count on one day, and no more."),
}
# What was in no list under its entry when the day was totalled may come to belong to another day, by a person's word.
NOT_SHOWN = frozenset({"examined", "held", "refused", "link_gone", "not_listed", "withdrawn", "source_hidden",
                       "other_section", "adult"})  # fmt: skip
# Rows of these reasons are in no list that everybody reads: a proof gives their number, and neither words nor address.
NOT_PRINTED = NOT_SHOWN | {"target_hidden"}


# Why a trackback is not shown, by its state; a refused one also says why.
_BY_STATE = {"arrived": "examined", "held": "held", "withdrawn": "withdrawn"}
_BY_REFUSAL = {
    "owner": "refused",
    "site_blocked": "refused",
    "link_gone": "link_gone",
    "page_gone": "link_gone",
    "marked_adult": "adult",
    "other_section": "other_section",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What an operator may set."""

    # So many count for one blog and day from one other blog, and for the whole service from one unknown host elsewhere.
    per_blog: int = 10
    per_host: int = 10
    # Members' entries count only with a link.
    require_link: bool = False
    # Pages elsewhere count only when they name their blog or a feed.
    require_blog: bool = True
    # Source blogs here count from this age on, and with another public entry; 0 asks for neither.
    min_hours: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One trackback with everything that the rules ask about it, as it stands when the day is totalled."""

    pk: int
    # Where it was received.
    target: int
    blog: int
    owner: int | None
    section: str
    official: bool
    target_listed: bool
    # Whence it came: a name by which blogs are told apart, and what is known of a blog of this service.
    source: str
    source_blog: int | None = None
    source_owner: int | None = None
    source_section: str | None = None
    source_public: bool = True
    source_born: datetime | None = None
    source_has_more: bool = True
    # A page elsewhere of whose site something was shown before the day began.
    known: bool = False
    # Its life: the states and reasons of a trackback received.
    state: str
    reason: str = ""
    links: bool = False
    by_author: bool = False
    names_blog: bool = True
    adult: bool = False
    # Another final day has judged it while it was shown: it counted then, or it was left out.
    counted_before: bool = False
    left_out_before: bool = False
    # Of a page elsewhere: what it has in common with every other that led to the same page from the same target (empty
    # where nobody read it), and whether one of these counted for another day.
    pair: str = ""
    pair_counted_before: bool = False
    received_at: datetime
    approved_at: datetime | None = None
    # The moment that decides its day: see `counted_at`.
    moment: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A trackback and why it did not count: a key of REASONS, empty when it did."""

    candidate: Candidate
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One blog's place on one day."""

    blog: int
    position: int
    trackbacks: int
    blogs: int
    reached_at: datetime
    top_target: int
    top_trackbacks: int


def counted_at(
    *,
    received_at: datetime,
    shown_at: datetime | None,
    approved_at: datetime | None,
    final_at: Callable[[datetime], datetime],
) -> datetime:
    """The moment that decides whose day a trackback is: when it came, unless a person or the clock decided otherwise.

    `final_at` says when the day of a moment is final. What a person let in counts at that word; what was first shown
    after the day of its arrival was final counts when it was shown.
    """
    if approved_at is not None:
        return approved_at
    if shown_at is None or shown_at < final_at(received_at):
        return received_at
    return shown_at


def judge(candidates: Iterable[Candidate], rules: Rules) -> list[Judged]:
    """All trackbacks of one day, in the order of their moments, each with the first reason why it does not count."""
    from_blog: Counter[tuple[str, int]] = Counter()
    from_host: Counter[str] = Counter()
    pairs: set[str] = set()
    judged = []
    for one in sorted(candidates, key=attrgetter("moment", "pk")):
        reason = _not_shown(one) or _not_between(one) or _not_good_enough(one, rules)
        if not reason and (one.pair_counted_before or one.pair in pairs):
            reason = "same_page"
        reason = reason or _too_many(one, rules, from_blog, from_host)
        if not reason:
            from_blog[one.source, one.blog] += 1
            from_host[one.source] += 1
            if one.pair:
                pairs.add(one.pair)
        judged.append(Judged(candidate=one, reason=reason))
    return judged


def _not_shown(one: Candidate) -> str:
    """What is not listed under its entry now does not count."""
    if one.state == "refused":
        return _BY_REFUSAL.get(one.reason, "not_listed")
    if one.state != "shown":
        return _BY_STATE[one.state]
    if one.source_blog is not None and not one.source_public:
        return "source_hidden"
    return ""


def _not_between(one: Candidate) -> str:
    """Whose trackback to whom never counts."""
    if wall.refusal(source=one.source_section, target=one.section, adult=one.adult):
        return "adult" if one.source_section is None else "other_section"
    if one.official:
        return "official"
    if not one.target_listed:
        return "target_hidden"
    if one.source_blog == one.blog:
        return "same_blog"
    if one.owner is not None and one.source_owner == one.owner:
        return "same_owner"
    return ""


def _not_good_enough(one: Candidate, rules: Rules) -> str:
    """What a trackback between two strangers still needs."""
    if one.counted_before:
        return "counted_before"
    if one.left_out_before:
        return "left_out_before"
    if one.approved_at is not None and one.approved_at - one.received_at > APPROVED_WITHIN:
        return "approved_late"
    if not one.links and (rules.require_link or not one.by_author):
        return "no_link"
    if one.source_blog is None:
        return "no_blog" if rules.require_blog and not one.names_blog else ""
    return "too_young" if _is_too_young(one, rules) else ""


def _is_too_young(one: Candidate, rules: Rules) -> bool:
    if not rules.min_hours:
        return False
    is_old = one.source_born is not None and one.moment - one.source_born >= timedelta(hours=rules.min_hours)
    return not (is_old and one.source_has_more)


def _too_many(one: Candidate, rules: Rules, from_blog: Counter[tuple[str, int]], from_host: Counter[str]) -> str:
    """The earliest count."""
    if from_blog[one.source, one.blog] >= rules.per_blog:
        return "over_blog"
    if one.source_blog is None and not one.known and from_host[one.source] >= rules.per_host:
        return "over_host"
    return ""


def standings(judged: Iterable[Judged]) -> list[Standing]:
    """Every blog with at least one trackback that counted, in the order of the table.

    Most trackbacks first; of as many, from more blogs, then who had as many first, then the older blog.
    """
    counted: defaultdict[int, list[Candidate]] = defaultdict(list)
    for one in judged:
        if not one.reason:
            counted[one.candidate.blog].append(one.candidate)
    rows = [_row(blog, candidates) for blog, candidates in counted.items()]
    rows.sort(key=lambda row: (-row[1], -row[2], row[3], row[0]))
    return [
        Standing(
            blog=blog,
            position=position,
            trackbacks=trackbacks,
            blogs=blogs,
            reached_at=reached_at,
            top_target=target,
            top_trackbacks=most,
        )
        for position, (blog, trackbacks, blogs, reached_at, target, most) in enumerate(rows, start=1)
    ]


def _row(blog: int, candidates: Sequence[Candidate]) -> tuple[int, int, int, datetime, int, int]:
    """A blog's figures, of its counted trackbacks in the order of their moments."""
    entries: dict[int, int] = {}
    top, most = 0, 0
    for one in candidates:
        so_far = entries[one.target] = entries.get(one.target, 0) + 1
        # Of entries with as many, the one that had them first.
        if so_far > most:
            top, most = one.target, so_far
    return blog, len(candidates), len({one.source for one in candidates}), candidates[-1].moment, top, most


def ranks(counts: Sequence[int]) -> list[int]:
    """The printed rank of each count, highest first: equal counts share one, the next has its own (1, 2, 2, 4)."""
    printed: list[int] = []
    for place, count in enumerate(counts, start=1):
        printed.append(printed[-1] if printed and counts[place - 2] == count else place)
    return printed
