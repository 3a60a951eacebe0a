"""What the clock does: entries whose date has come are published, each in a transaction of its own."""

import logging

from django.db import DatabaseError
from django.utils import timezone

from buttobi.blogs.models import Blog
from buttobi.entries.models import Entry
from buttobi.entries.publish import publish

log = logging.getLogger(__name__)


def publish_due() -> int:
    """Publishes what is due, and says how many entries this call published.

    A row stays due until its own transaction ends, so a crash leaves the rest to the next tick; of two ticks that race,
    one publishes each entry.
    """
    due = Entry.objects.filter(
        state=Entry.State.SCHEDULED, scheduled_for__lte=timezone.now(), blog__state=Blog.State.OPEN
    )
    published = 0
    for entry in due.select_related("blog").order_by("scheduled_for", "pk"):
        try:
            published += publish(entry=entry)
        except DatabaseError:
            # One row that cannot be written must not keep the others from their hour; the next tick tries again.
            log.exception("entry=%s could not be published by the clock", entry.pk)
    return published
