"""An owner asks for another look at the page that a trackback comes from."""

import logging

from django.db import transaction
from django.utils import timezone

from buttobi.celery import ring
from buttobi.trackbacks import repeat, tasks
from buttobi.trackbacks.models import Received

log = logging.getLogger(__name__)


def look_again(received: Received) -> bool:
    """Makes the next look due, now or half a minute after the last one; what an author here sent needs none."""
    if received.by_author:
        return False
    now = timezone.now()
    with transaction.atomic():
        row = Received.objects.select_for_update().get(pk=received.pk)
        due_at = repeat.soonest(row, now)
        Received.objects.filter(pk=row.pk).update(due_at=due_at, tries=0)
        if due_at <= now:
            ring(tasks.examine_due)
    log.info("received=%s act=look_again due=%s", received.pk, due_at.isoformat(timespec="seconds"))
    return True
