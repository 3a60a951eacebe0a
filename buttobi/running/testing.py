"""`buttobi test`: pytest, on SQLite or on a PostgreSQL that lives as long as the tests."""

import os
import subprocess
import sys

WORKERS = "2"
ON_POSTGRES = "tests/on_postgres.py"
INTEROP = "tests/interop"


def run_tests(arguments: list[str]) -> int:
    """Run the tests of the checkout that is the current folder; the exit status.

    What is not an option of our own goes to pytest.
    """
    around = [sys.executable, ON_POSTGRES] if _take(arguments, "--postgres") else []
    command = [*around, sys.executable, "-m", "pytest", *_usual(arguments), *arguments]
    return subprocess.call(command)  # noqa: S603


def _usual(arguments: list[str]) -> list[str]:
    usual = []
    if _take(arguments, "--browser-required") or os.environ.get("CI") == "true":
        usual += ["-p", "tests.browser_required"]
    if _take(arguments, "--interop"):
        usual += ["-p", "tests.interop.required", INTEROP]
    if not any(argument.startswith("-n") or argument.endswith("no:xdist") for argument in arguments):
        # Tests of one group share one service and one browser.
        usual += ["-n", WORKERS, "--dist", "loadgroup"]
    return usual


def _take(arguments: list[str], option: str) -> bool:
    if option in arguments:
        arguments.remove(option)
        return True
    return False
