"""Which places of a day readers may see now, as their blogs and owners say it, and as staff decided.

Each step reads one table by its keys: planning one query over four tables takes a PostgreSQL longer than all of these.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from django.db.models import Q

from buttobi.accounts.models import Account
from buttobi.blogs.models import Blog
from buttobi.ranking.formula import ROWS
from buttobi.ranking.models import Day, Standing, Verdict

# What holds, by the keys of day and blog.
Decided = Mapping[tuple[int, int], Verdict]

# So many places of each day are read at once: ten rows, and those that are left out between them on a usual day.
NEAR = 24
# Where that does not do, so many more at a time.
STEP = 100


def decided_on(*days: Day | None) -> Decided:
    """What staff decided about these days, as far as it holds."""
    found = Verdict.objects.in_force().filter(day__in=[day for day in days if day])
    return {(verdict.day_id, verdict.blog_id): verdict for verdict in found}


def blogs(section: str, keys: Collection[int]) -> dict[int, Blog]:
    """Those of some blogs that may stand on the pages of a section now, by their keys."""
    # By their keys alone: asked for more, a SQLite walks through all blogs of the section.
    found = {key: blog for key, blog in Blog.objects.in_bulk(list(keys)).items() if _may_stand(blog, section)}
    owners = {blog.owner_id for blog in found.values() if blog.owner_id}
    shut = set(Account.objects.filter(pk__in=owners, is_active=False).values_list("pk", flat=True)) if owners else ()
    return {key: blog for key, blog in found.items() if blog.owner_id not in shut}


def _may_stand(blog: Blog, section: str) -> bool:
    is_there = blog.section == section and blog.state == Blog.State.OPEN and blog.owner_id is not None
    return is_there and not blog.official and blog.in_ranking


def lets_see(standing: Standing, day: Day, decided: Decided) -> bool:
    """Whether staff let it be seen: what they flagged waits for them until the day is final."""
    verdict = decided.get((day.pk, standing.blog_id))
    if standing.flags and day.state != Day.State.FINAL:
        return verdict is not None and verdict.kind == Verdict.Kind.LET_STAND
    return not (verdict is not None and verdict.is_strike and verdict.others_move_up)


def near_the_top(section: str, days: Collection[Day], decided: Decided) -> dict[int, list[Standing]]:
    """What may be seen among the first places of each of these days, best first, by the key of the day."""
    by_key = {day.pk: day for day in days}
    standings = Standing.objects.filter(day__in=list(by_key), position__lte=NEAR)
    found: defaultdict[int, list[Standing]] = defaultdict(list)
    for standing in _seen(section, standings, by_key, decided):
        found[standing.day_id].append(standing)
    return {key: sorted(places, key=lambda place: place.position) for key, places in found.items()}


def places(day: Day, near: Iterable[Standing], decided: Decided) -> Iterator[Standing]:
    """Every place of a day that may be seen, best first, as far as it is asked; `near` are those near the top."""
    yield from near
    after = NEAR
    while some := Standing.objects.filter(day=day, position__gt=after).order_by("position")[:STEP]:
        yield from _seen(day.section, some, {day.pk: day}, decided)
        after = max(standing.position for standing in some)


def ten(day: Day, near: Iterable[Standing], decided: Decided) -> list[Standing]:
    """The places of a day's sheet, best first; `near` are those near the top."""
    return list(islice(places(day, near, decided), ROWS))


def place(standing: Standing, day: Day, decided: Decided) -> int | None:
    """Which place a blog has among those that may be seen, from 1 on; None when it may not be seen itself."""
    if not _seen(day.section, [standing], {day.pk: day}, decided):
        return None
    ahead = Standing.objects.filter(
        day=day,
        position__lt=standing.position,
        blog__section=day.section,
        blog__state=Blog.State.OPEN,
        blog__owner__is_active=True,
        blog__official=False,
        blog__in_ranking=True,
    )
    # Staff have a word about few rows of a day.
    told = ahead.filter(~Q(flags=[]) | Q(blog__in=[blog for pk, blog in decided if pk == day.pk]))
    return 1 + ahead.count() - sum(not lets_see(one, day, decided) for one in told)


def strike(decided: Decided, place: Standing) -> Verdict | None:
    """What staff decided against a place, when they did."""
    verdict = decided.get((place.day_id, place.blog_id))
    return verdict if verdict and verdict.is_strike else None


def _seen(section: str, standings: Iterable[Standing], days: Mapping[int, Day], decided: Decided) -> Sequence[Standing]:
    """Those that may be seen, each with its blog."""
    let = [standing for standing in standings if lets_see(standing, days[standing.day_id], decided)]
    by_key = blogs(section, {standing.blog_id for standing in let})
    seen = [standing for standing in let if standing.blog_id in by_key]
    for standing in seen:
        standing.blog = by_key[standing.blog_id]
    return seen
