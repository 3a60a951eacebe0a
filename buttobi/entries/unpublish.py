"""An entry leaves the public, and with it every trackback that it gave."""

import logging

from django.db import transaction
from django.utils import timezone

from buttobi.entries import page
from buttobi.entries.models import Entry

log = logging.getLogger(__name__)


def unpublish(*, entry: Entry) -> bool:
    """Takes a published entry back; publishing it again brings all back. Says whether this call did it."""
    with transaction.atomic():
        if not entry.step(Entry.State.UNPUBLISHED, updated_at=timezone.now()):
            return False
        page.follow(entry=entry)
    log.info("entry=%s state=unpublished", entry.pk)
    return True
