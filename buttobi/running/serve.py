"""`buttobi serve`: the data folder made ready, the tree of processes started, watched and stopped."""

import contextlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from buttobi.running import folder
from buttobi.running.begin import begin
from buttobi.running.errors import Unable
from buttobi.running.supervise import Child, Tree

READY_SECONDS = 60.0


def serve(*, data: Path, host: str, port: int, answers: Callable[[], bool]) -> int:
    """Run the whole service until it is asked to stop; the exit status. `answers` says whether /healthz gives 200."""
    folder.make(data)
    with folder.held(data):
        begin()
        from buttobi.running import prepare

        folder.keep_addresses(data, _addresses())
        prepare.everything(say)
        tree = Tree(children=_children(host, port), say=say)
        # Before the first child: whatever happens from here on, it is stopped again.
        tree.listen()
        try:
            return _run(tree, answers)
        finally:
            tree.stop()


def say(line: str) -> None:
    """Print a line for the person at the terminal, at once; a terminal that was closed is no reason to end."""
    with contextlib.suppress(OSError):
        print(line, flush=True)  # noqa: T201


def _run(tree: Tree, answers: Callable[[], bool]) -> int:
    say("Starting the web server and the worker …")
    tree.start()
    if tree.watch(until=answers, seconds=READY_SECONDS):
        for line in _greeting():
            say(line)
    elif not tree.stopping:
        raise Unable(f"Buttobi did not become ready within {READY_SECONDS:.0f} seconds; the lines above may say why.")
    tree.watch()
    say("Stopping …")
    return 0


def _children(host: str, port: int) -> list[Child]:
    from django.db import connection

    # With SQLite one process shares one file and one cache; a database server gives two something to do.
    workers = 1 if connection.vendor == "sqlite" else 2
    # Connections are not for children to inherit.
    connection.close()
    return [
        Child(name="web server", module="buttobi.running.web", arguments=[host, str(port), str(workers)]),
        Child(name="worker", module="buttobi.running.worker"),
    ]


def _addresses() -> dict[str, str]:
    from django.conf import settings

    kept: dict[str, Any] = {name: getattr(settings, name) for name in folder.ADDRESSES}
    kept |= {name: getattr(settings, name) for name in folder.LIMITS if name != "OUTBOUND_ALLOW"}
    kept["OUTBOUND_ALLOW"] = os.environ.get("OUTBOUND_ALLOW", "")
    return {name: str(value) for name, value in kept.items()}


def _greeting() -> list[str]:
    from django.conf import settings

    from buttobi.accounts.first_staff import fresh_link
    from buttobi.sections import addresses
    from buttobi.sections.section import Section

    lines = [
        "",
        "Buttobi is running.",
        *(f"  {section.name.capitalize():11}{addresses.portal(section)}" for section in Section.offered()),
        f"  Dashboard  {addresses.desk('/-/')}",
    ]
    if settings.MAIL_ON_CONSOLE:
        lines.append("Mail is not sent: every letter is printed here, on this terminal.")
    if allowed := os.environ.get("OUTBOUND_ALLOW", ""):
        lines.append(
            f"Warning: OUTBOUND_ALLOW is set, so anybody who writes here can make this machine reach {allowed}."
        )
    if link := fresh_link():
        lines += [
            "There is no staff account yet. Create the first one (good once, and until the next start):",
            f"  {link}",
        ]
    return [*lines, "Ctrl-C stops everything.", ""]
