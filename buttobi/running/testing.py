"""`buttobi test`: pytest, on SQLite or on a PostgreSQL that lives as long as the tests."""

import os
import subprocess
import sys

# Tests wait for processes, clocks and disks as long as they compute: one more than the two cores of a small machine.
WORKERS = "3"
ON_POSTGRES = "tests/on_postgres.py"
INTEROP = "tests/interop"
# Tests that measure what a machine can do want it for themselves.
ALONE = "alone"
NOTHING_THERE = 5


def run_tests(arguments: list[str]) -> int:
    """Run the tests of the checkout that is the current folder; the exit status.

    What is not an option of our own goes to pytest. Those that want the machine for themselves come after the others.
    """
    around = [sys.executable, ON_POSTGRES] if _take(arguments, "--postgres") else []
    plugins = _plugins(arguments)
    run = [*around, sys.executable, "-m", "pytest", *plugins]
    if any(argument.startswith(("-n", "-m")) or argument.endswith("no:xdist") for argument in arguments):
        return subprocess.call([*run, *arguments])  # noqa: S603
    if INTEROP in plugins:  # all of them share one service of the other engine, and none measures the machine
        return subprocess.call([*run, "-n", "0", *arguments])  # noqa: S603
    # Each process asks for one test at a time: nobody is left with a heap at the end.
    together = subprocess.call([*run, "-n", WORKERS, "--dist", "loadgroup", "-m", f"not {ALONE}", *arguments])  # noqa: S603
    alone = subprocess.call([*run, "-n", "0", "-m", ALONE, *arguments])  # noqa: S603
    if NOTHING_THERE in (together, alone):
        return min(together, alone)
    return together or alone


def _plugins(arguments: list[str]) -> list[str]:
    plugins = []
    if _take(arguments, "--browser-required") or os.environ.get("CI") == "true":
        plugins += ["-p", "tests.browser_required"]
    if _take(arguments, "--interop"):
        plugins += ["-p", "tests.interop.required", INTEROP]
    return plugins


def _take(arguments: list[str], option: str) -> bool:
    if option in arguments:
        arguments.remove(option)
        return True
    return False
