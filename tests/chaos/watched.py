"""A service whose worker can be held and let go, so that all work is there when it begins, and can be measured."""

import contextlib
import http.client
import os
import queue
import signal
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from linkback import pingback
from tests.chaos.crowd import Source
from tests.chaos.rows import Rows
from tests.conversations.people import PASSWORD, publish, wait_for
from tests.living import Living

SENDERS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What became of one source, and when (seconds since 1970)."""

    state: str
    link: str
    problem: str
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of ours, by its two addresses."""

    url: str
    trackback_url: str


class Watched:
    """A running service with some entries, its worker and its rows."""

    def __init__(self, service: Living, *, entries: int) -> None:
        self.service = service
        self.rows = Rows(service.folder, service.environment.get("DATABASE_URL", ""))
        service.command("account", "writer", "--email", "writer@mail.example", "--password-stdin", stdin=PASSWORD)
        service.command("blog", "writing", "--owner", "writer", "--title", "Writing", "--language", "en")
        self.entries: list[Entry] = []
        for number in range(entries):
            url, trackback_url = publish(service, "writing", f"Entry {number}")
            self.entries.append(Entry(url=url, trackback_url=trackback_url))

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """The worker stands still; the web server goes on."""
        pid = self.worker()
        wait_for(lambda: self._hold(pid), "the worker holds no lock", seconds=30)
        try:
            yield
        finally:
            os.kill(pid, signal.SIGCONT)

    def _hold(self, pid: int) -> bool:
        """Holds it, unless it was about to write just then."""
        os.kill(pid, signal.SIGSTOP)
        if self._can_write():
            return True
        os.kill(pid, signal.SIGCONT)
        return False

    def _can_write(self) -> bool:
        if self.rows.url:
            return True
        with contextlib.closing(sqlite3.connect(self.service.folder / "buttobi.sqlite3", timeout=0.5)) as connection:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return False
            connection.rollback()
            return True

    def worker(self) -> int:
        """The process that examines."""
        assert self.service.process is not None
        serve = self.service.process.pid
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError, IndexError):
                parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
                if parent == str(serve) and b"running.worker" in (folder / "cmdline").read_bytes():
                    return int(folder.name)
        raise AssertionError("there is no worker")

    def size(self) -> float:
        """Megabytes that the worker holds; what it sees of the database's file through a window is not counted."""
        for line in Path(f"/proc/{self.worker()}/status").read_text().splitlines():
            if line.startswith("RssAnon:"):
                return int(line.split()[1]) / 1024
        raise AssertionError("/proc does not say how large it is")

    def ping(self, sources: Sequence[Source], *, doors: int = 3) -> int:
        """Every source knocks at a door, at so many of the three in turn; how many were let in."""
        waiting: queue.SimpleQueue[tuple[int, Source]] = queue.SimpleQueue()
        for number, source in enumerate(sources):
            waiting.put((number % doors, source))
        taken: list[bool] = []
        senders = [threading.Thread(target=self._send, args=(waiting, taken)) for _ in range(SENDERS)]
        for sender in senders:
            sender.start()
        for sender in senders:
            sender.join()
        return sum(taken)

    def _send(self, waiting: "queue.SimpleQueue[tuple[int, Source]]", taken: list[bool]) -> None:
        door = http.client.HTTPConnection("127.0.0.1", self.service.port, timeout=30)
        with contextlib.suppress(queue.Empty), contextlib.closing(door):
            while True:
                which, source = waiting.get_nowait()
                taken.append(self._knock(door, which, source))

    def _knock(self, door: http.client.HTTPConnection, which: int, source: Source) -> bool:
        kind = "application/x-www-form-urlencoded; charset=utf-8"
        if which == 0:
            entry = next(entry for entry in self.entries if entry.url == source.target)
            path, yes = urlsplit(entry.trackback_url).path, b"<error>0</error>"
            body = urlencode(
                {"url": source.url, "title": "A title", "excerpt": "猫", "blog_name": source.host}
            ).encode()
        elif which == 1:
            path, yes = "/webmention", b"Received."
            body = urlencode({"source": source.url, "target": source.target}).encode()
        else:
            message = pingback.build_ping(source=source.url, target=source.target)
            path, kind, body, yes = "/xmlrpc", message.content_type, message.body, b"<params>"
        door.request("POST", path, body, {"Content-Type": kind, "Host": self.service.host})
        return yes in door.getresponse().read()

    def settled(self, sources: Sequence[Source]) -> dict[str, Settled]:
        """Those of some sources that were examined, by their addresses."""
        wanted = {source.url for source in sources}
        found = self.rows(
            "SELECT source_url, state, link, problem, checked_at FROM trackbacks_received WHERE checked_at IS NOT NULL"
        )
        return {
            url: Settled(state=state, link=link, problem=problem, at=_seconds(at))
            for url, state, link, problem, at in found
            if url in wanted
        }


def _seconds(at: str | datetime) -> float:
    """A moment as either database gives it."""
    if isinstance(at, str):
        at = datetime.fromisoformat(at).replace(tzinfo=UTC)
    return at.timestamp()
