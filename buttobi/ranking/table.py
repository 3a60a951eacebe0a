"""A day of the ranking as its readers may see it now: ten rows or fewer, their ranks, and how each place changed.

Whether a blog may stand in it is asked again at every building: a row that may not be seen is left out, and the others
move up. What was counted is never changed here.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from buttobi.blogs.models import Blog
from buttobi.ranking import days, formula
from buttobi.ranking.formula import ROWS
from buttobi.ranking.models import Day, Standing, Verdict
from buttobi.trackbacks.models import Target

# So many blogs beyond the tenth row with the same count are told apart; then it says "or more".
MOST_MORE = 100
# For the first place of a whole month of days, so many places of each are looked at.
LOOKED_THROUGH = 20
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
    day = newest(section) if on is None else Day.objects.filter(section=section, date=on).first()
    if day is None:
        return Table()
    before = _day_before(day)
    verdicts = verdicts_of(day, before)
    table = _table(day, verdicts, ROWS)
    return replace(table, rows=_changed(table.rows, day, before, verdicts))


def plain(day: Day) -> Table:
    """The table of a day without the changes since the day before."""
    return _table(day, verdicts_of(day), ROWS)


def first(section: str, number: int = 3) -> Table:
    """The first rows of the newest day that is over: for the portal. What staff struck out is not among them."""
    day = newest(section)
    if day is None:
        return Table()
    table = _table(day, verdicts_of(day), ROWS)
    return replace(table, rows=[row for row in table.rows if not row.struck][:number], more=0)


def winners(section: str, days: Collection[Day]) -> dict[int, Standing]:
    """The first row of each of these days, by the key of the day; none where nobody may be seen near the top."""
    verdicts = verdicts_of(*days)
    off = {(verdict.day_id, verdict.blog_id) for verdict in verdicts if _is_strike(verdict)}
    waits = {day.pk for day in days if day.state != Day.State.FINAL}
    let_stand = {(verdict.day_id, verdict.blog_id) for verdict in verdicts} - off
    top = Standing.objects.filter(eligible(section), day__in=days, position__lte=LOOKED_THROUGH)
    found: dict[int, Standing] = {}
    for one in top.select_related("blog").order_by("day", "position"):
        key = (one.day_id, one.blog_id)
        waiting = bool(one.flags) and one.day_id in waits and key not in let_stand
        if key not in off and not waiting:
            found.setdefault(one.day_id, one)
    return found


def newest(section: str) -> Day | None:
    """The newest day that is over and was totalled."""
    return Day.objects.filter(section=section, state__in=OVER).order_by("-date").first()


def eligible(section: str, of: str = "blog__") -> Q:
    """Standings that may be seen on the pages of a section now, as far as blog and owner say it."""
    asked = {"state": Blog.State.OPEN, "section": section, "official": False, "in_ranking": True}
    return Q(**{f"{of}{field}": value for field, value in asked.items()}, **{f"{of}owner__is_active": True})


def visible(day: Day, verdicts: Iterable[Verdict]) -> QuerySet[Standing]:
    """The standings of a day that readers may see, best first."""
    verdicts = [verdict for verdict in verdicts if verdict.day_id == day.pk]
    struck = [verdict.blog_id for verdict in verdicts if _is_strike(verdict) and verdict.others_move_up]
    seen = Standing.objects.filter(eligible(day.section), day=day).exclude(blog__in=struck)
    if day.state != Day.State.FINAL:
        let_stand = [verdict.blog_id for verdict in verdicts if verdict.kind == Verdict.Kind.LET_STAND]
        seen = seen.filter(Q(flags=[]) | Q(blog__in=let_stand))
    return seen.order_by("position")


def verdicts_of(*days: Day | None) -> list[Verdict]:
    """What staff decided about these days, as far as it holds."""
    return list(Verdict.objects.in_force().filter(day__in=[day for day in days if day]).select_related("blog"))


def _day_before(day: Day) -> Day | None:
    """The day that changes are told against, once it is final."""
    # Not simply one date less: where a zone left a date out, nothing was totalled for it.
    on = days.yesterday(days.begins(day.date))
    return Day.objects.filter(section=day.section, date=on, state=Day.State.FINAL).first()


def _is_strike(verdict: Verdict) -> bool:
    return verdict.kind == Verdict.Kind.STRIKE


def _table(day: Day, verdicts: Sequence[Verdict], number: int) -> Table:
    seen = visible(day, verdicts)
    read = seen.select_related("blog", "top_target").defer("top_target__links", "top_target__summary")
    found = list(read[: number + 1])
    shown, beyond = found[:number], found[number:]
    counts = [standing.trackbacks for standing in shown]
    cut = bool(beyond) and beyond[0].trackbacks == counts[-1]
    more = seen.filter(position__gt=shown[-1].position, trackbacks=counts[-1])[:MOST_MORE].count() if cut else 0
    strikes = {verdict.blog_id: verdict for verdict in verdicts if _is_strike(verdict) and verdict.day_id == day.pk}
    rows = [
        _row(standing, place=place, rank=rank, tied=_is_tied(counts, place, cut), strikes=strikes)
        for place, (standing, rank) in enumerate(zip(shown, formula.ranks(counts), strict=True), 1)
    ]
    # The words of a strike name a blog perhaps: they stay on its side of the wall.
    told = [strike for strike in strikes.values() if strike.blog.section == day.section]
    return Table(
        day=day,
        rows=rows,
        more=more,
        corrections=[strike.reason for strike in told if strike.others_move_up],
        corrected_at=max((strike.decided_at for strike in told), default=None),
    )


def _is_tied(counts: Sequence[int], place: int, cut: bool) -> bool:
    count = counts[place - 1]
    return counts.count(count) > 1 or (cut and count == counts[-1])


def _row(standing: Standing, *, place: int, rank: int, tied: bool, strikes: dict[int, Verdict]) -> Row:
    top = standing.top_target
    if top is not None:
        top.blog = standing.blog
    strike = strikes.get(standing.blog_id)
    return Row(
        place=place,
        rank=rank,
        tied=tied,
        blog=standing.blog,
        trackbacks=standing.trackbacks,
        blogs=standing.blogs,
        top=top if top is not None and top.is_public else None,
        top_trackbacks=standing.top_trackbacks,
        struck=strike.reason if strike else "",
    )


def _changed(rows: Sequence[Row], day: Day, before: Day | None, verdicts: Sequence[Verdict]) -> list[Row]:
    places = _ranks(before, verdicts) if before else {}
    strangers = [row.blog.pk for row in rows if row.blog.pk not in places]
    known = _were_before(day, strangers)
    return [_compared(row, places.get(row.blog.pk), known=known, comparable=before is not None) for row in rows]


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


def _ranks(day: Day, verdicts: Sequence[Verdict]) -> dict[int, int]:
    """The printed ranks of a day by blog; a row that is struck out has none."""
    found = list(visible(day, verdicts).values_list("blog_id", "trackbacks")[:ROWS])
    ranks = formula.ranks([trackbacks for _, trackbacks in found])
    struck = {verdict.blog_id for verdict in verdicts if _is_strike(verdict) and verdict.day_id == day.pk}
    return {blog: rank for (blog, _), rank in zip(found, ranks, strict=True) if blog not in struck}


def _were_before(day: Day, blogs: Collection[int]) -> set[int]:
    """Those of these blogs that stood among the first ten of an earlier day."""
    if not blogs:
        return set()
    struck = Verdict.objects.in_force().filter(day=OuterRef("day"), blog=OuterRef("blog"), kind=Verdict.Kind.STRIKE)
    stood = Standing.objects.filter(
        blog__in=blogs, position__lte=ROWS, day__section=day.section, day__date__lt=day.date
    )
    return set(stood.exclude(Exists(struck)).values_list("blog_id", flat=True).distinct())
