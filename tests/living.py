"""A real Buttobi: `buttobi serve` with its whole tree of processes, on a loopback port and a folder of its own."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.databases import fresh

BUTTOBI = [str(Path(sys.executable).with_name("buttobi"))]
# No setting of the person who runs the tests has a say, but where the database is.
KEPT = ("PATH", "HOME", "LANG", "VIRTUAL_ENV", "SYSTEMROOT", "TMPDIR")


def free_port() -> int:
    """A port of loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Living:
    """One service: start it, give it commands, look at what it prints, stop it."""

    def __init__(self, folder: Path, *, port: int | None = None, **environment: str) -> None:
        self.port = port or free_port()
        self.folder = folder
        self.host = f"localhost:{self.port}"
        self.general = f"http://{self.host}/"
        self.adult = f"http://adult.{self.host}/"
        self.environment = {name: os.environ[name] for name in KEPT if name in os.environ}
        self.environment["DATABASE_URL"] = fresh(os.environ.get("DATABASE_URL", ""))
        self.environment |= {"PYTHONUNBUFFERED": "1", "BUTTOBI_DATA": str(folder), **environment}
        self.log = folder.with_suffix(".log")
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *, wait: float = 240) -> "Living":
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*BUTTOBI, "serve", "--port", str(self.port), "--data", str(self.folder)],
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                env=self.environment,
            )
        end = time.monotonic() + wait
        while not self.is_healthy():
            assert self.process.poll() is None, f"serve ended:\n{self.printed()}"
            assert time.monotonic() < end, f"serve is not healthy after {wait} s:\n{self.printed()}"
            time.sleep(0.1)
        return self

    def is_healthy(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def printed(self) -> str:
        """Everything that it has written on its terminal."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def first_staff_link(self, *, wait: float = 20) -> str:
        """The link that it prints for the first staff account."""
        end = time.monotonic() + wait
        while not (found := re.findall(r"http://\S+/-/first/\S+", self.printed())):
            assert time.monotonic() < end, self.printed()
            time.sleep(0.1)
        return str(found[-1])

    def command(self, *words: str, stdin: str = "", check: bool = True) -> subprocess.CompletedProcess[str]:
        """Runs `buttobi …` on the same data folder."""
        done = subprocess.run(
            [*BUTTOBI, *words], input=stdin, capture_output=True, text=True, env=self.environment, timeout=120
        )
        assert not check or done.returncode == 0, f"{words}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done

    def stop(self) -> None:
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(timeout=5)
            raise
        self.process = None
