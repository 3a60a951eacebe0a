"""The lists of a Center that staff keep: what is on the shelf, and what was rounded up."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from buttobi.accounts.staff import staff_only
from buttobi.center import runs, shelf
from buttobi.center.desk import month, waiting
from buttobi.center.desk.views import gate
from buttobi.center.models import Run, Theme
from buttobi.center.reading import when
from buttobi.center.round_up import drafts
from buttobi.entries.models import Entry
from buttobi.entries.views import reading_cards, reading_words
from buttobi.entries.views.reading_words import Words

# Of what is over, the last so many are listed.
ROWS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One theme of a list."""

    theme: Theme
    words: Words
    life: str
    says: str
    answers: int
    lacks_words: bool


@require_safe
@staff_only
def on_shelf(request: HttpRequest, section_name: str) -> HttpResponse:
    """Evergreen themes: those that wait in the order in which they are taken, those that are open, and the others."""
    section = gate.section_of(section_name)
    center = gate.center_of(section)
    now = timezone.now()
    every = shelf.of_center(section).order_by("-entry__closes_at", "-pk")
    closed = every.filter(on_shelf=False, entry__state=Entry.State.PUBLISHED, entry__closes_at__lte=now)
    waits = list(shelf.waiting(section, now))
    turn = {theme.pk for theme in waits}
    context = {
        "center": center,
        "waits": _lines(waits),
        "others": _lines([theme for theme in every.filter(on_shelf=True) if theme.pk not in turn]),
        "closed": _lines(list(closed[:ROWS])),
        "waiting": waiting.of(section),
        **gate.frame(section),
    }
    return render(request, "center/desk/shelf.html", context)


def _lines(themes: list[Theme]) -> list[Line]:
    answers = reading_cards.answers(theme.entry.target_id for theme in themes)
    return [_line(theme, answers.get(theme.entry.target_id or 0, 0)) for theme in themes]


def _line(theme: Theme, answers: int) -> Line:
    life = theme.life(timezone.now())
    never = str(Theme.Life.DRAFT.label)
    return Line(
        theme=theme,
        words=reading_words.of_entry(theme.entry),
        life=life,
        says=never if life == Theme.Life.DRAFT else when.of(theme).says,
        answers=answers,
        lacks_words=month.lacks_words(theme.entry),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundUp:
    """One round-up of the list."""

    run: Run
    entry: Entry
    words: Words
    says: str
    """On which days its theme was open."""
    late: int
    """How many answers came in later."""


@require_safe
@staff_only
def round_ups(request: HttpRequest, section_name: str) -> HttpResponse:
    """What was drafted when themes closed: to be edited and published, and what was; what came in later first."""
    section = gate.section_of(section_name)
    center = gate.center_of(section)
    found = [_round_up(run, center.zone) for run in runs.with_late(drafts.drafted(section))[:ROWS]]
    context = {
        "center": center,
        "round_ups": sorted(found, key=lambda row: not row.late),
        "waiting": waiting.of(section),
        **gate.frame(section),
    }
    return render(request, "center/desk/round_ups.html", context)


def _round_up(run: Run, zone: ZoneInfo) -> RoundUp:
    if run.round_up is None:
        raise ValueError("what was drafted has a round-up")
    return RoundUp(
        run=run,
        entry=run.round_up,
        words=reading_words.of_entry(run.theme.entry),
        says=when.period(run.opened_at, run.closed_at, zone),
        late=getattr(run, "late", 0),
    )
