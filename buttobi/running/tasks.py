"""The bell by which the worker and its clock show that they live."""

from django.utils import timezone

from buttobi.celery import bell
from buttobi.running.health import PULSE, PULSE_EVERY_SECONDS
from buttobi.running.models import Pulse


@bell("running.pulse", every=PULSE_EVERY_SECONDS)
def pulse() -> None:
    """Written by a worker on a ring of the clock, so one row vouches for clock, broker and worker."""
    Pulse.objects.update_or_create(name=PULSE, defaults={"at": timezone.now()})
