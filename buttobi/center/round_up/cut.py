"""What round-ups told of an answer that is gone is taken out of them, whatever people wrote around the link to it.

At once where a blog went to the other section, by the bell for everything else; and again whenever somebody saves a
round-up, since a form that was opened before still has the lines.
"""

import logging

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from buttobi.blogs.models import Blog
from buttobi.center import runs
from buttobi.center.models import Run, RunQuerySet, Told
from buttobi.center.round_up import gone, lines
from buttobi.center.round_up.gone import Gone
from buttobi.entries.models import Entry, WorkingCopy
from buttobi.entries.update import update
from buttobi.markup.markdown import render
from buttobi.trackbacks.models import Received

log = logging.getLogger(__name__)

# Each text of an entry, with where its HTML stands.
TEXTS = {"body": "html", "second_body": "second_html"}


def telling_of(blog: Blog, *, section: str) -> QuerySet[Entry]:
    """The entries of other blogs in which round-ups tell of a blog, while it is in a section."""
    told = Told.objects.filter(received__source__blog=blog, cut_at=None).values("run__round_up")
    return Entry.objects.kept().filter(pk__in=told, blog__section=section).exclude(blog=blog).order_by("pk")


def take_out(blog: Blog, *, section: str) -> int:
    """Takes what was told of a blog out of the round-ups of the section that it left, and out of its own what it
    leaves there; of how many. Call it in the transaction of the move."""
    told = Q(pk__in=Told.objects.filter(received__source__blog=blog).values("run"))
    return sum(_cut(run) for run in _told(told | Q(theme__entry__blog=blog)))


def sweep() -> int:
    """Takes out what is gone since: deleted, closed, taken back, refused; of how many round-ups."""
    left = Told.objects.filter(gone.is_gone("received__"), cut_at=None).values("run")
    found = list(_told(Q(pk__in=left)))
    for run in found:
        with transaction.atomic():
            _cut(run)
    return len(found)


def proofread(entry: Entry) -> None:
    """Looks through a round-up whose words somebody saves: what is gone is taken out, what is told is remembered."""
    run = Run.objects.select_related("theme__entry__blog").filter(round_up=entry).first()
    if run is None:
        return
    left = gone.of(run)
    if left is not None:
        _take_out(entry, left)
    found = [row.pk for row in told_in(entry, list(runs.late_in(run).select_related("source__blog")))]
    remember(run, found)


def told_in(entry: Entry, rows: list[Received]) -> list[Received]:
    """Those answers to which an entry links, as it stands in memory."""
    texts = "\n\n".join(getattr(entry, text) for text in TEXTS)
    return linked(texts, rows, base=entry.address) if rows else []


def linked(text: str, rows: list[Received], *, base: str) -> list[Received]:
    """Those answers to which a text links."""
    found = lines.addresses_in(text, base=base)
    meant = set().union(*map(gone.meant, found))
    return [row for row in rows if not meant.isdisjoint(gone.pages_of(row))]


def remember(run: Run, rows: list[int]) -> None:
    """From now on the round-up tells of these answers, or leaves them out knowingly: they are not news any more."""
    tellings = [Told(run=run, received_id=row) for row in rows]
    Told.objects.bulk_create(
        tellings,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["run", "received"],
        update_fields=["cut_at"],
    )


def _told(which: Q) -> RunQuerySet:
    found = Run.objects.filter(which, round_up__isnull=False).exclude(round_up__state=Entry.State.DELETED)
    return found.select_related("theme__entry__blog").order_by("pk")


def _cut(run: Run) -> bool:
    """Says whether there was something to be cut."""
    left = gone.of(run)
    if left is None:
        return False
    cut = Told.objects.filter(gone.is_gone("received__"), run=run, cut_at=None).update(cut_at=timezone.now())
    log.info("run=%s round_up=%s cut=%s", run.pk, run.round_up_id, cut)
    entry = Entry.objects.select_for_update(of=("self",)).select_related("blog").get(rounds_up=run)
    if _take_out(entry, left):
        entry.save(update_fields=[*TEXTS, *TEXTS.values()])
        update(entry=entry)
    # Who edits it finds it without, too.
    for copy in WorkingCopy.objects.filter(entry=entry):
        said = {
            text: lines.without(copy.values[text], left.leads_there, base=entry.address)
            for text in TEXTS
            if text in copy.values
        }
        WorkingCopy.objects.filter(pk=copy.pk).update(values=copy.values | said)
    return True


def _take_out(entry: Entry, left: Gone) -> bool:
    """Takes what is gone out of an entry's words; says whether that changed them. Saves nothing."""
    is_changed = False
    for text, html in TEXTS.items():
        before = getattr(entry, text)
        after = lines.without(before, left.leads_there, base=entry.address)
        if after != before:
            is_changed = True
            setattr(entry, text, after)
            setattr(entry, html, render(after) if after else "")
    return is_changed
