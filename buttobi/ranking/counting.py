"""Reads what the formula asks of one day, in a handful of queries over indexed ranges, however many trackbacks it had.

A trackback may belong to a day when it was received in it, or first shown in it (which a person's word did, or the
clock after the day of its arrival was final): two ranges of two indexes. What belongs to neither is never read.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, NullIf

from buttobi.blogs.models import Blog
from buttobi.ranking import formula, spans
from buttobi.ranking.models import Day, Tally
from buttobi.ranking.spans import Spans
from buttobi.trackbacks import homes
from buttobi.trackbacks.models import Received, Target

V = TypeVar("V")

# So many values go into one query.
CHUNK = 500

# What a candidate is told as it stands in the tables.
_SAME = {
    "pk": "pk",
    "target": "target_id",
    "blog": "target__blog_id",
    "owner": "target__blog__owner_id",
    "section": "target__blog__section",
    "official": "target__blog__official",
    "target_listed": "target__listed",
    "source_blog": "source__blog_id",
    "source_owner": "source__blog__owner_id",
    "source_section": "source__blog__section",
    "state": "state",
    "reason": "reason",
    "by_author": "by_author",
    "adult": "adult",
    "pair": "page_pair",
    "received_at": "received_at",
    "approved_at": "approved_at",
}
_LIFE = ("shown", "link", "blog_name", "has_feed")
_PLACE = ("source_url", "pace", "final_url", "final_pace")
_OTHERS = (*_LIFE, *_PLACE, "source__listed", "source__blog__state")


def rules() -> formula.Rules:
    """What this installation has set."""
    return formula.Rules(
        per_blog=settings.RANKING_MAX_PER_SOURCE_BLOG,
        per_host=settings.RANKING_MAX_PER_SOURCE_HOST,
        require_link=settings.RANKING_REQUIRE_LINK,
        require_blog=settings.RANKING_REQUIRE_BLOG,
        min_hours=settings.RANKING_MIN_SOURCE_HOURS,
    )


def candidates(day: date, *, rules: formula.Rules, known: Spans | None = None) -> list[formula.Candidate]:
    """Every trackback of a date, to blogs of both sections: some rules look at the whole service."""
    known = known or spans.around(day)
    span = known.span(day)
    begins, ends = span.begins, span.ends

    def final_at(moment: datetime) -> datetime:
        return span.final_at if moment in span else known.span(known.date_of(moment)).final_at

    # By their keys: of what was shown in a day, hardly anything had come before it, which no planner knows.
    shown = Received.objects.filter(shown_at__gte=begins, shown_at__lt=ends, received_at__lt=begins)
    late = list(shown.values_list("pk", flat=True))
    before = _judged_before(day, begins, ends, late)
    found: list[formula.Candidate] = []
    # The rows of each site elsewhere.
    sites: defaultdict[str, list[int]] = defaultdict(list)
    for row in _rows(begins, ends, late, rules, final=span.final_at):
        moment = formula.counted_at(
            received_at=row["received_at"],
            shown_at=row["shown"],
            approved_at=row["approved_at"],
            final_at=final_at,
        )
        if moment not in span:
            continue
        one = _candidate(row, moment=moment, before=before.get(row["pk"]))
        found.append(one)
        if one.source_blog is None:
            sites[one.source].append(one.pk)
    not_new = _known({source: rows[0] for source, rows in sites.items() if len(rows) > rules.per_host}, begins)
    pairs = _pairs_counted(day, found)
    return [
        replace(one, known=one.source in not_new, pair_counted_before=one.pair in pairs)
        if one.source in not_new or one.pair in pairs
        else one
        for one in found
    ]


def _rows(
    begins: datetime, ends: datetime, late: Iterable[int], rules: formula.Rules, *, final: datetime
) -> Iterator[dict[str, Any]]:
    """What was received in a day that is `final` then, and what was shown in it though it had come before.

    `shown` is when, as far as that may decide whose day it is.
    """
    names = [*_SAME, *_OTHERS]
    columns = [*_SAME.values(), *_OTHERS]
    rows = Received.objects.all()
    if rules.min_hours:
        more = Target.objects.listed().filter(blog=OuterRef("source__blog")).exclude(pk=OuterRef("source"))
        rows = rows.annotate(source_has_more=Exists(more))
        names = [*names, "source_has_more", "source_born"]
        columns = [*columns, "source_has_more", "source__blog__created_at"]
    came = rows.filter(received_at__gte=begins, received_at__lt=ends)
    # Nearly all were shown long before their day is final, and to read thousands of moments takes long.
    came = came.annotate(shown=Case(When(shown_at__gte=final, then="shown_at")))
    then = rows.annotate(shown=F("shown_at"))
    for some in (came, *(then.filter(pk__in=keys) for keys in chunks(late))):
        for row in some.values_list(*columns):
            yield dict(zip(names, row, strict=True))


def _candidate(row: dict[str, Any], *, moment: datetime, before: str | None) -> formula.Candidate:
    blog = row["source_blog"]
    return formula.Candidate(
        **{name: row[name] for name in _SAME},
        source=homes.of_source(*(row[name] for name in _PLACE)) if blog is None else f"blog:{blog}",
        source_public=blog is None or (row["source__listed"] and row["source__blog__state"] == Blog.State.OPEN),
        source_born=row.get("source_born"),
        source_has_more=row.get("source_has_more", True),
        links=row["link"] == Received.Link.LINKS,
        names_blog=bool(row["blog_name"] or row["has_feed"]),
        counted_before=before == "",
        left_out_before=bool(before),
        moment=moment,
    )


def _pairs_counted(day: date, found: Sequence[formula.Candidate]) -> set[str]:
    """Those pairs of a day's trackbacks of which another final day has counted one."""
    own = {one.pk for one in found}
    # The few pages that came under another address on another day: asked about the pairs themselves, a PostgreSQL
    # reads the tallies of all days.
    others: dict[int, str] = {}
    for some in chunks({one.pair for one in found if one.pair}):
        rows = Received.objects.filter(page_pair__in=some).values_list("pk", "page_pair")
        others |= {pk: pair for pk, pair in rows if pk not in own}
    counted = _settled(day).filter(reason="")
    pairs = {one.pair for one in found if one.pair and one.counted_before}
    for keys in chunks(others):
        pairs.update(others[pk] for pk in counted.filter(received__in=keys).values_list("received_id", flat=True))
    return pairs


