"""The worker with the clock inside, as one process: `python -m buttobi.running.worker PARENT`.

Beyond one machine, `celery -A buttobi.celery worker` and `celery -A buttobi.celery beat` do the same apart.
"""

import logging
import os
import signal
import sys
import threading
import warnings

import django
from celery.beat import EmbeddedService
from celery.platforms import SecurityWarning
from celery.signals import worker_ready

from buttobi.running.parent import die_with

logger = logging.getLogger(__name__)

THREADS = 4


def main() -> None:
    (parent,) = sys.argv[1:]
    die_with(int(parent))
    # The checks import every page; a worker serves none, and the web server has run them.
    os.environ["CELERY_SKIP_CHECKS"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "buttobi.settings")
    django.setup()
    from buttobi.celery import app

    # Where Celery says farewell, past the logs; what our own code prints goes to sys.stdout.
    sys.__stdout__ = None  # type: ignore[misc]
    # Celery warns root of pickle, which is not accepted here.
    warnings.simplefilter("ignore", SecurityWarning)
    worker = app.Worker(
        pool="threads",
        concurrency=THREADS,
        quiet=True,
        loglevel="WARNING",
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,
    )
    worker_ready.connect(_start_clock, weak=False)
    worker.start()
    sys.exit(worker.exitcode or 0)


def _start_clock(**_: object) -> None:
    threading.Thread(target=_tick, name="clock", daemon=True).start()


def _tick() -> None:
    """The clock, in this process: it cannot die alone and leave a worker that nobody wakes."""
    from buttobi.celery import app

    try:
        EmbeddedService(app, thread=True, scheduler_cls=app.conf.beat_scheduler).service.start()
    except Exception:
        logger.exception("the clock stopped; the worker ends with it and is started again")
        os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
