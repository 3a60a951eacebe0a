"""Finds work whose bell was lost, and forgets what need not be kept."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from buttobi.blogs.models import Blog
from buttobi.celery import bell, ring
from buttobi.outbound import pace
from buttobi.sections.models import MarkedHost
from buttobi.trackbacks import announce, crossing, tasks
from buttobi.trackbacks.models import Received, Sent

log = logging.getLogger(__name__)

# Where a ping came from, its bytes, and the words of a refused one; those of a deleted blog go at once.
PERSONAL_DATA_KEPT = timedelta(days=30)
# Whoever read a page when its host was marked has written down by then what it found.
BEING_READ = timedelta(minutes=10)


def sweep() -> None:
    """Settles what a page here was given but never got, and rings for what is due."""
    now = timezone.now()
    for sent in Sent.objects.due(now).exclude(target=None):
        with transaction.atomic():
            announce.give(sent)
        log.info("sent=%s state=%s found=sweep", sent.pk, sent.state)
    if Sent.objects.due(now).exists() or Sent.objects.to_look(now).exists():
        ring(tasks.deliver_due)
    if Received.objects.due(now).exists():
        ring(tasks.examine_due)
    _shut_out_again(now)


def _shut_out_again(now: datetime) -> None:
    """What was being read while its host was marked, and led there, was not known to come from there."""
    lately = MarkedHost.objects.filter(marked_at__gt=now - BEING_READ)
    for host in lately.values_list("host", flat=True):
        with transaction.atomic():
            left = crossing.shut_out(host)
        if left:
            log.info("host=%s left=%s found=sweep", host, left)


def forget() -> None:
    """Blanks personal data of old pings; the rows stay, so that what was refused stays refused."""
    old = timezone.now() - PERSONAL_DATA_KEPT
    traces = Received.objects.filter(received_at__lt=old).filter(~Q(sender_ip=None) | ~Q(raw=b""))
    blanked = traces.update(sender_ip=None, raw=b"", raw_charset="")
    # Of a deleted blog nobody reads them any more; of a refused one its owner has had time to.
    unread = Q(target__blog__state=Blog.State.DELETED) | Q(state=Received.State.REFUSED, changed_at__lt=old)
    words = dict.fromkeys(("title", "excerpt", "blog_name", "author", "sentence"), "")
    blanked += Received.objects.filter(unread).exclude(**words).update(**words)
    pace.forget(timezone.now())
    if blanked:
        log.info("forgotten=%s", blanked)


def oldest_due() -> datetime | None:
    """Since when the oldest work has been waiting that somebody should be doing now."""
    now = timezone.now()
    due = (rows.values_list("due_at", flat=True).first() for rows in (Sent.objects.due(now), Received.objects.due(now)))
    return min((at for at in due if at is not None), default=None)


sweep_bell = bell("sweep", every=30)(sweep)
forget_bell = bell("forget", every=3600)(forget)
