"""Answers that were still held when their theme closed, and are shown since: into the round-up, or knowingly not."""

from django.db import transaction
from django.utils import timezone

from buttobi.center import runs
from buttobi.center.models import Run, Told
from buttobi.center.round_up import answers, cut, words
from buttobi.center.round_up.drafts import MOST
from buttobi.entries import keep
from buttobi.entries.models import Entry
from buttobi.markup.markdown import render
from buttobi.trackbacks.models import Received


def add(*, run: Run) -> int:
    """Puts the lines of late answers at the end of a round-up, as it was edited; how many. Raises MarkupTooLarge.

    What readers see already is left to be submitted: there the lines stand among the unsent changes.
    """
    with transaction.atomic():
        entry = Entry.objects.kept().select_for_update(of=("self",)).select_related("blog").get(rounds_up=run)
        rows = list(runs.late_in(run).select_related("source__blog")[:MOST])
        if entry.state != Entry.State.PUBLISHED:
            _into_entry(run, entry, rows)
        values = keep.kept(entry)
        if values is not None or entry.state == Entry.State.PUBLISHED:
            values = values or keep.values_of(entry)
            said = "\n\n".join(values[text] for text in cut.TEXTS)
            there = {row.pk for row in cut.linked(said, rows, base=entry.address)}
            keep.keep(entry=entry, values=values | _with(run, values, [row for row in rows if row.pk not in there]))
    return len(rows)


def leave_out(*, run: Run) -> int:
    """Late answers are news no more, and stand in no round-up; how many."""
    rows = list(runs.late_in(run).values_list("pk", flat=True))
    _remember(run, rows, added=False)
    return len(rows)


def proofread(entry: Entry) -> None:
    """Looks whether a round-up that somebody saves still has the lines that were added: a form that was opened before
    has not, and the answers are news again. Who does not want them leaves them out."""
    tellings = Told.objects.filter(run__round_up=entry, added=True, cut_at=None)
    rows = [telling.received for telling in tellings.select_related("received__source__blog")]
    there = {row.pk for row in cut.told_in(entry, rows)}
    lost = [row.pk for row in rows if row.pk not in there]
    if lost:
        tellings.filter(received__in=lost).update(cut_at=timezone.now())


def _remember(run: Run, rows: list[int], *, added: bool) -> None:
    cut.remember(run, rows)
    Told.objects.filter(run=run, received__in=rows).update(added=added)


def _into_entry(run: Run, entry: Entry, rows: list[Received]) -> None:
    for text, told in _with(run, {text: getattr(entry, text) for text in cut.TEXTS}, rows).items():
        setattr(entry, text, told)
        setattr(entry, cut.TEXTS[text], render(told))
    # Somebody has worked on it.
    entry.updated_at = timezone.now()
    entry.save(update_fields=[*cut.TEXTS, *cut.TEXTS.values(), "updated_at"])
    _remember(run, [row.pk for row in rows], added=True)


def _with(run: Run, texts: dict[str, str], rows: list[Received]) -> dict[str, str]:
    if not rows:
        return {}
    found, more = answers.of(rows), {}
    for text, language in answers.languages(run).items():
        with answers.told_in(language, run) as subject:
            more[text] = words.with_more(texts[text], subject, found)
    return more
