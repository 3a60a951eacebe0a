"""The bells of the machine: one shows that worker and clock live, one keeps what the database knows of its tables."""

from django.db import connection
from django.utils import timezone

from buttobi.celery import bell
from buttobi.running.health import PULSE, PULSE_EVERY_SECONDS
from buttobi.running.models import Pulse


@bell("running.pulse", every=PULSE_EVERY_SECONDS)
def pulse() -> None:
    """Written by a worker on a ring of the clock, so one row vouches for clock, broker and worker."""
    Pulse.objects.update_or_create(name=PULSE, defaults={"at": timezone.now()})


@bell("running.know_tables", every=3600)
def know_tables() -> None:
    """Lets SQLite count how its tables are filled, where that changed much.

    Without, it guesses, and begins a join of a million rows at the wrong end. PostgreSQL does this by itself.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            # Rows per index that are looked at, so that it takes no longer for a large table; all tables, not only
            # those that this connection has read.
            cursor.execute("PRAGMA analysis_limit=1000")
            cursor.execute("PRAGMA optimize=0x10002")
