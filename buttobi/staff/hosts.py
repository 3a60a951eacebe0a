"""Staff count a host elsewhere as adult, or no longer: the list, and what stands on General pages from there."""

import logging

from django.db import transaction

from buttobi.accounts.models import Account
from buttobi.sections.models import MarkedHost
from buttobi.trackbacks import crossing

log = logging.getLogger(__name__)


def mark(*, host: str, note: str, by: Account) -> int | None:
    """Puts a host on the list; how many trackbacks left General pages for it, None when it was there already."""
    with transaction.atomic():
        said = {"note": note.strip(), "marked_by": by}
        row, is_new = MarkedHost.objects.get_or_create(host=host, defaults=said)
        if not is_new:
            return None
        left = crossing.shut_out(host)
    log.info("marked_host=%s host=%s left=%s by=%s", row.pk, host, left, by.pk)
    return left


def unmark(*, row: MarkedHost, by: Account) -> int | None:
    """Takes a host off the list; how many trackbacks are examined again, None when somebody else had done it."""
    with transaction.atomic():
        gone, _of_what = MarkedHost.objects.filter(pk=row.pk).delete()
        if not gone:
            return None
        examined = crossing.let_in(row.host)
    log.info("unmarked_host=%s host=%s examined=%s by=%s", row.pk, row.host, examined, by.pk)
    return examined
