"""The times that a theme was open, as whoever keeps it sees them: answers, round-ups, and what came in later."""

from dataclasses import dataclass
from typing import Any

from buttobi.center import runs
from buttobi.center.models import Run, RunQuerySet, Theme
from buttobi.center.reading import when
from buttobi.entries.models import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """One of them."""

    run: Run
    says: str
    """On which days."""
    answers: int
    late: int
    """How many answers its round-up does not tell of."""
    entry: Entry | None
    """Its round-up."""


def of(theme: Theme) -> dict[str, Any]:
    """For a template: `told`, the last one if it is over and was rounded up; `times`, those before it."""
    found = [_time(run, theme) for run in runs.counted(_with_round_ups(theme)).order_by("-opened_at")]
    last = next((time for time in found if time.run.opened_at == theme.entry.opens_at), None)
    told = last if last is not None and last.entry is not None else None
    return {"told": told, "times": [time for time in found if time is not last]}


def _with_round_ups(theme: Theme) -> RunQuerySet:
    return runs.with_late(theme.runs.select_related("round_up__blog"))


def _time(run: Run, theme: Theme) -> Time:
    told = run.round_up
    return Time(
        run=run,
        says=when.period(run.opened_at, run.closed_at, theme.entry.blog.zone),
        answers=getattr(run, "answers", 0),
        late=getattr(run, "late", 0),
        entry=told if told is not None and told.state != Entry.State.DELETED else None,
    )
