"""What is over, to be read: each time that a theme was open, with the answers of that time and its round-up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core.paginator import Page
from django.db.models import BigIntegerField, F, OuterRef, QuerySet, Value
from django.utils.translation import gettext

from buttobi.blogs.models import Blog
from buttobi.center import runs
from buttobi.center.models import Run, RunQuerySet, Theme
from buttobi.center.reading import themes, when
from buttobi.center.reading.themes import Card
from buttobi.entries.models import Entry
from buttobi.entries.views import reading_days, reading_words
from buttobi.entries.views.reading_page import one_page

# What of a run is read for a page about it.
BESIDE = ("theme__entry__blog", "theme__entry__target__blog__policy", "theme__cover", "round_up")


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """One time that a theme was open."""

    says: str
    """`1–8 Nov 2026`."""
    stamp: str
    """When it ended, for programs."""
    answers: int
    round_up: str
    """Where it is told what was answered; empty while that is not to be read."""
    round_up_title: str


def of(theme: Theme) -> tuple[Run | None, list[Past]]:
    """The run that the dates of a theme still tell of, if it is over; and the times that it was open before it, the
    last first."""
    found = list(runs.counted(theme.runs.all()).select_related("round_up").order_by("-opened_at"))
    last = next((run for run in found if run.opened_at == theme.entry.opens_at), None)
    return last, [_past(run, theme) for run in found if run is not last]


def _past(run: Run, theme: Theme) -> Past:
    blog = theme.entry.blog
    told = readable_round_up(run, blog)
    return Past(
        says=when.period(run.opened_at, run.closed_at, blog.zone),
        stamp=reading_days.stamp(run.closed_at),
        answers=getattr(run, "answers", 0),
        round_up=told.address if told is not None else "",
        round_up_title=reading_words.of_entry(told).title if told is not None else "",
    )


def readable_round_up(run: Run, blog: Blog) -> Entry | None:
    """What was answered, told by whoever opened the theme, once it is published."""
    told = run.round_up
    if told is None or told.state != Entry.State.PUBLISHED or told.audience != Entry.Audience.EVERYONE:
        return None
    told.blog = blog
    return told


# --- Lists ------------------------------------------------------------------------------------------------------------


def page_of(section: str, number: int, *, rows: int) -> "Page[Any]":
    """One page of everything that is over in a section, what ended last first; raises Http404 for one that is not."""
    return one_page(_over(section), number, rows=rows)


def newest(blog: Blog, limit: int) -> list[Card]:
    """What ended last in one blog."""
    return cards(list(_over(blog.section, blog=blog)[:limit]))


def cards(places: Iterable[Sequence[Any]]) -> list[Card]:
    """A card for each place of such a list, with the answers of its time alone."""
    found = list(places)
    by_key = Run.objects.filter(pk__in=[run for _, run, _ in found if run is not None])
    of_runs = {run.pk: run for run in runs.counted(by_key).select_related(*BESIDE)}
    of_themes = themes.with_all(Theme.objects.all()).in_bulk([theme for theme, run, _ in found if run is None])
    every = [of_runs[run].theme if run is not None else of_themes[theme] for theme, run, _ in found]
    return [
        _card(card, of_runs[run] if run is not None else None)
        for card, (_, run, _) in zip(themes.cards(every), found, strict=True)
    ]


def opened_in(section: str, begins: datetime, ends: datetime) -> RunQuerySet:
    """The runs that began in some time and of which their themes' dates tell nothing any more, the last first."""
    return earlier(section).filter(opened_at__gte=begins, opened_at__lt=ends).order_by("-opened_at", "-pk")


def cards_of(found: Iterable[Run]) -> list[Card]:
    """A card for each of these runs."""
    return cards([(run.theme_id, run.pk, run.closed_at) for run in found])


def earlier(section: str) -> RunQuerySet:
    """Every run of a section's themes of which their dates tell nothing any more."""
    return _runs(section).earlier()


def _runs(section: str) -> RunQuerySet:
    return Run.objects.filter(theme__in=themes.public(section).order_by().values("pk"))


def _over(section: str, *, blog: Blog | None = None) -> "QuerySet[Any]":
    """Pairs of a theme and a run, with when that was over; no run where only the dates of the theme tell of it."""
    of_runs = _runs(section)
    written = Run.objects.filter(theme=OuterRef("pk"), opened_at=OuterRef("entry__opens_at"))
    no_run = Value(None, output_field=BigIntegerField())
    of_themes = themes.past(section).order_by().exclude(pk__in=written.values("theme"))
    if blog is not None:
        of_runs, of_themes = of_runs.filter(theme__entry__blog=blog), of_themes.filter(entry__blog=blog)
    columns = ("key", "run", "at")
    first = of_themes.annotate(key=F("pk"), run=no_run, at=F("entry__closes_at")).values_list(*columns)
    second = of_runs.annotate(key=F("theme"), run=F("pk"), at=F("closed_at")).values_list(*columns)
    # What was shut by hand has no end: it stands last.
    return first.union(second, all=True).order_by(F("at").desc(nulls_last=True), "-key")


def _card(card: Card, run: Run | None) -> Card:
    if run is None:
        return card
    entry = run.theme.entry
    card = replace(card, answers=getattr(run, "answers", 0))
    if run.opened_at == entry.opens_at:
        return card
    # Its dates tell of another time.
    says = gettext("open %(days)s") % {"days": when.period(run.opened_at, run.closed_at, entry.blog.zone)}
    url, life = f"{card.url}#earlier", Theme.Life.CLOSED
    stamp = reading_days.stamp(run.closed_at)
    return replace(card, url=url, life=life, closes=says, stamp=stamp, exact="", closing=False)
