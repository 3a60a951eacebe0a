"""A theme is over: its round-up is drafted, once for each time that it was open, for whoever opened it."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, Q, QuerySet
from django.utils import timezone

from buttobi.center import runs, shelf
from buttobi.center.models import Run, RunQuerySet, Theme, Told
from buttobi.center.round_up import answers, words
from buttobi.entries.models import Entry
from buttobi.markup.markdown import render
from buttobi.sections.section import Section
from buttobi.trackbacks.models import Received

log = logging.getLogger(__name__)

# So long a round-up waits for answers that came in the last moment and are being examined.
PATIENCE = timedelta(hours=1)
# So many answers are read, the oldest; that there are more is said.
MOST = 1000


def due() -> QuerySet[Run]:
    """Runs that were answered and are not rounded up yet, the longest over first."""
    served = Run.objects.bounded().filter(
        Exists(runs.of_each()),
        round_up=None,
        theme__entry__state=Entry.State.PUBLISHED,
        theme__entry__blog__section__in=Section.offered(),
    )
    return served.select_related("theme__entry__blog").order_by("closed_at", "pk")


def draft_due(now: datetime) -> int:
    """Writes down which runs are over, and drafts every round-up that is due; how many."""
    runs.note_ended(now)
    return sum(_draft(run, now) for run in due())


def draft(*, theme: Theme, now: datetime) -> bool:
    """Drafts the round-up of a closed theme, once it has an answer to tell of; says whether this call did it."""
    runs.note(theme, now)
    return sum(_draft(run, now) for run in due().filter(theme=theme)) > 0


def _draft(run: Run, now: datetime) -> bool:
    if now < run.closed_at + PATIENCE and _is_being_examined(run):
        return False
    # Read and written before the transaction: whoever else writes would wait for as long.
    found = runs.answers_in(run)
    every = set(found.values_list("pk", flat=True))
    rows = list(found.select_related("source__blog")[:MOST])
    every |= {row.pk for row in rows}
    round_up = _compose(run, rows, len(every))
    with transaction.atomic():
        if not _are_still_shown(rows):
            return False
        round_up.save()
        # One UPDATE decides: of two workers that find the same run, one drafts.
        if not Run.objects.filter(pk=run.pk, round_up=None).update(round_up=round_up):
            transaction.set_rollback(True)
            return False
        # Also those beyond: that there are more is said, and they are no news.
        Told.objects.bulk_create([Told(run=run, received_id=key) for key in sorted(every)], batch_size=500)
    log.info("theme=%s run=%s round_up=%s answers=%s", run.theme_id, run.pk, round_up.pk, len(rows))
    return True


def drafted(section: str) -> RunQuerySet:
    """The runs of a section's Center that have a round-up, the last closed first."""
    of_center = Q(theme__in=shelf.of_center(section).order_by().values("pk"), round_up__isnull=False)
    found = Run.objects.filter(of_center).exclude(round_up__state=Entry.State.DELETED)
    return found.select_related("round_up__blog", "theme__entry__blog").order_by("-closed_at", "-pk")


def _is_being_examined(run: Run) -> bool:
    """Whether an answer of it has not been looked at yet."""
    arrived = Received.objects.filter(target=run.theme.entry.target_id, state=Received.State.ARRIVED)
    return arrived.filter(received_at__gte=run.opened_at, due_at__isnull=False).exists()


def _are_still_shown(rows: Sequence[Received]) -> bool:
    """Whether no answer left while it was written about; until the end of the transaction none can."""
    keys = [row.pk for row in rows]
    shown = Received.objects.shown().filter(pk__in=keys).select_for_update(of=("self",))
    return len(shown.values_list("pk")) == len(keys)


def _compose(run: Run, rows: Sequence[Received], total: int) -> Entry:
    """The draft: in a Center, where every staff member finds it, in both languages; else in its owner's blog."""
    blog = run.theme.entry.blog
    found = answers.of(rows)
    titles, texts = {}, {}
    for field, language in answers.languages(run).items():
        with answers.told_in(language, run) as subject:
            titles[field], texts[field] = words.title(subject)[:200], words.text(subject, found, total=total)
    second_body = texts.get("second_body", "")
    now = timezone.now()
    return Entry(
        blog=blog,
        author=None if blog.official else blog.owner,
        title=titles["body"],
        body=texts["body"],
        html=render(texts["body"]),
        second_title=titles.get("second_body", ""),
        second_body=second_body,
        second_html=render(second_body) if second_body else "",
        # Published, it would tell everybody who answered.
        tells_links=False,
        # The same as long as nobody touches it.
        created_at=now,
        updated_at=now,
    )
