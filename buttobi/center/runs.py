"""The times that a theme was open: each is written down when it ends, with the answers that belong to it.

What a theme is now stands in its dates alone. A run is written by whoever finds that one is over (the bell), or ends it
(whoever gives the theme another time), never by a reader.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from buttobi.center.models import Run, RunQuerySet, Theme, Told
from buttobi.entries.delete import delete
from buttobi.entries.models import Entry, WorkingCopy
from buttobi.trackbacks.models import Received
from buttobi.trackbacks.models.received import ReceivedQuerySet

# Closed and opened again within so long, a theme was open all the time.
SLIP = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """When a theme opens and closes, as its form has it: a draft may lack the one, and what stays open the other.

    A `plan.Window` is what the calendar lays out: it has a beginning.
    """

    opens_at: datetime | None
    closes_at: datetime | None


def renew(*, entry: Entry, wanted: Dates, now: datetime) -> Dates:
    """The dates that a theme gets when somebody wants others; what was open until now is written down.

    What is over stays over: asked to be open longer, it opens anew, unless it was closed by a slip of the hand. Call it
    in the transaction that gives it its dates.
    """
    # Whoever finds its end at this moment waits, and asks again.
    list(Entry.objects.select_for_update().filter(pk=entry.pk).values_list("pk"))
    opened_at, closes_at = entry.opens_at, entry.closes_at
    if opened_at is None or opened_at > now or entry.published_at is None:
        return wanted
    is_over = closes_at is not None and closes_at <= now
    lasts = wanted.closes_at is None or wanted.closes_at > now
    comes_anew = wanted.opens_at is not None and wanted.opens_at > now
    if is_over and lasts and wanted.opens_at == opened_at and _was_a_slip(entry, now):
        return wanted
    if is_over and lasts:
        _write(entry, closed_at=closes_at)
        return wanted if comes_anew else Dates(opens_at=now, closes_at=wanted.closes_at)
    if comes_anew and not is_over:
        _write(entry, closed_at=now)
    return wanted


def _was_a_slip(entry: Entry, now: datetime) -> bool:
    """Whether a theme was closed a moment ago and nobody has used what followed from it; that is undone."""
    if entry.closes_at is None or now - entry.closes_at > SLIP:
        return False
    # Locked: no draft is laid beside what is undone, and nobody saves the one that goes.
    run = Run.objects.select_for_update().filter(theme__in=_of(entry), opened_at=entry.opens_at).first()
    if run is None:
        return True
    drafted = Entry.objects.select_for_update().filter(rounds_up=run).first()
    if drafted is not None:
        if not _is_untouched(drafted):
            return False
        delete(entry=drafted)
    run.delete()
    return True


def _is_untouched(drafted: Entry) -> bool:
    """Whether a round-up is as it was drafted: nobody saved, planned or published it, or typed in its form."""
    if drafted.published_at is not None or drafted.state not in (Entry.State.DRAFT, Entry.State.DELETED):
        return False
    is_typed_in = WorkingCopy.objects.filter(entry=drafted).exists()
    return drafted.state == Entry.State.DELETED or (drafted.updated_at == drafted.created_at and not is_typed_in)


def note_ended(now: datetime) -> int:
    """Writes down every run that is over and not written down yet; how many."""
    ended = Theme.objects.filter(
        entry__published_at__isnull=False, entry__state=Entry.State.PUBLISHED, entry__closes_at__lte=now
    ).exclude(runs__opened_at=F("entry__opens_at"))
    themes = ended.filter(entry__opens_at__isnull=False).select_related("entry")
    return sum(note(theme, now) for theme in themes)


def note(theme: Theme, now: datetime) -> bool:
    """Writes down that a theme's time is over, once it is; says whether this call did it."""
    with transaction.atomic():
        # Locked, and asked again: it may have been opened since it was read.
        locked = Theme.objects.select_for_update(of=("entry",)).select_related("entry").filter(pk=theme.pk).first()
        if locked is None or locked.life(now) != Theme.Life.CLOSED:
            return False
        return _write(locked.entry, closed_at=locked.entry.closes_at)


def _write(entry: Entry, *, closed_at: datetime | None) -> bool:
    theme = _of(entry).first()
    if theme is None or entry.opens_at is None or closed_at is None:
        return False
    # Of two that find the same end, one writes it.
    return Run.objects.get_or_create(theme=theme, opened_at=entry.opens_at, defaults={"closed_at": closed_at})[1]


def _of(entry: Entry) -> QuerySet[Theme]:
    return Theme.objects.filter(entry=entry.pk)


# --- Whose answer is it? ----------------------------------------------------------------------------------------------


def answers_in(run: Run) -> ReceivedQuerySet:
    """What readers see of a run's answers, oldest first: also those that were shown after it was over."""
    found = Received.objects.shown().filter(target__entry__theme=run.theme_id)
    return found.filter(received_at__gte=run.opened_at, received_at__lt=until(run))


def until(run: Run) -> datetime:
    """When the theme opened again, or will; what comes before is an answer of this run."""
    found: datetime = Run.objects.bounded().get(pk=run.pk).until  # type: ignore[attr-defined] # annotated
    return found


def counted(runs: RunQuerySet) -> RunQuerySet:
    """With `answers`: how many readers see of each."""
    return runs.bounded().annotate(answers=number(of_each()))


def late_in(run: Run) -> ReceivedQuerySet:
    """The answers that its round-up does not tell of: shown since, or back again."""
    return answers_in(run).exclude(pk__in=run.tellings.filter(cut_at=None).values("received"))


def with_late(runs: RunQuerySet) -> RunQuerySet:
    """With `late`: how many such answers each has."""
    # Asked for each answer by both keys, which an index answers; a NOT IN would read all that was told each time.
    told = Told.objects.filter(run=OuterRef(OuterRef("pk")), received=OuterRef("pk"), cut_at=None)
    return runs.bounded().annotate(late=number(of_each().filter(~Exists(told))))


def number(found: ReceivedQuerySet) -> Coalesce:
    """So many of each run's, as a column."""
    return Coalesce(Subquery(found.values("target").annotate(number=Count("pk")).values("number")), 0)


def of_each() -> ReceivedQuerySet:
    """What readers see of the answers of each run, as a subquery of runs that are `bounded`."""
    in_time = Q(received_at__gte=OuterRef("opened_at"), received_at__lt=OuterRef("until"))
    return Received.objects.shown().order_by().filter(in_time, target=OuterRef("theme__entry__target"))
