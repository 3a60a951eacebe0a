"""Makes due pictures ready, in the worker: claims one, has its sizes made in another process, settles it.

No transaction is open while a picture is read. One that breaks its reader is refused, and never tried for ever.
"""

import json
import logging
import secrets
import subprocess
import sys
import threading
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from buttobi.celery import stopping
from buttobi.media.making import BROKEN
from buttobi.media.models import Picture, Rendition

log = logging.getLogger(__name__)

# Seconds by the clock, whatever the process is doing with them.
DEADLINE = 40.0
LEASE = timedelta(seconds=3 * DEADLINE)
TRIES = 3
# After a try that ended through no fault of the picture's.
AGAIN = timedelta(seconds=30)
DAY = timedelta(days=1)

# English sentences, the keys of their translations.
NOT_WHOLE = _("This picture is damaged. Please save it again as JPEG or PNG, and choose it again.")
TOO_HEAVY = _("This picture takes too long to read. Please save it smaller, as JPEG or PNG, and choose it again.")
NOT_READ = _("We could not read this picture. Please choose it again.")

_rung = threading.Event()
_draining = threading.Lock()


class Refused(Exception):  # noqa: N818 (named by what becomes of the picture)
    """A picture that cannot be used; says why, for whoever sent it."""


class Interrupted(Exception):  # noqa: N818 (the same)
    """The picture was not at fault: another try may do."""


def drain() -> None:
    """Works until nothing is due. Of several calls in one process one works, and does what the others came for."""
    _rung.set()
    while _rung.is_set() and _draining.acquire(blocking=False):
        try:
            _rung.clear()
            # One by one: each may take as much memory as a picture can.
            while not stopping() and (picture := claim()) is not None:
                prepare(picture)
        finally:
            _draining.release()


def claim() -> Picture | None:
    """The picture whose turn it is, in our hands; None when nothing is due."""
    now = timezone.now()
    due = _due(now)
    if not due.exists():
        return None
    with transaction.atomic():
        picture = _in_turn(due).select_for_update(skip_locked=True, of=("self",)).first()
        if picture is None:
            return None
        picture.lease, picture.leased_until = secrets.token_hex(16), now + LEASE
        picture.tries += 1
        picture.save(update_fields=["lease", "leased_until", "tries"])
    return picture


def prepare(picture: Picture) -> None:
    """One claimed picture: ready or refused afterwards, or due again."""
    try:
        if picture.tries > TRIES:
            # Its leases ran out again and again: something about it ends our workers.
            raise Refused(NOT_READ)
        renditions = make(picture)
    except Refused as refusal:
        _settle(picture, Picture.State.REFUSED, problem=str(refusal))
    except Interrupted as why:
        log.warning("picture=%s tries=%s interrupted: %s", picture.pk, picture.tries, why)
        later = {"due_at": timezone.now() + AGAIN, "lease": "", "leased_until": None}
        _in_our_hands(picture).update(**later)
    else:
        _settle(picture, Picture.State.READY, renditions=renditions)


def make(picture: Picture) -> list[Rendition]:
    """The sizes of a picture, not saved yet. Raises Refused or Interrupted."""
    try:
        process = subprocess.run(
            [sys.executable, "-m", "buttobi.media.making"],
            input=bytes(picture.original),
            capture_output=True,
            timeout=DEADLINE,
            # Ctrl-C at the service's terminal is for the service.
            start_new_session=True,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Refused(TOO_HEAVY) from None
    except OSError as problem:
        raise Interrupted(str(problem)) from problem
    if process.returncode == BROKEN:
        raise Refused(NOT_WHOLE)
    if process.returncode != 0:
        # Ended by its limits, or by what it read: there is no telling apart, and no reason to try it on others.
        log.info("picture=%s making ended with status=%s", picture.pk, process.returncode)
        raise Refused(TOO_HEAVY)
    return _unpacked(process.stdout, picture)


def _unpacked(made: bytes, picture: Picture) -> list[Rendition]:
    line, _newline, rest = made.partition(b"\n")
    renditions = []
    for size in json.loads(line):
        length = size.pop("length")
        renditions.append(Rendition(picture=picture, body=rest[:length], **size))
        rest = rest[length:]
    return renditions


def _settle(picture: Picture, state: str, *, problem: str = "", renditions: list[Rendition] | None = None) -> None:
    """Writes what became of it, unless the lease ran out and somebody else did; what was sent is forgotten with it."""
    changes = {"state": state, "problem": problem, "original": b""}
    with transaction.atomic():
        if not _in_our_hands(picture).update(due_at=None, lease="", leased_until=None, **changes):
            return
        Rendition.objects.bulk_create(renditions or [])
    log.info("picture=%s state=%s because=%s", picture.pk, state, problem or "-")


def _due(now: datetime) -> QuerySet[Picture]:
    free = Q(leased_until=None) | Q(leased_until__lte=now)
    return Picture.objects.filter(free, due_at__lte=now)


def _in_turn(due: QuerySet[Picture]) -> QuerySet[Picture]:
    """Everybody's first picture of a day before anybody's second one: who sends many lets the others pass."""
    earlier = Picture.objects.filter(
        uploaded_by=OuterRef("uploaded_by"),
        uploaded_at__lt=OuterRef("uploaded_at"),
        uploaded_at__gt=OuterRef("uploaded_at") - DAY,
    )
    number = Subquery(earlier.order_by().values("uploaded_by").annotate(number=Count("pk")).values("number"))
    return due.annotate(turn=Coalesce(number, 0)).order_by("turn", "due_at", "pk")


def _in_our_hands(picture: Picture) -> QuerySet[Picture]:
    return Picture.objects.filter(pk=picture.pk, lease=picture.lease, state=Picture.State.ARRIVED)
