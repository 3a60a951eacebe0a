"""`buttobi bench`: every measurement in bench/, each with its limit beside it."""

import os
import subprocess
import sys
from pathlib import Path

from buttobi.running.errors import Unable


def run_benches(root: Path, names: list[str]) -> int:
    """Run the measurements of a checkout, or those that are named; 1 when one of them is over its limit."""
    there = {path.stem: path for path in sorted((root / "bench").glob("*.py"))}
    unknown = [name for name in names if name not in there]
    if unknown:
        raise Unable(f"There is no measurement {unknown[0]!r}; there are: {', '.join(there)}.", status=2)
    failed = [name for name in names or there if _run(there[name], root) != 0]
    return 1 if failed else 0


def _run(path: Path, root: Path) -> int:
    print(f"\n{path.stem}", flush=True)  # noqa: T201
    environment = {**os.environ, "PYTHONPATH": str(root)}
    return subprocess.call([sys.executable, str(path)], cwd=root, env=environment)  # noqa: S603
