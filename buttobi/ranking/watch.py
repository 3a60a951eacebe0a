"""Finds which blogs of a totalled day look like a ring: gathers for `rings.py` what it needs to know."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.db.models import Sum

from buttobi.ranking import rings
from buttobi.ranking.counting import chunks
from buttobi.ranking.formula import Candidate, Judged
from buttobi.ranking.models import Day, Standing
from buttobi.ranking.spans import Span
from buttobi.sections.section import Section
from buttobi.trackbacks.models import Received, Target

# Who gave whom a trackback, and when: owner of the source, owner of the target.
Gifts = dict[tuple[int, int], list[datetime]]


def flags(section: Section, span: Span, judged: Iterable[Judged]) -> dict[int, list[str]]:
    """Keys of rings.FLAGS for each blog that has any."""
    counted: defaultdict[int, list[Candidate]] = defaultdict(list)
    for one in judged:
        if not one.reason:
            counted[one.candidate.blog].append(one.candidate)
    watched = {blog: rows for blog, rows in counted.items() if len(rows) >= rings.LOOKED_AT_FROM}
    before = _before(section, span, watched)
    given = _given({row.owner for rows in watched.values() for row in rows if row.owner is not None}, span)
    found = {}
    for blog, rows in watched.items():
        owners = [row.source if row.source_owner is None else f"owner:{row.source_owner}" for row in rows]
        mutual = sum(_is_mutual(row, given) for row in rows)
        found[blog] = rings.flags(rings.Watched(owners=owners, mutual=mutual, before=before.get(blog, 0)))
    return {blog: raised for blog, raised in found.items() if raised}


def _before(section: Section, span: Span, blogs: Collection[int]) -> dict[int, int]:
    """How many trackbacks they had in the days before."""
    since = span.day - timedelta(days=rings.NORM_DAYS)
    earlier = Day.objects.filter(section=section, date__gte=since, date__lt=span.day)
    standings = Standing.objects.filter(day__in=list(earlier.values_list("pk", flat=True)))
    found: dict[int, int] = {}
    for some in chunks(blogs):
        sums = standings.filter(blog__in=some).values("blog").annotate(total=Sum("trackbacks"))
        found |= {row["blog"]: row["total"] for row in sums}
    return found


def _given(owners: Collection[int], span: Span) -> Gifts:
    """What these owners gave to others around a day."""
    begins, ends = span.begins - rings.ANSWERED_WITHIN, span.ends + rings.ANSWERED_WITHIN
    around = Received.objects.filter(
        received_at__gte=begins, received_at__lt=ends, state=Received.State.SHOWN, target__blog__owner__isnull=False
    )
    found: Gifts = defaultdict(list)
    # Their pages first: by page few rows are read, by the time all of three days.
    pages = [pk for some in chunks(owners) for pk in _pages(some)]
    for some in chunks(pages):
        rows = around.filter(source__in=some)
        for giver, taker, at in rows.values_list("source__blog__owner", "target__blog__owner", "received_at"):
            found[giver, taker].append(at)
    return found


def _pages(owners: Collection[int]) -> Iterable[int]:
    return Target.objects.filter(blog__owner__in=owners).values_list("pk", flat=True)


def _is_mutual(row: Candidate, given: Gifts) -> bool:
    if row.owner is None or row.source_owner is None:
        return False
    back = given.get((row.owner, row.source_owner), ())
    return any(abs(at - row.received_at) <= rings.ANSWERED_WITHIN for at in back)
