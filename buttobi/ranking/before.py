"""Who stood in the ten on an earlier day, as the sheets of these days show it now."""

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef

from buttobi.ranking import seen
from buttobi.ranking.formula import ROWS
from buttobi.ranking.models import Day, Standing, Verdict
from buttobi.ranking.seen import Decided

# So many days are looked at on which a blog stood close behind the ten, newest first.
DAYS = 30


def stood(section: str, blogs: Collection[int], *, before: date) -> set[int]:
    """Those of some blogs that stand in the ten of a day before a date; a row that is struck out is no place."""
    if not blogs:
        return set()
    earlier = Standing.objects.filter(blog__in=blogs, day__section=section, day__date__lt=before)
    # Whoever leaves only moves others up: who was counted into the ten of a final day stands there.
    counted = earlier.filter(position__lte=ROWS, day__state=Day.State.FINAL)
    strikes = Verdict.objects.in_force().filter(kind=Verdict.Kind.STRIKE)
    # Hardly any blog was ever struck: to look for that first takes less than to look for it in each of their days.
    if strikes.filter(blog__in=blogs).exists():
        counted = counted.exclude(Exists(strikes.filter(day=OuterRef("day"), blog=OuterRef("blog"))))
    found = set(counted.values_list("blog_id", flat=True).distinct())
    others = set(blogs) - found
    return found | _moved_up(section, others, before) if others else found


def _moved_up(section: str, blogs: Collection[int], before: date) -> set[int]:
    """Those that were counted behind the ten, or on a day that is not final, and stand in the ten of its sheet now."""
    near = Standing.objects.filter(blog__in=blogs, position__lte=seen.NEAR)
    earlier = Day.objects.filter(section=section, date__lt=before, pk__in=near.values("day"))
    days = list(earlier.order_by("-date")[:DAYS])
    if not days:
        return set()
    decided = seen.decided_on(*days)
    days = _not_as_counted(section, days, decided)
    sheets = seen.near_the_top(section, days, decided)
    tens = (seen.ten(day, sheets.get(day.pk, ()), decided) for day in days)
    stands = {place.blog_id for ten in tens for place in ten if not seen.strike(decided, place)}
    return stands.intersection(blogs)


def _not_as_counted(section: str, days: Collection[Day], decided: Decided) -> list[Day]:
    """Those of some days whose sheets may show others than the first ten that were counted."""
    first = Standing.objects.filter(day__in=[day.pk for day in days], position__lte=ROWS)
    counted = set(first.values_list("day_id", "blog_id"))
    here = seen.blogs(section, {blog for _, blog in counted})
    changed = {day for day, blog in counted if blog not in here} | {day for day, _ in decided}
    return [day for day in days if day.pk in changed or day.state != Day.State.FINAL]
