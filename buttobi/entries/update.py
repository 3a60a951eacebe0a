"""A published entry was changed: its address, its page and its trackbacks follow."""

from django.db import transaction
from django.utils import timezone

from buttobi.entries import page, slugs
from buttobi.entries.models import Entry


def update(*, entry: Entry, wish: str = "") -> bool:
    """Brings everything in line with a published entry whose changes are saved; says whether it is published.

    `wish` is the address it shall have from now on. No trackback is sent twice; an address added later is sent.
    """
    with transaction.atomic():
        if not Entry.objects.select_for_update().filter(pk=entry.pk, state=Entry.State.PUBLISHED).exists():
            return False
        entry.updated_at = timezone.now()
        entry.save(update_fields=["updated_at"])
        secret = entry.audience == Entry.Audience.LINK
        slugs.settle(entry=entry, wish=wish, at=entry.updated_at, secret=secret)
        page.follow(entry=entry)
    return True
