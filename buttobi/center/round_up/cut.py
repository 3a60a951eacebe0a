"""What round-ups told of an answer that is gone is taken out of them, whatever people wrote around the link to it.

At once where a blog went to the other section, by the bell for everything else; and again whenever somebody saves a
round-up, since a form that was opened before still has the lines.
"""

import logging
import re
from collections.abc import Iterable
from html import unescape
from itertools import chain
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.html import linebreaks

from buttobi.blogs.models import Blog
from buttobi.center import runs
from buttobi.center.models import Run, RunQuerySet, Told
from buttobi.center.round_up import gone, hrefs, lines
from buttobi.center.round_up.gone import Gone
from buttobi.entries.models import Entry, WorkingCopy
from buttobi.entries.update import update
from buttobi.markup.errors import MarkupTooLarge
from buttobi.markup.links import links
from buttobi.markup.markdown import render
from buttobi.trackbacks.models import Received
from linkback import addresses

log = logging.getLogger(__name__)

# Each text of an entry, with where its HTML stands.
TEXTS = {"body": "html", "second_body": "second_html"}

# As cleaned HTML has it.
_HREF = re.compile(r' href="([^"]*+)"')


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
    return sum(_cut_alone(run) for run in found)


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
    if not rows:
        return []
    found = (links(getattr(entry, html), base=entry.address) for html in TEXTS.values())
    return _meant(chain.from_iterable(found), rows)


def linked(text: str, rows: list[Received], *, base: str) -> list[Received]:
    """Those answers to which a text links."""
    return _meant(hrefs.addresses_in(text, base=base), rows)


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


def _meant(found: Iterable[str], rows: list[Received]) -> list[Received]:
    meant = set().union(*map(gone.meant, found))
    pages = gone.pages_of(rows)
    return [row for row in rows if not meant.isdisjoint(pages[row.pk])]


def _cut_alone(run: Run) -> bool:
    """The same, whatever becomes of it: what one person wrote stops nobody else's."""
    try:
        return _cut(run)
    except Exception:
        log.exception("run=%s round_up=%s cannot be cut", run.pk, run.round_up_id)
        return False


def _cut(run: Run) -> bool:
    """Says whether there was something to be cut."""
    left = gone.of(run)
    # Somebody may save the entry at the same moment: what they wrote is read then.
    return left is not None and any(_cut_as_read(run, left) for _ in range(3))


def _cut_as_read(run: Run, left: Gone) -> bool:
    """Cuts an entry as it stands; False when it is another one by the time that the cut one can be kept."""
    entry = Entry.objects.select_related("blog").get(rounds_up=run)
    before = {text: getattr(entry, text) for text in TEXTS}
    copies = {copy.pk: (copy.values, _copied(entry, copy, left)) for copy in WorkingCopy.objects.filter(entry=entry)}
    is_changed = _take_out(entry, left)
    after = {name: getattr(entry, name) for name in (*TEXTS, *TEXTS.values())}
    with transaction.atomic():
        if not Entry.objects.filter(pk=entry.pk, **before).update(**after):
            return False
        cut = Told.objects.filter(gone.is_gone("received__"), run=run, cut_at=None).update(cut_at=timezone.now())
        log.info("run=%s round_up=%s cut=%s", run.pk, run.round_up_id, cut)
        if is_changed:
            update(entry=entry)
        for now in WorkingCopy.objects.select_for_update().filter(entry=entry):
            typed, values = copies.get(now.pk, (None, {}))
            now.values = values if now.values == typed else _copied(entry, now, left)
            now.save(update_fields=["values"])
    return True


def _copied(entry: Entry, copy: WorkingCopy, left: Gone) -> dict[str, Any]:
    """What somebody typed and did not submit: who edits the entry finds it without, too."""
    typed: dict[str, Any] = copy.values
    cut = {text: lines.without(typed[text], left.leads_there, base=entry.address) for text in TEXTS if text in typed}
    return typed | cut


def _take_out(entry: Entry, left: Gone) -> bool:
    """Takes what is gone out of an entry's words; says whether that changed them. Saves nothing."""
    is_changed = False
    for text, html in TEXTS.items():
        before = getattr(entry, text)
        after = lines.without(before, left.leads_there, base=entry.address)
        shown = getattr(entry, html) if after == before else _rendered(after)
        shown = _unlinked(shown, left, base=entry.address)
        is_changed = is_changed or (after, shown) != (before, getattr(entry, html))
        setattr(entry, text, after)
        setattr(entry, html, shown)
    return is_changed


def _rendered(told: str) -> str:
    try:
        return render(told) if told else ""
    except MarkupTooLarge:
        # A line that is gone may have opened or closed what was around others. As it is typed, it can be read.
        return linebreaks(told, autoescape=True)


def _unlinked(html: str, left: Gone, *, base: str) -> str:
    """What still leads to what is gone, however that was written, leads nowhere."""
    if not any(left.leads_there(url) for url in links(html, base=base)):
        return html

    def led(found: re.Match[str]) -> str:
        url = addresses.resolve(base, unescape(found[1]))
        return "" if url and left.leads_there(url) else found[0]

    return _HREF.sub(led, html)
