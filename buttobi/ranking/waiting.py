"""What waits for staff: rows of the newest days that were flagged, and what was decided about any."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from buttobi.blogs.models import Blog, FormerName
from buttobi.ranking import days, verdicts, words
from buttobi.ranking.models import Day, Standing, Verdict
from buttobi.sections.section import Section

# Whoever stands further down is not seen in the ten, whatever becomes of the rows above.
NEAR = 100
DECIDED = 30
_PROOF = re.compile(r"/ranking/([0-9]{4}-[0-9]{2}-[0-9]{2})/([a-z0-9-]+)/?(?:[?#].*)?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Flagged:
    """One row with why it was flagged, and where it is decided."""

    standing: Standing
    day: str
    state: str
    why: Sequence[str]
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One section: rows that wait, and rows that nobody decided about and that appeared."""

    section: Section
    waiting: Sequence[Flagged]
    appeared: Sequence[Flagged]


def groups() -> list[Group]:
    """Every section with what was flagged in it and is not decided; the newest day first."""
    return [_group(section) for section in Section]


def number() -> int:
    """How many rows wait before they appear by themselves."""
    return sum(len(group.waiting) for group in groups())


def decided() -> list[tuple[Verdict, str]]:
    """What holds, each with its day in words; the newest decision first."""
    found = Verdict.objects.in_force().select_related("day", "blog", "decided_by")
    return [(one, words.day(one.day.date)) for one in found.order_by("-decided_at", "-pk")[:DECIDED]]


def desk_address(day: Day, blog: Blog) -> str:
    """Where staff and the owner read the proof of a blog's day, and staff decide."""
    return reverse("ranking-decide", args=(day.section, day.date, blog.name))


def find(address: str) -> tuple[Day, Blog] | None:
    """The day and blog of a pasted address of a proof."""
    found = _PROOF.search(address.strip())
    blog = _named(found[2]) if found else None
    if found is None or blog is None:
        return None
    try:
        on = date.fromisoformat(found[1])
    except ValueError:
        return None
    day = Day.objects.filter(section=blog.section, date=on).first()
    return (day, blog) if day else None


def _named(name: str) -> Blog | None:
    """A blog by the name that it has or had."""
    former = FormerName.objects.select_related("blog").filter(name=name)
    return Blog.objects.filter(name=name).first() or next((one.blog for one in former), None)


def why(standing: Standing | None) -> list[str]:
    """Why staff are asked to look at a row."""
    return words.flags(standing) if standing else []


def _group(section: Section) -> Group:
    since = timezone.now() - verdicts.CORRECTED_FOR
    newest = Day.objects.filter(section=section, date__gte=days.date_of(since))
    flagged = Standing.objects.filter(day__in=newest, position__lte=NEAR, blog__section=section).exclude(flags=[])
    done = {(one.day_id, one.blog_id) for one in Verdict.objects.in_force().filter(day__in=newest)}
    rows = [
        _flagged(one)
        for one in flagged.select_related("day", "blog").order_by("-day__date", "position")
        if (one.day_id, one.blog_id) not in done
    ]
    return Group(
        section=section,
        waiting=[row for row in rows if row.standing.day.state != Day.State.FINAL],
        appeared=[row for row in rows if row.standing.day.state == Day.State.FINAL],
    )


def _flagged(standing: Standing) -> Flagged:
    day = standing.day
    return Flagged(
        standing=standing,
        day=words.day(day.date),
        state=str(day.get_state_display()),
        why=words.flags(standing),
        url=desk_address(day, standing.blog),
    )
