"""Whether the service can do its work now, and if not, why."""

from dataclasses import dataclass
from datetime import datetime

from django.db import Error
from django.utils import timezone

from buttobi.running.models import Pulse
from buttobi.trackbacks.sweep import oldest_due

PULSE = "worker"
PULSE_EVERY_SECONDS = 10.0
PULSE_LATE_SECONDS = 60.0
WORK_LATE_SECONDS = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What was found; `reasons` is empty when all is well. Ages in seconds, None where there is nothing to measure."""

    database: bool
    worker_seconds: float | None
    oldest_due_seconds: float | None
    reasons: tuple[str, ...]

    @property
    def worker(self) -> bool:
        return self.worker_seconds is not None and self.worker_seconds <= PULSE_LATE_SECONDS


def examine() -> Health:
    """Look at the database, at the worker's last pulse and at the oldest work that is due. Never raises for those."""
    try:
        pulse = Pulse.objects.filter(name=PULSE).values_list("at", flat=True).first()
        waiting = oldest_due()
    except Error:
        return Health(
            database=False, worker_seconds=None, oldest_due_seconds=None, reasons=("the database does not answer",)
        )
    return judge(pulse=pulse, waiting=waiting, now=timezone.now())


def judge(*, pulse: datetime | None, waiting: datetime | None, now: datetime) -> Health:
    """What the worker's last pulse and the due time of the oldest work say."""
    reasons = []
    worker_seconds = None if pulse is None else max(0.0, (now - pulse).total_seconds())
    if worker_seconds is None:
        reasons.append("no worker has started yet")
    elif worker_seconds > PULSE_LATE_SECONDS:
        reasons.append(f"the worker was last heard {worker_seconds:.0f} seconds ago")
    oldest_due_seconds = None if waiting is None else max(0.0, (now - waiting).total_seconds())
    if oldest_due_seconds is not None and oldest_due_seconds > WORK_LATE_SECONDS:
        reasons.append(f"the oldest work has been due for {oldest_due_seconds:.0f} seconds")
    return Health(
        database=True,
        worker_seconds=worker_seconds,
        oldest_due_seconds=oldest_due_seconds,
        reasons=tuple(reasons),
    )
