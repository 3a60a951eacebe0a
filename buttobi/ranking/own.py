"""Where somebody's own blogs stand: in the ten or outside of them, on the newest days, and what staff say about it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from buttobi.accounts.models import Account
from buttobi.blogs.models import Blog
from buttobi.ranking import addresses, seen, table, words
from buttobi.ranking.models import Day, Standing, Verdict
from buttobi.ranking.table import Table

# The running day, and seven that are over.
DAYS = 8
# A blog in the ten stands no further down than this before others are left out.
NEAR = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One blog on one day, in words."""

    day: Day
    name: str
    state: str
    place: str
    chip: str
    trackbacks: int
    blogs: int
    sheet: str
    # Why staff are looking, and why they struck it.
    flags: Sequence[str]
    strike: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """One blog and its newest days, the running one first."""

    blog: Blog
    places: Sequence[Place]


def of(account: Account) -> list[Own]:
    """Every blog of a person, by name."""
    blogs = list(Blog.objects.kept().filter(owner=account, official=False).order_by("name"))
    days = {section: _days(section, blogs) for section in {blog.section for blog in blogs}}
    return [Own(blog=blog, places=[_place(found, blog) for found in days[blog.section]]) for blog in blogs]


def _days(section: str, blogs: Sequence[Blog]) -> list[Table]:
    """The newest days with their tables; each day has the person's own standings and what was decided on it."""
    mine = Prefetch("standings", Standing.objects.filter(blog__in=blogs), to_attr="mine")
    decided = Prefetch("verdicts", Verdict.objects.in_force().filter(blog__in=blogs), to_attr="decided")
    days = Day.objects.filter(section=section).order_by("-date").prefetch_related(mine, decided)[:DAYS]
    return [_table(day) for day in days]


def _table(day: Day) -> Table:
    standings: list[Standing] = day.mine  # type: ignore[attr-defined]
    return table.plain(day) if any(one.position <= NEAR for one in standings) else Table(day=day)


def _place(found: Table, blog: Blog) -> Place:
    day = found.day
    assert day is not None  # noqa: S101 (each table was made of a day)
    standing = next((one for one in day.mine if one.blog_id == blog.pk), None)  # type: ignore[attr-defined]
    verdict = next((one for one in day.decided if one.blog_id == blog.pk), None)  # type: ignore[attr-defined]
    waits = _waits(day, standing, verdict)
    said, chip = _said(found, blog, standing, verdict)
    return Place(
        day=day,
        name=words.day(day.date),
        state=str(day.get_state_display()),
        place=said,
        chip=chip,
        trackbacks=standing.trackbacks if standing else 0,
        blogs=standing.blogs if standing else 0,
        sheet=addresses.day(day.section, day.date) if day.state in table.OVER else addresses.today(day.section),
        flags=words.flags(standing) if standing and waits else [],
        strike=verdict.reason if verdict and verdict.kind == Verdict.Kind.STRIKE else "",
    )


def _waits(day: Day, standing: Standing | None, verdict: Verdict | None) -> bool:
    """Whether the row waits for a look by staff."""
    return bool(standing and standing.flags) and verdict is None and day.state != Day.State.FINAL


def _said(found: Table, blog: Blog, standing: Standing | None, verdict: Verdict | None) -> tuple[str, str]:
    """The place in words, and how its chip looks."""
    if verdict is not None and verdict.kind == Verdict.Kind.STRIKE:
        return _("struck by staff"), "refused"
    if standing is None:
        return _("no trackbacks"), ""
    if found.day and _waits(found.day, standing, verdict):
        return _("waits for staff"), "waiting"
    row = next((row for row in found.rows if row.blog.pk == blog.pk), None)
    if row is not None:
        return (_("rank %(n)s, tie") if row.tied else _("rank %(n)s")) % {"n": row.rank}, "found"
    place = seen.place(standing, standing.day, seen.decided_on(standing.day))
    if place is None:
        return _("not shown"), "gone"
    return _("outside the ten, place %(n)s") % {"n": place}, ""
