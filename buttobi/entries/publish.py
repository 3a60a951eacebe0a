"""An entry becomes public: now, or by the clock on the date that its author chose."""

import logging

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from buttobi.blogs.models import Blog
from buttobi.entries import page, slugs
from buttobi.entries.models import Entry
from buttobi.sections.section import Section

log = logging.getLogger(__name__)


def publish(*, entry: Entry) -> bool:
    """Publishes a saved entry, for the first time or again; with a date that is to come, schedules it.

    Says whether this call did it. What stands in the row counts, not what else was set on the value.
    """
    if entry.blog.state != Blog.State.OPEN or not Section(entry.blog.section).is_offered:
        return False
    now = timezone.now()
    if entry.scheduled_for is not None and entry.scheduled_for > now:
        return _schedule(entry)
    by_the_clock = entry.state == Entry.State.SCHEDULED
    due = Q(scheduled_for=None) | Q(scheduled_for__lte=now)
    with transaction.atomic():
        # One UPDATE decides: of two that publish, and of a publication and a change of its date, one comes first.
        if not entry.step(Entry.State.PUBLISHED, only=due):
            return False
        entry.refresh_from_db()
        first_time = (entry.scheduled_for if by_the_clock else None) or now
        entry.published_at = entry.published_at or first_time
        entry.updated_at = now
        entry.scheduled_for = None
        entry.save(update_fields=["published_at", "updated_at", "scheduled_for"])
        secret = entry.audience == Entry.Audience.LINK
        slugs.settle(entry=entry, at=entry.published_at, secret=secret)
        page.follow(entry=entry)
    log.info("entry=%s state=published audience=%s", entry.pk, entry.audience)
    return True


def _schedule(entry: Entry) -> bool:
    if entry.state == Entry.State.SCHEDULED or not entry.step(Entry.State.SCHEDULED):
        return False
    log.info("entry=%s state=scheduled", entry.pk)
    return True
