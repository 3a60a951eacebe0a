"""What must stand before anything is served: tables, Centers, static files, an empty folder of bells."""

import hashlib
import json
import logging
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from buttobi import broker
from buttobi.celery import FOLDER
from buttobi.center.opening import open_centers


def everything(say: Callable[[str], None]) -> None:
    """Make the data folder ready to serve; does little where little changed."""
    database(say)
    static(say)
    # Bells of the last life wake nobody; what they rang for is due in its row.
    broker.purge(FOLDER)


def database(say: Callable[[str], None]) -> None:
    """Create or migrate the tables, and open the Centers where they are missing."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Preparing the database …")
        call_command("migrate", interactive=False, verbosity=0)
    # At the first start every starter theme would log its publication, and bury what the person should read.
    logging.disable(logging.INFO)
    try:
        open_centers()
    finally:
        logging.disable(logging.NOTSET)


def static(say: Callable[[str], None]) -> None:
    """Collect the static files, unless the same ones were collected before."""
    stamp, wanted = Path(settings.STATIC_ROOT) / "collected.json", _sources()
    if _read(stamp) == wanted:
        return
    say("Preparing the static files …")
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(json.dumps(wanted))


def _sources() -> str:
    """A digest that changes when a static file of ours or of an app changes."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            status = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _read(stamp: Path) -> object:
    try:
        return json.loads(stamp.read_text())
    except (OSError, ValueError):
        return None
