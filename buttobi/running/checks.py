"""`buttobi check`: everything that must hold of the code, one line each."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from buttobi.running import translations

AT_ONCE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Whether a check passed, what there is to read when it did not, and how long it took."""

    passed: bool
    output: str
    seconds: float


def run_checks(root: Path) -> int:
    """Run every check of the checkout at `root`, print one line each; 1 if any fails."""
    failed = 0
    with ThreadPoolExecutor(AT_ONCE) as threads:
        running = [(name, threads.submit(_timed, work)) for name, work in _checks(root)]
        for name, future in running:
            result = future.result()
            failed += not result.passed
            _print(f"{'ok' if result.passed else 'FAILED':8}{name} ({result.seconds:.1f} s)")
            if not result.passed:
                _print(result.output.rstrip() + "\n")
    _print(f"{len(running) - failed} passed, {failed} failed")
    return 1 if failed else 0


def _print(text: str) -> None:
    print(text, flush=True)  # noqa: T201


def _checks(root: Path) -> Iterator[tuple[str, Callable[[], str]]]:
    """Names, and functions that give what is wrong ("" when nothing is)."""
    tools = Path(sys.executable).parent
    templates = sorted(str(page.relative_to(root)) for page in (root / "buttobi" / "templates").rglob("*.html"))
    # The slowest first, since two run at a time.
    yield "types: mypy --strict", lambda: _tool("-m", "mypy")
    yield "format: ruff format", lambda: _tool("-m", "ruff", "format", "--check", ".", "run")
    yield "lint: ruff check", lambda: _tool("-m", "ruff", "check", ".", "run")
    yield "floors: import contracts", lambda: _tool(str(tools / "lint-imports"))
    yield "dependencies: deptry", lambda: _tool("-m", "deptry", ".")
    yield "migrations: complete", lambda: _django("makemigrations", "--check", "--dry-run")
    yield "templates: format", lambda: _program(str(tools / "djade"), "--check", *templates)
    yield "templates: compile", lambda: _tool("-m", "buttobi.running.templates")
    yield "translations: complete", lambda: translations.problems(root)
    yield "documents: true", lambda: _tool("-m", "pytest", "-q", "tests/test_house.py")


def _timed(work: Callable[[], str]) -> Result:
    began = time.monotonic()
    output = work()
    return Result(passed=not output, output=output, seconds=time.monotonic() - began)


def _tool(*arguments: str) -> str:
    return _program(sys.executable, *arguments)


def _program(*command: str) -> str:
    with tempfile.TemporaryDirectory() as data:
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        done = subprocess.run(  # noqa: S603
            command,
            capture_output=True,
            text=True,
            env={**environment, "BUTTOBI_DATA": data, "DJANGO_SETTINGS_MODULE": "buttobi.settings"},
            stdin=subprocess.DEVNULL,
            check=False,
        )
    return "" if done.returncode == 0 else f"{done.stdout}{done.stderr}" or f"exit {done.returncode}"


def _django(*arguments: str) -> str:
    return _tool("-W", "ignore", "-m", "django", *arguments)
