"""A theme is over: its round-up is drafted, once, for whoever opened it."""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone, translation

from buttobi.center import shelf
from buttobi.center.models import Theme
from buttobi.center.round_up import words
from buttobi.center.round_up.words import Answer, Subject
from buttobi.entries.forms import OTHER_LANGUAGE
from buttobi.entries.models import Entry
from buttobi.markup.markdown import render
from buttobi.sections.section import Section
from buttobi.trackbacks.models import Received
from buttobi.trackbacks.models.received import ReceivedQuerySet
from linkback import addresses

log = logging.getLogger(__name__)

# So long a round-up waits for answers that came in the last moment and are being examined.
PATIENCE = timedelta(hours=1)
# So many answers are read, the oldest; how many more there are is said.
MOST = 1000


def due(now: datetime) -> QuerySet[Theme]:
    """Closed themes whose last time was not rounded up yet, the longest closed first."""
    new = Q(rounded_up_to=None) | Q(rounded_up_to__lt=F("entry__closes_at"))
    over = Theme.objects.filter(new, entry__state=Entry.State.PUBLISHED, entry__closes_at__lte=now)
    served = over.filter(entry__opens_at__isnull=False, entry__blog__section__in=Section.offered())
    return served.select_related("entry__blog", "entry__target", "round_up__blog").order_by("entry__closes_at", "pk")


def draft_due(now: datetime) -> int:
    """Drafts every round-up that is due; how many themes it dealt with."""
    return sum(draft(theme=theme, now=now) for theme in due(now))


def draft(*, theme: Theme, now: datetime) -> bool:
    """Drafts the round-up of a closed theme; one that found no answer gets none. Says whether this call settled it."""
    closed_at = theme.entry.closes_at
    if closed_at is None or (now < closed_at + PATIENCE and _is_examined(theme)):
        return False
    # Read and written before the transaction: whoever else writes would wait for as long.
    found = _shown(theme)
    rows = list(found.select_related("source__blog")[:MOST])
    round_up = _compose(theme, rows, found.count(), closed_at) if rows else None
    with transaction.atomic():
        # One UPDATE decides: of two workers that find the same theme, one drafts.
        same = Theme.objects.filter(pk=theme.pk, rounded_up_to=theme.rounded_up_to)
        if not same.update(rounded_up_to=closed_at):
            return False
        if round_up is not None:
            if not _are_still_shown(rows):
                transaction.set_rollback(True)
                return False
            round_up.save()
            theme.round_up = round_up
            theme.save(update_fields=["round_up"])
    log.info("theme=%s round_up=%s answers=%s", theme.pk, theme.round_up_id if rows else None, len(rows))
    return True


def drafted(section: str) -> QuerySet[Theme]:
    """Themes of a section's Center that have a round-up, the last closed first."""
    themes = shelf.of_center(section).filter(round_up__isnull=False).exclude(round_up__state=Entry.State.DELETED)
    return themes.select_related("round_up__blog").order_by("-rounded_up_to", "-pk")


def _is_examined(theme: Theme) -> bool:
    """Whether an answer of it has not been looked at yet."""
    arrived = Received.objects.filter(target=theme.entry.target_id, state=Received.State.ARRIVED)
    return arrived.filter(due_at__isnull=False).exists()


def _shown(theme: Theme) -> ReceivedQuerySet:
    """The answers of its last time that readers see, the oldest first."""
    rows = Received.objects.shown().filter(target=theme.entry.target_id)
    return rows if theme.rounded_up_to is None else rows.filter(received_at__gt=theme.rounded_up_to)


def _are_still_shown(rows: Sequence[Received]) -> bool:
    """Whether no answer left while it was written about; until the end of the transaction none can."""
    keys = [row.pk for row in rows]
    shown = Received.objects.shown().filter(pk__in=keys).select_for_update(of=("self",))
    return len(shown.values_list("pk")) == len(keys)


def _answer(row: Received) -> Answer:
    source = row.source
    if source is not None:
        return Answer(
            url=source.address,
            title=source.title,
            blog=source.blog.title,
            excerpt=source.summary,
            is_here=True,
            home=source.blog.name,
            at=row.received_at,
        )
    host = addresses.host(row.source_url)
    return Answer(
        url=row.source_url,
        title=row.title,
        blog=row.blog_name or host,
        excerpt=row.excerpt,
        is_here=False,
        home=host,
        at=row.received_at,
    )


def _compose(theme: Theme, rows: Iterable[Received], total: int, closed_at: datetime) -> Entry:
    """The draft: in a Center, where every staff member finds it, in both languages; else in its owner's blog."""
    blog = theme.entry.blog
    answers = [_answer(row) for row in rows]
    title, body = _in(blog.language, theme, answers, total, closed_at)
    second_title, second_body = "", ""
    if blog.official:
        second_title, second_body = _in(OTHER_LANGUAGE[blog.language], theme, answers, total, closed_at)
    return Entry(
        blog=blog,
        author=None if blog.official else blog.owner,
        title=title,
        body=body,
        html=render(body),
        second_title=second_title,
        second_body=second_body,
        second_html=render(second_body) if second_body else "",
        # Published, it would tell everybody who answered.
        tells_links=False,
    )


def _in(language: str, theme: Theme, answers: Sequence[Answer], total: int, closed_at: datetime) -> tuple[str, str]:
    entry, blog = theme.entry, theme.entry.blog
    with translation.override(language), timezone.override(blog.zone):
        is_second = language != blog.language and bool(entry.second_title)
        subject = Subject(
            title=entry.second_title if is_second else entry.heading,
            url=entry.address,
            titles=(entry.title, entry.second_title),
            opened_at=entry.opens_at or closed_at,
            closed_at=closed_at,
            earlier=_earlier(theme),
        )
        return words.title(subject)[:200], words.text(subject, answers, total=total)


def _earlier(theme: Theme) -> str:
    """Where the answers of an earlier time were rounded up, when readers can read it."""
    before = theme.round_up
    return before.address if before is not None and before.state == Entry.State.PUBLISHED else ""