def _judged_before(day: date, begins: datetime, ends: datetime, late: Iterable[int]) -> dict[int, str]:
    """Why trackbacks that stood in the lists on another final day did not count then; empty where one did.

    An approval taken back and given again, a zone that changed: they belong to the first of their days.
    """
    judged = _settled(day).exclude(reason__in=formula.NOT_SHOWN).values_list("received_id", "reason")
    # Nothing belongs to a time before it came: of days that were over when this one began, nothing need be read.
    others = list(Day.objects.filter(state=Day.State.FINAL, ends_at__gt=begins).exclude(date=day))
    found: dict[int, str] = {}
    if others:
        came = judged.filter(day__in=others, received__received_at__gte=begins, received__received_at__lt=ends)
        found.update(came)
    for keys in chunks(late):
        found.update(judged.filter(received__in=keys))
    return found


def _settled(day: date) -> QuerySet[Tally]:
    """What other days have judged for good."""
    return Tally.objects.filter(day__state=Day.State.FINAL).exclude(day__date=day)


def _known(busy: dict[str, int], begins: datetime) -> set[str]:
    """Those of some sites, each told by one of its rows, of which a trackback was shown before a day began."""
    sites = {pk: source for source, pk in busy.items()}
    earlier = Received.objects.filter(shown_at__lt=begins)
    led_there = earlier.filter(final_pace=OuterRef("paced_as"))
    is_there = earlier.filter(final_pace="", pace=OuterRef("paced_as"))
    rows = Received.objects.annotate(paced_as=Coalesce(NullIf(F("final_pace"), Value("")), F("pace")))
    rows = rows.filter(Exists(led_there) | Exists(is_there)).exclude(paced_as="")
    known = set()
    for some in chunks(sites):
        for pk, paced_as in rows.filter(pk__in=some).values_list("pk", "paced_as"):
            source = sites[pk]
            if paced_as == source or _is_known_part(source, paced_as, begins):
                known.add(source)
    return known


def _is_known_part(source: str, paced_as: str, begins: datetime) -> bool:
    """Whether one blog of a host of many was shown before."""
    at = Q()
    for start in (f"{scheme}://{door}{source}" for scheme in ("https", "http") for door in ("", "www.", "m.")):
        at |= Q(led_to__iexact=start) | Q(led_to__istartswith=f"{start}/")
    rows = Received.objects.annotate(led_to=Coalesce(NullIf(F("final_url"), Value("")), F("source_url")))
    return rows.filter(Q(pace=paced_as) | Q(final_pace=paced_as), at, shown_at__lt=begins).exists()


def chunks(values: Iterable[V]) -> Iterator[list[V]]:
    """Lists of at most CHUNK of some values."""
    listed = list(values)
    for start in range(0, len(listed), CHUNK):
        yield listed[start : start + CHUNK]
