"""Answers that were still held when their theme closed, and are shown since: into the round-up, or knowingly not."""

from django.db import transaction

from buttobi.center import runs
from buttobi.center.models import Run
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
    cut.remember(run, rows)
    return len(rows)


def _into_entry(run: Run, entry: Entry, rows: list[Received]) -> None:
    for text, told in _with(run, {text: getattr(entry, text) for text in cut.TEXTS}, rows).items():
        setattr(entry, text, told)
        setattr(entry, cut.TEXTS[text], render(told))
    entry.save(update_fields=[*cut.TEXTS, *cut.TEXTS.values()])
    cut.remember(run, [row.pk for row in rows])


def _with(run: Run, texts: dict[str, str], rows: list[Received]) -> dict[str, str]:
    if not rows:
        return {}
    found, more = answers.of(rows), {}
    for text, language in answers.languages(run).items():
        with answers.told_in(language, run) as subject:
            more[text] = words.with_more(texts[text], subject, found)
    return more
