"""Totals a day of the sections, and every day that was missed.

Everything is read and judged outside any transaction; what differs from the last time is written in a short one, whose
first statement finds out whether somebody else has totalled the day meanwhile. So any number of machines may total any
date any number of times, and a final day stays what it is.
"""

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from django.db import IntegrityError, connection, models, transaction
from django.db.models import F, Min
from django.utils import timezone
from django.utils.translation import gettext as _

from buttobi import celery
from buttobi.ranking import counting, formula, spans, watch
from buttobi.ranking.models import Day, Standing, Tally
from buttobi.ranking.spans import Span, Spans
from buttobi.sections.section import Section
from buttobi.trackbacks.models import Received

log = logging.getLogger(__name__)
State = Day.State
# A row of a day as it will be stored, without its key and its day.
Row = tuple[Any, ...]

# Whoever finds so often that another was faster leaves it at what the other found.
ATTEMPTS = 5
# A day that is not final is totalled again after this long, or after so many times what it took.
AGAIN = timedelta(minutes=5)
AGAIN_TIMES = 60

_ONE_DAY = timedelta(days=1)
# What tells a row of a day from the one before.
_STANDING = ("blog_id", "position", "trackbacks", "blogs", "reached_at", "top_target_id", "top_trackbacks", "flags")
_TALLY = ("received_id", "blog_id", "source", "reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """What one look at the trackbacks of a day found, to blogs of all sections."""

    span: Span
    judged: Sequence[formula.Judged]
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Count:
    """What that comes to in one section."""

    span: Span
    # In the columns of _STANDING and _TALLY.
    standings: Sequence[Row]
    tallies: Sequence[Row]
    seconds: float


def total(section: Section, day: date, *, now: datetime | None = None, look: Callable[[], _Look] | None = None) -> Day:
    """Counts a day as of now, for the first or the hundredth time. Raises ValueError for one without any time so far.

    `look` is what was seen of it a moment ago, when that is known.
    """
    now = now or timezone.now()
    for attempt in range(ATTEMPTS):
        before = Day.objects.filter(section=section, date=day).first()
        if before is not None and before.state == State.FINAL:
            return before
        known = spans.around(day)
        span = known.span(day)
        if before is None and (span.begins > now or span.is_empty):
            raise ValueError(f"{day} has not begun, or its zone left it out")
        if before is not None and not _may_be(before, span, now):
            return before
        looked = look() if look and not attempt else _look(day, known)
        after = _write(before, section, _count(section, looked), now=now)
        if after is not None:
            return after
    return Day.objects.get(section=section, date=day)


def total_all(sections: Iterable[Section], day: date, *, now: datetime | None = None) -> list[Day]:
    """The same for some sections: some rules look at the whole service, so that one look at it serves them all."""
    look = cache(lambda: _look(day, spans.around(day)))
    return [total(section, day, now=now, look=look) for section in sections]


def refusal(day: date, *, now: datetime | None = None) -> str:
    """Why a date cannot be totalled now, in a sentence; empty when it can."""
    now = now or timezone.now()
    # In this order: of a date at the very ends of the calendar, the hours cannot be told.
    if day > spans.running(now).day:
        return _("%(date)s has not begun.") % {"date": day}
    if Day.objects.filter(date=day).exists():
        return ""
    first = Received.objects.aggregate(at=Min("received_at"))["at"]
    if first is None or day < spans.since(first).date_of(first):
        return _("By the end of %(date)s no trackback had come here: there is nothing to rank.") % {"date": day}
    if spans.around(day).span(day).is_empty:
        return _("%(date)s has no hours on the ranking's clocks, so that nothing belongs to it.") % {"date": day}
    return ""


def catch_up(*sections: Section, now: datetime | None = None) -> list[Day]:
    """Totals every day since the first trackback that is over, not final, and due for it; in their order."""
    now = now or timezone.now()
    first = Received.objects.aggregate(at=Min("received_at"))["at"]
    if first is None or first > now:
        return []
    known = spans.since(first)
    missed = {section: set(_missed(section, known, known.date_of(first), now)) for section in sections}
    totalled: list[Day] = []
    for day in sorted(set().union(*missed.values())):
        if celery.stopping():
            break
        totalled += total_all([section for section in sections if day in missed[section]], day, now=now)
    return totalled


def so_far(*sections: Section, now: datetime | None = None) -> list[Day]:
    """Totals the running day, where the last time is long enough ago."""
    now = now or timezone.now()
    span = spans.running(now)
    there = {one.section: one for one in Day.objects.filter(date=span.day)}
    return total_all([section for section in sections if _is_due(there.get(section), span, now)], span.day, now=now)


def _state_at(span: Span, now: datetime) -> Day.State:
    """How settled a day is by the clock."""
    if now >= span.final_at:
        return State.FINAL
    return State.PROVISIONAL if now >= span.provisional_at else State.COUNTING


def _may_be(before: Day, span: Span, now: datetime) -> bool:
    """Whether a day may be what it is by the clock: further than before, or anything on the clocks of another zone."""
    return before.time_zone != span.zone.key or _state_at(span, now) in Day.STEPS[State(before.state)]


def _missed(section: Section, known: Spans, first: date, now: datetime) -> list[date]:
    """Every date from one on that is over, not final, and due; but for those that their zone left out."""
    there = {one.date: one for one in Day.objects.filter(section=section, date__gte=first)}
    dates = [first + _ONE_DAY * number for number in range((known.yesterday(now) - first).days + 1)]
    over = [known.span(day) for day in dates if day not in there or there[day].state != State.FINAL]
    return [
        span.day
        for span in over
        if (span.day in there or not span.is_empty) and _is_due(there.get(span.day), span, now)
    ]


def _is_due(before: Day | None, span: Span, now: datetime) -> bool:
    """Whether a day is to be totalled: never yet, in another state by now, or last some time ago."""
    if before is None or before.state != _state_at(span, now):
        return True
    return now - before.totalled_at >= max(AGAIN, timedelta(seconds=before.seconds) * AGAIN_TIMES)


def _look(day: date, known: Spans) -> _Look:
    started = time.monotonic()
    rules = counting.rules()
    judged = formula.judge(counting.candidates(day, rules=rules, known=known), rules)
    return _Look(span=known.span(day), judged=judged, seconds=time.monotonic() - started)


def _count(section: Section, look: _Look) -> _Count:
    started = time.monotonic()
    judged = [one for one in look.judged if one.candidate.section == section]
    raised = watch.flags(section, look.span, judged)
    return _Count(
        span=look.span,
        standings=[
            (
                *(row.blog, row.position, row.trackbacks, row.blogs, row.reached_at),
                *(row.top_target, row.top_trackbacks, tuple(raised.get(row.blog, ()))),
            )
            for row in formula.standings(judged)
        ],
        tallies=[(one.candidate.pk, one.candidate.blog, one.candidate.source, one.reason) for one in judged],
        seconds=look.seconds + time.monotonic() - started,
    )


def _write(before: Day | None, section: Section, count: _Count, *, now: datetime) -> Day | None:
    """Makes the rows of a day those of a count; None when somebody else has totalled it since it was read."""
    standings = _difference(Standing, before, count.standings, _STANDING)
    tallies = _difference(Tally, before, count.tallies, _TALLY)
    started = time.monotonic()
    try:
        with transaction.atomic():
            after = _claim(before, section, count, now=now)
            if after is None:
                return None
            _replace(Standing, after, _STANDING, *standings)
            _replace(Tally, after, _TALLY, *tallies)
    except IntegrityError:
        # Another machine began the day, or a row that we counted was deleted: what is there now is counted anew.
        log.info("section=%s date=%s changed while it was totalled", section, count.span.day)
        return None
    log.info(
        "day=%s section=%s date=%s state=%s blogs=%s trackbacks=%s counted=%.3fs written=%.3fs",
        *(after.pk, section, after.date, after.state, len(count.standings), len(count.tallies)),
        *(count.seconds, time.monotonic() - started),
    )
    return after


def _claim(before: Day | None, section: Section, count: _Count, *, now: datetime) -> Day | None:
    span = count.span
    state = _state_at(span, now)
    changes: dict[str, Any] = {
        "time_zone": span.zone.key,
        "begins_at": span.begins,
        "ends_at": span.ends,
        "state": state,
        "formula": formula.FORMULA,
        "totalled_at": now,
        "seconds": count.seconds,
        "final_at": now if state == State.FINAL else None,
    }
    if before is None:
        return Day.objects.create(section=section, date=span.day, runs=1, **changes)
    # One UPDATE decides: of two that read the same run, one writes the next.
    same = Day.objects.filter(pk=before.pk, runs=before.runs)
    return Day.objects.get(pk=before.pk) if same.update(runs=F("runs") + 1, **changes) else None


def _difference(
    kind: type[models.Model], before: Day | None, rows: Sequence[Row], columns: Sequence[str]
) -> tuple[list[int], list[Row]]:
    """Which rows of a day are to go, and which are to come, so that what stays the same is not written."""
    there: dict[Row, int] = {}
    if before is not None:
        found = kind._default_manager.filter(day=before).values_list("pk", *columns)
        there = {tuple(tuple(value) if isinstance(value, list) else value for value in row): pk for pk, *row in found}
    new = [row for row in rows if there.pop(row, None) is None]
    return list(there.values()), new


def _replace(kind: type[models.Model], day: Day, columns: Sequence[str], gone: list[int], new: list[Row]) -> None:
    for some in counting.chunks(gone):
        kind._default_manager.filter(pk__in=some).delete()
    _insert(kind, ("day_id", *columns), ((day.pk, *row) for row in new))


def _insert(kind: type[models.Model], columns: Sequence[str], rows: Iterable[Row]) -> None:
    """In the way in which each database takes the most rows a second: the transaction is to be short."""
    # What each database stores in a way of its own.
    adapt = {"reached_at": connection.ops.adapt_datetimefield_value, "flags": _as_json}
    adapted = [(number, adapt[name]) for number, name in enumerate(columns) if name in adapt]
    prepared = (_prepared(row, adapted) for row in rows) if adapted else rows
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    into = f"{connection.ops.quote_name(kind._meta.db_table)} ({names})"
    with connection.cursor() as cursor, connection.wrap_database_errors:
        if connection.vendor == "postgresql":
            with cursor.cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in prepared:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {into} VALUES ({marks})", list(prepared))  # noqa: S608 (our own names)


def _as_json(value: object) -> Any:
    return connection.ops.adapt_json_value(value, None)


def _prepared(row: Row, adapted: Iterable[tuple[int, Callable[[Any], Any]]]) -> list[Any]:
    values = list(row)
    for number, adapt in adapted:
        values[number] = adapt(values[number])
    return values
