"""Children of `serve`: started, started again when they die, and stopped together."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

FIRST_PAUSE = 0.2
LONGEST_PAUSE = 5.0
# A child that lived this long was well: the next pause is the first one again.
WELL_SECONDS = 10.0
# The whole tree is gone 10 s after it was asked to stop, so who is still here before that is killed.
PATIENCE_SECONDS = 7.5
GLANCE_SECONDS = 0.05


@dataclass(slots=True, kw_only=True)
class Child:
    """One process of the tree, under a name that a person understands."""

    name: str
    module: str
    arguments: Sequence[str] = ()
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0.0
    due_at: float = 0.0
    pause: float = FIRST_PAUSE

    def start(self) -> None:
        # A session of its own: Ctrl-C at the terminal reaches `serve` alone, and the group can be killed whole.
        command = [sys.executable, "-m", self.module, *self.arguments, str(os.getpid())]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)  # noqa: S603
        self.started_at = time.monotonic()

    def tell(self, sign: signal.Signals) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(sign)

    def kill_group(self) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@dataclass(slots=True, kw_only=True)
class Tree:
    """All children of one `serve`. `say` prints a line for the person at the terminal."""

    children: Sequence[Child]
    say: Callable[[str], None]
    stopping: bool = field(default=False, init=False)
    asked_at: float = field(default=float("inf"), init=False)

    def listen(self) -> None:
        """From here on SIGTERM, Ctrl-C and a closed terminal ask the tree to stop."""
        for sign in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(sign, self._ask_to_stop)

    def _ask_to_stop(self, *_: object) -> None:
        self.stopping = True
        # A second request does not buy more time.
        self.asked_at = min(self.asked_at, time.monotonic())

    def start(self) -> None:
        for child in self.children:
            child.start()

    def watch(self, *, until: Callable[[], bool] = lambda: False, seconds: float = float("inf")) -> bool:
        """Keep every child alive until `until` says so (True), or a stop is asked for or the time is over (False)."""
        end = time.monotonic() + seconds
        while not self.stopping and time.monotonic() < end:
            for child in self.children:
                self._revive(child)
            if until():
                return True
            time.sleep(GLANCE_SECONDS)
        return False

    def _revive(self, child: Child) -> None:
        now = time.monotonic()
        if child.process is None:
            if now >= child.due_at:
                child.start()
        elif (status := child.process.poll()) is not None:
            # What it had started may have outlived it.
            child.kill_group()
            child.pause = FIRST_PAUSE if now - child.started_at > WELL_SECONDS else child.pause
            child.process, child.due_at = None, now + child.pause
            self.say(f"The {child.name} ended ({_ending(status)}); starting it again.")
            child.pause = min(child.pause * 2, LONGEST_PAUSE)

    def stop(self) -> None:
        """Ask every child to end, wait, and kill what is left."""
        for child in self.children:
            child.tell(signal.SIGTERM)
        end = min(self.asked_at, time.monotonic()) + PATIENCE_SECONDS
        while time.monotonic() < end and any(_lives(child) for child in self.children):
            time.sleep(GLANCE_SECONDS)
        for child in self.children:
            child.kill_group()


def _lives(child: Child) -> bool:
    return child.process is not None and child.process.poll() is None


def _ending(status: int) -> str:
    return f"signal {-status}" if status < 0 else f"exit {status}"
