"""Reads what the formula asks of one day, in a handful of queries over indexed ranges, however many trackbacks it had.

A trackback may belong to a day when it was received in it, or first shown in it (which a person's word did, or the
clock after the day of its arrival was final): two ranges of two indexes. What belongs to neither is never read.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from buttobi.blogs.models import Blog
from buttobi.outbound import pace
from buttobi.outbound.errors import Forbidden
from buttobi.ranking import days, formula
from buttobi.ranking.models import Day, Tally
from buttobi.trackbacks.models import Received, Target

# So many values go into one query.
CHUNK = 500
LONGEST_SOURCE = 300

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
    "received_at": "received_at",
    "approved_at": "approved_at",
}
_OTHERS = ("shown_at", "link", "blog_name", "has_feed", "source_url", "pace", "source__listed", "source__blog__state")


def rules() -> formula.Rules:
    """What this installation has set."""
    return formula.Rules(
        per_blog=settings.RANKING_MAX_PER_SOURCE_BLOG,
        per_host=settings.RANKING_MAX_PER_SOURCE_HOST,
        require_link=settings.RANKING_REQUIRE_LINK,
        require_blog=settings.RANKING_REQUIRE_BLOG,
        min_hours=settings.RANKING_MIN_SOURCE_HOURS,
    )


def candidates(day: date, *, rules: formula.Rules) -> list[formula.Candidate]:
    """Every trackback of a date, to blogs of both sections: some rules look at the whole service."""
    begins, ends, final = days.begins(day), days.ends(day), days.final_at(day)

    def final_at(moment: datetime) -> datetime:
        return final if begins <= moment < ends else days.final_at(days.date_of(moment))

    counted_before = _counted_before(day, begins, ends)
    found: list[formula.Candidate] = []
    # One row, and whose pace it is under, for each site elsewhere.
    sites: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in _rows(begins, ends, rules):
        moment = formula.counted_at(
            received_at=row["received_at"],
            shown_at=row["shown_at"],
            approved_at=row["approved_at"],
            final_at=final_at,
        )
        if not begins <= moment < ends:
            continue
        one = _candidate(row, moment=moment, counted_before=row["pk"] in counted_before)
        found.append(one)
        if one.source_blog is None:
            sites[one.source].append((one.pk, row["pace"]))
    busy = {source: rows[0] for source, rows in sites.items() if len(rows) > rules.per_host}
    known = _known(busy, begins)
    return [replace(one, known=True) if one.source in known else one for one in found] if known else found


def place_of(url: str, paced_as: str = "") -> str:
    """The name of a blog elsewhere: its registrable domain, or host and first path segment where many live on one host.

    `paced_as` is the registrable domain where it is known.
    """
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        # Whatever a stranger once wrote: the day is totalled all the same.
        return url[:LONGEST_SOURCE]
    if host in settings.RANKING_MANY_BLOG_HOSTS:
        segment = parts.path.strip("/").split("/")[0].lower()
        return f"{host}/{segment}".removesuffix("/")[:LONGEST_SOURCE]
    try:
        return (paced_as or pace.domain_of(url))[:LONGEST_SOURCE]
    except Forbidden:
        return host[:LONGEST_SOURCE]


def _rows(begins: datetime, ends: datetime, rules: formula.Rules) -> Iterator[dict[str, Any]]:
    """What was received in a day, and what was shown in it though it had come before."""
    names = [*_SAME, *_OTHERS]
    columns = [*_SAME.values(), *_OTHERS]
    rows = Received.objects.all()
    if rules.min_hours:
        more = Target.objects.listed().filter(blog=OuterRef("source__blog")).exclude(pk=OuterRef("source"))
        rows = rows.annotate(source_has_more=Exists(more))
        names = [*names, "source_has_more", "source_born"]
        columns = [*columns, "source_has_more", "source__blog__created_at"]
    came = rows.filter(received_at__gte=begins, received_at__lt=ends)
    shown = rows.filter(shown_at__gte=begins, shown_at__lt=ends, received_at__lt=begins)
    for some in (came, shown):
        for row in some.values_list(*columns):
            yield dict(zip(names, row, strict=True))


def _candidate(row: dict[str, Any], *, moment: datetime, counted_before: bool) -> formula.Candidate:
    blog = row["source_blog"]
    return formula.Candidate(
        **{name: row[name] for name in _SAME},
        source=place_of(row["source_url"], row["pace"]) if blog is None else f"blog:{blog}",
        source_public=blog is None or (row["source__listed"] and row["source__blog__state"] == Blog.State.OPEN),
        source_born=row.get("source_born"),
        source_has_more=row.get("source_has_more", True),
        links=row["link"] == Received.Link.LINKS,
        names_blog=bool(row["blog_name"] or row["has_feed"]),
        counted_before=counted_before,
        moment=moment,
    )


def _counted_before(day: date, begins: datetime, ends: datetime) -> set[int]:
    """Trackbacks that another final day has counted: an approval taken back and given again, a zone that changed."""
    counted = Tally.objects.filter(reason="", day__state=Day.State.FINAL).exclude(day__date=day)
    ranges = (
        {"received__received_at__gte": begins, "received__received_at__lt": ends},
        {"received__shown_at__gte": begins, "received__shown_at__lt": ends},
    )
    return {pk for some in ranges for pk in counted.filter(**some).values_list("received_id", flat=True)}


def _known(busy: dict[str, tuple[int, str]], begins: datetime) -> set[str]:
    """Those of some sites of which a trackback was shown before a day began."""
    domains = {pk: source for source, (pk, paced_as) in busy.items() if paced_as == source}
    earlier = Received.objects.filter(pace=OuterRef("pace"), shown_at__lt=begins)
    known = set()
    for some in chunks(domains):
        known |= {
            domains[pk] for pk in Received.objects.filter(Exists(earlier), pk__in=some).values_list("pk", flat=True)
        }
    return known | {source for source, (_, paced_as) in busy.items() if _is_known_part(source, paced_as, begins)}


def _is_known_part(source: str, paced_as: str, begins: datetime) -> bool:
    """Whether one blog of a host of many was shown before."""
    if not paced_as or paced_as == source:
        return False
    at = Q()
    for start in (f"{scheme}://{www}{source}" for scheme in ("https", "http") for www in ("", "www.")):
        at |= Q(source_url__iexact=start) | Q(source_url__istartswith=f"{start}/")
    return Received.objects.filter(at, pace=paced_as, shown_at__lt=begins).exists()


def chunks(values: Iterable[int]) -> Iterator[list[int]]:
    """Lists of at most CHUNK of some values."""
    listed = list(values)
    for start in range(0, len(listed), CHUNK):
        yield listed[start : start + CHUNK]
