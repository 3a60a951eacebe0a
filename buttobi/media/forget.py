"""Forgets pictures that nothing shows any more."""

import logging
from datetime import timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from buttobi.accounts.models import Account
from buttobi.media.holders import holders
from buttobi.media.models import Picture

log = logging.getLogger(__name__)

# So long somebody may take from choosing a picture to using it.
KEPT = timedelta(days=1)


def forget_unused() -> int:
    """Deletes pictures older than a day that no row of another room refers to; how many."""
    unused = _unused().filter(uploaded_at__lt=timezone.now() - KEPT)
    number = unused.count()
    if number:
        unused.delete()
        log.info("pictures forgotten=%s", number)
    return number


def unused_of(account: Account) -> QuerySet[Picture]:
    """What an account sent that no row of another room refers to."""
    return _unused().filter(uploaded_by=account)


def _unused() -> QuerySet[Picture]:
    pictures = Picture.objects.all()
    for holder in holders():
        rows = holder.related_model._base_manager.filter(**{holder.field.name: OuterRef("pk")})
        pictures = pictures.exclude(Exists(rows))
    return pictures
