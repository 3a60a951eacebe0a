"""Celery as doorbell and clock: which bells there are, and how they are rung.

No work is described here and none travels through the broker. Rows are the truth; a bell says "wake up and do what is
due", may ring twice, and may be lost (the sweep rings again).
"""

import functools
import logging
import os
import threading
from collections.abc import Callable
from typing import Any, Protocol

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "buttobi.settings")

from celery import Celery
from celery.signals import setup_logging, worker_init, worker_ready, worker_shutting_down
from django.conf import settings
from django.core.cache import caches
from django.db import connections, transaction
from kombu.transport import TRANSPORT_ALIASES

logger = logging.getLogger(__name__)

TRANSPORT_ALIASES["filesystem"] = "buttobi.broker:Transport"

QUEUE = "bells"
FOLDER = settings.DATA / "broker"
# A mark outlives a lost bell by this much; until then the sweep is what wakes the worker.
MARK_SECONDS = 20

app = Celery("buttobi")
app.conf.update(
    broker_url=settings.BROKER_URL or "filesystem://here",
    broker_transport_options={}
    if settings.BROKER_URL
    # Both names must be the same folder, or nobody hears what is rung.
    else {"data_folder_in": str(FOLDER), "data_folder_out": str(FOLDER), "polling_interval": 0.3},
    broker_connection_retry_on_startup=True,
    accept_content=["json"],
    task_serializer="json",
    task_ignore_result=True,
    task_store_errors_even_if_ignored=False,
    task_default_queue=QUEUE,
    task_publish_retry=False,
    worker_enable_remote_control=False,
    worker_hijack_root_logger=False,
    worker_redirect_stdouts=False,
    worker_prefetch_multiplier=1,
    # The schedule is intervals only, so there is nothing to remember, and no file that a kill could tear.
    beat_scheduler="celery.beat:Scheduler",
    beat_schedule={},
)
app.autodiscover_tasks()


class Bell(Protocol):
    """What `bell` makes of a function: a Celery task without arguments."""

    name: str

    def __call__(self) -> None: ...

    def apply_async(self, **options: Any) -> Any: ...


# The names of all bells of this process.
_hung: set[str] = set()


def bell(name: str, *, every: float | None = None) -> Callable[[Callable[[], object]], Bell]:
    """Make a bell of a function without arguments; with `every`, the clock rings it every so many seconds.

    A bell with `every` also rings as soon as a worker is ready.
    """

    def hang(work: Callable[[], object]) -> Bell:
        @functools.wraps(work)
        def answer() -> None:
            # Before the work looks at any row: whoever commits a row from here on must ring again.
            _unmark(name)
            _drop_stale_connections()
            try:
                work()
            finally:
                _drop_stale_connections()

        # Not lazy: a lazy task has no name until somebody asks for it.
        task: Bell = app.task(answer, name=name, lazy=False)
        _hung.add(name)
        if every is not None:
            app.conf.beat_schedule[name] = {"task": name, "schedule": every}
        return task

    return hang


def _drop_stale_connections() -> None:
    for connection in connections.all(initialized_only=True):
        # Whoever calls a bell inside a transaction still needs its connection.
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()


def ring(task: Bell) -> None:
    """Ring when the running transaction commits (at once when there is none); a bell that waits is not rung again.

    Never raises: what is due stands in a row, and the sweep finds it.
    """
    transaction.on_commit(functools.partial(_send, task), robust=True)


def _send(task: Bell) -> None:
    try:
        if caches["bells"].add(_mark(task.name), 1, MARK_SECONDS):
            task.apply_async(ignore_result=True)
    except Exception:  # noqa: BLE001 - a full disk or a lost broker must never turn an accepted ping into an error
        _lost.count(task.name)
        _unmark(task.name)


def _mark(name: str) -> str:
    return f"waiting:{name}"


def _unmark(name: str) -> None:
    try:
        caches["bells"].delete(_mark(name))
    except Exception:  # noqa: BLE001 - without a cache every ring is sent, which is harmless
        logger.debug("the mark of bell=%s could not be cleared", name)


class _Lost:
    """How many bells could not be rung in this process; only the first is written to the log."""

    def __init__(self) -> None:
        self.total = 0
        self._lock = threading.Lock()

    def count(self, name: str) -> None:
        with self._lock:
            self.total += 1
            first = self.total == 1
        if first:
            logger.exception("bell=%s could not be rung; the sweep will find what is due", name)


_lost = _Lost()


def lost() -> int:
    """The number of bells that this process could not ring."""
    return _lost.total


# --- In the worker ----------------------------------------------------------------------------------------------------
_stop = threading.Event()


def stopping() -> bool:
    """Whether this worker was told to end; a drain asks between two batches and leaves the rest to the next worker."""
    return _stop.is_set()


@worker_init.connect
def _begin(**_: object) -> None:
    _stop.clear()


@worker_shutting_down.connect
def _end(**_: object) -> None:
    _stop.set()


@worker_ready.connect
def _ring_what_the_clock_rings(**_: object) -> None:
    # A mark may wait for a worker that was killed with the bell in its hands: nobody would be heard until it fades.
    for name in _hung:
        _unmark(name)
    for name in app.conf.beat_schedule:
        _send(app.tasks[name])


@setup_logging.connect
def _leave_logging_to_django(**_: object) -> None:
    """A receiver of this signal keeps Celery from arranging the logs."""
