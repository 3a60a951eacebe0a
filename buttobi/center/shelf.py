"""The shelf of a Trackback Center: evergreen themes, opened again when too few others are open."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet

from buttobi.blogs.models import Blog
from buttobi.center import runs
from buttobi.center.models import Theme
from buttobi.center.plan import DAYS, midnight
from buttobi.center.runs import Dates
from buttobi.center.starters import PRACTICE
from buttobi.entries.models import Entry
from buttobi.entries.publish import publish
from buttobi.entries.update import update
from buttobi.sections.context import CENTERS
from buttobi.sections.section import Section

log = logging.getLogger(__name__)

OPEN_FOR = timedelta(days=DAYS)


def of_center(section: str) -> QuerySet[Theme]:
    """Every theme of a section's Center that is not deleted, with its entry; without the one to practise on."""
    themes = Theme.objects.filter(entry__blog__official=True, entry__blog__section=section)
    kept = themes.exclude(entry__state=Entry.State.DELETED).exclude(entry__slug=PRACTICE)
    return kept.select_related("entry__blog", "entry__target__blog__policy")


def open_now(section: str, now: datetime) -> QuerySet[Theme]:
    """The themes of a Center that take trackbacks now; without the one to practise on."""
    in_time = Q(entry__closes_at=None) | Q(entry__closes_at__gt=now)
    return _taking(section).filter(in_time, entry__state=Entry.State.PUBLISHED, entry__opens_at__lte=now)


def _taking(section: str) -> QuerySet[Theme]:
    """Themes that everyone may read and answer, in their time."""
    return of_center(section).filter(entry__audience=Entry.Audience.EVERYONE, entry__accepts_trackbacks=True)


def waiting(section: str, now: datetime) -> QuerySet[Theme]:
    """What can be taken from the shelf, in its turn: never opened ones first, then the longest closed."""
    # A draft with a day to come waits for that day.
    never = Q(entry__state=Entry.State.DRAFT) & (Q(entry__opens_at=None) | Q(entry__opens_at__lte=now))
    closed = Q(entry__state=Entry.State.PUBLISHED, entry__closes_at__lte=now)
    ready = _taking(section).filter(never | closed, on_shelf=True, entry__blog__state=Blog.State.OPEN)
    return ready.order_by(F("entry__closes_at").asc(nulls_first=True), "pk")


def fill(section: str, now: datetime) -> int:
    """Opens as many themes as are missing; how many."""
    opened = 0
    while _open_one(section, now):
        opened += 1
    return opened


def _open_one(section: str, now: datetime) -> bool:
    with transaction.atomic():
        # The Center is held while its open themes are counted: what one worker opens, the next one has counted.
        list(Blog.objects.select_for_update().filter(name=CENTERS[Section(section)]))
        if open_now(section, now).count() >= settings.OPEN_THEMES:
            return False
        theme = waiting(section, now).first()
        return theme is not None and take(theme=theme, now=now)


def take(*, theme: Theme, now: datetime, closes_at: datetime | None = None) -> bool:
    """Opens a theme now, until a midnight in fourteen days if not told otherwise; says whether this call did it."""
    entry = theme.entry
    closes_at = closes_at or midnight(now + OPEN_FOR, entry.blog.zone)
    with transaction.atomic():
        runs.renew(entry=entry, wanted=Dates(opens_at=now, closes_at=closes_at), now=now)
        # One UPDATE decides: of two that take the same theme, one finds it as it was.
        same = Entry.objects.filter(
            pk=entry.pk, state=entry.state, opens_at=entry.opens_at, closes_at=entry.closes_at
        ).exclude(state=Entry.State.DELETED)
        if not same.update(opens_at=now, closes_at=closes_at, scheduled_for=None):
            transaction.set_rollback(True)
            return False
        entry.refresh_from_db()
        _ = update(entry=entry) if entry.state == Entry.State.PUBLISHED else publish(entry=entry)
    log.info("theme=%s opened from=%s", theme.pk, "shelf" if theme.on_shelf else "plan")
    return True
