"""A day of the ranking as its readers may see it now: ten rows or fewer, their ranks, and how each place changed.

Whether a blog may stand in it is asked again at every building: a row that may not be seen is left out, and the others
move up. What was counted is never changed here.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice, takewhile

from buttobi.blogs.models import Blog
from buttobi.ranking import formula, seen
from buttobi.ranking.before import stood
from buttobi.ranking.formula import ROWS
from buttobi.ranking.models import Day, Standing, Verdict
from buttobi.ranking.seen import Decided
from buttobi.trackbacks.models import Target

# So many blogs beyond the tenth row with the same count are told apart; then it says "or more".
MOST_MORE = 100
OVER = (Day.State.PROVISIONAL, Day.State.FINAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One blog in its place. `rank` is what is printed; `place` counts the rows from 1 on."""

    place: int
    rank: int
    tied: bool
    blog: Blog
    trackbacks: int
    blogs: int
    # Its most trackbacked entry, while everyone can read it.
    top: Target | None
    top_trackbacks: int
    # `up` or `down` by `steps`, `same`, `new`, `back`; empty where there is no final day before to compare with.
    change: str = ""
    steps: int = 0
    # Why staff struck it out too late for the others to move up.
    struck: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The rows of one day; no day where none was totalled."""

    day: Day | None = None
    rows: Sequence[Row] = ()
    # How many blogs have the count of the last row and found no place, 100 at most.
    more: int = 0
    # Why staff took blogs off the day, so that the others moved up; a row that they struck out tells its own reason.
    corrections: Sequence[str] = ()
    corrected_at: datetime | None = None

    @property
    def is_corrected(self) -> bool:
        """Whether it shows what staff decided against a blog."""
        return bool(self.corrections) or any(row.struck for row in self.rows)

    @property
    def more_with(self) -> int:
        """The count of those that found no place."""
        return self.rows[-1].trackbacks if self.rows else 0

    @property
    def more_is_least(self) -> bool:
        """Whether there are that many or more."""
        return self.more >= MOST_MORE


def of_day(section: str, on: date | None = None) -> Table:
    """The table of one day, by default of the newest that is over; without a day when there is none."""
    day, before = _day_and_before(section, on)
    if day is None:
        return Table()
    both = [day, before] if before else [day]
    decided = seen.decided_on(*both)
    near = seen.near_the_top(section, both, decided)
    table = _table(day, near.get(day.pk, ()), decided)
    ranks = _ranks(before, near.get(before.pk, ()), decided) if before else None
    return replace(table, rows=_changed(table.rows, day, ranks))


def plain(day: Day) -> Table:
    """The table of a day without the changes since the day before."""
    decided = seen.decided_on(day)
    return _table(day, seen.near_the_top(day.section, [day], decided).get(day.pk, ()), decided)


def first(section: str, number: int = 3) -> Table:
    """The first rows of the newest day that is over: for the portal. What staff struck out is not among them."""
    day, _ = _day_and_before(section, None)
    if day is None:
        return Table()
    table = plain(day)
    return replace(table, rows=[row for row in table.rows if not row.struck][:number], more=0)


def winners(section: str, days: Collection[Day]) -> dict[int, Standing]:
    """The first row of each of these days, by the key of the day; none where nobody may be seen near the top."""
    decided = seen.decided_on(*days)
    found = {}
    for key, near in seen.near_the_top(section, days, decided).items():
        if best := [place for place in near if not seen.strike(decided, place)]:
            found[key] = best[0]
    return found


def _day_and_before(section: str, on: date | None) -> tuple[Day | None, Day | None]:
    """A day, and the one before that its changes are told against, once that is final."""
    of_section = Day.objects.filter(section=section)
    upto = of_section.filter(state__in=OVER) if on is None else of_section.filter(date__lte=on)
    day, before = [*upto.order_by("-date")[:2], None, None][:2]
    if day is None or (on and day.date != on):
        return None, None
    # Not simply one date less: where a zone left a date out, nothing was totalled for it.
    is_yesterday = before is not None and before.ends_at == day.begins_at
    return day, before if before and is_yesterday and before.state == Day.State.FINAL else None


def _table(day: Day, near: Iterable[Standing], decided: Decided) -> Table:
    places = seen.places(day, near, decided)
    shown = list(islice(places, ROWS))
    counts = [standing.trackbacks for standing in shown]
    # Only ten rows leave others without a place.
    beyond = islice(places, MOST_MORE) if len(shown) == ROWS else ()
    more = sum(1 for _ in takewhile(lambda standing: standing.trackbacks == counts[-1], beyond))
    tops = _tops(shown)
    strikes = [verdict for (pk, _), verdict in decided.items() if pk == day.pk and verdict.is_strike]
    struck = {strike.blog_id: strike.reason for strike in strikes}
    rows = [
        Row(
            place=place,
            rank=rank,
            tied=counts.count(standing.trackbacks) > 1 or (more > 0 and place == ROWS),
            blog=standing.blog,
            trackbacks=standing.trackbacks,
            blogs=standing.blogs,
            top=tops.get(standing.top_target_id),
            top_trackbacks=standing.top_trackbacks,
            struck=struck.get(standing.blog_id, ""),
        )
        for place, (standing, rank) in enumerate(zip(shown, formula.ranks(counts), strict=True), 1)
    ]
    told = _told(strikes, day.section)
    return Table(
        day=day,
        rows=rows,
        more=more,
        corrections=[strike.reason for strike in told if strike.others_move_up],
        corrected_at=max((strike.decided_at for strike in told), default=None),
    )


def _tops(shown: Iterable[Standing]) -> dict[int | None, Target]:
    """The most trackbacked entries of some rows, as far as everyone can read them; each with its blog."""
    blogs = {standing.top_target_id: standing.blog for standing in shown if standing.top_target_id}
    tops = Target.objects.defer("links", "summary").in_bulk(list(blogs))
    for key, top in tops.items():
        top.blog = blogs[key]
    return {key: top for key, top in tops.items() if top.is_public}


def _told(strikes: Sequence[Verdict], section: str) -> list[Verdict]:
    """Those whose reasons the readers of a section see."""
    # The words of a strike name a blog perhaps: they go when it may not stand here any more, struck or not.
    here = seen.blogs(section, [strike.blog_id for strike in strikes]) if strikes else {}
    return [strike for strike in strikes if strike.blog_id in here]


def _changed(rows: Sequence[Row], day: Day, ranks: dict[int, int] | None) -> list[Row]:
    """The rows with their changes; `ranks` are those of the day before, None where there is none to compare with."""
    comparable, ranks = ranks is not None, ranks or {}
    others = [row.blog.pk for row in rows if row.blog.pk not in ranks]
    known = stood(day.section, others, before=day.date)
    return [_compared(row, ranks.get(row.blog.pk), known=known, comparable=comparable) for row in rows]


def _compared(row: Row, rank: int | None, *, known: Collection[int], comparable: bool) -> Row:
    if row.struck:
        return row
    if rank is None:
        if row.blog.pk not in known:
            return replace(row, change="new")
        return replace(row, change="back") if comparable else row
    if rank == row.rank:
        return replace(row, change="same")
    return replace(row, change="up" if row.rank < rank else "down", steps=abs(row.rank - rank))


def _ranks(day: Day, near: Iterable[Standing], decided: Decided) -> dict[int, int]:
    """The printed ranks of a day by blog; a row that is struck out has none."""
    shown = seen.ten(day, near, decided)
    ranks = formula.ranks([standing.trackbacks for standing in shown])
    return {one.blog_id: rank for one, rank in zip(shown, ranks, strict=True) if not seen.strike(decided, one)}
