"""Every process is killed in turn, again and again, while entries are published and pings arrive: nothing is lost.

What counts is what somebody was told: a ping that was answered with error 0, an entry that was published.
"""

import asyncio
import contextlib
import http.client
import os
import random
import signal
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from pathlib import Path
from urllib.parse import parse_qs, urlencode

import pytest

from tests import strangers
from tests.chaos.rows import Rows, own_database
from tests.conversations.people import PASSWORD, Desk, publish, wait_for
from tests.living import Living

KILLS = 50
HOSTS = 8
BROKEN = (OSError, http.client.HTTPException, urllib.error.URLError, AssertionError)
YES = b'<?xml version="1.0" encoding="utf-8"?><response><error>0</error></response>'


class Receiver:
    """A site elsewhere that takes every ping, lists it on its page, and is at times slow to answer."""

    def __init__(self) -> None:
        self.got: Counter[tuple[str, str]] = Counter()

    async def behave(self, asked: strangers.Asked, writer: asyncio.StreamWriter) -> None:
        place = asked.headers["host"].partition(":")[0] + asked.target
        if asked.method == "POST":
            source = parse_qs(asked.body.decode())["url"][0]
            self.got[place, source] += 1
            await asyncio.sleep(random.choice([0, 0.2, 1, 3]))
            writer.write(strangers.answer(YES, content_type="text/xml"))
        else:
            links = "".join(f'<p><a href="{source}">{source}</a>' for at, source in self.got if at == place)
            writer.write(strangers.answer(links.encode()))


class Storm:
    """A service under load whose processes are killed."""

    def __init__(self, service: Living, receiver: strangers.Server, target: str) -> None:
        self.service, self.receiver, self.target = service, receiver, target
        self.over = threading.Event()
        self.accepted: list[str] = []
        self.published: list[str] = []
        self.killed: Counter[str] = Counter()

    def send_pings(self, name: str) -> None:
        number = 0
        while not self.over.is_set():
            number += 1
            url = f"https://pings.example.org/{name}/{number}"
            body = urlencode({"url": url, "title": f"Ping {number}", "excerpt": "猫", "blog_name": name}).encode()
            with contextlib.suppress(*BROKEN):
                if b"<error>0</error>" in post(self.target, body):
                    self.accepted.append(url)
            time.sleep(0.05)

    def publish_entries(self) -> None:
        desk: Desk | None = None
        number = 0
        while not self.over.is_set():
            with contextlib.suppress(*BROKEN):
                desk = desk or Desk(self.service, "writer")
                number += 1
                self._publish(desk, f"Entry {number}")
            time.sleep(0.05)

    def _publish(self, desk: Desk, title: str) -> None:
        page = desk.read("/-/new/?blog=writing")
        submission = page.split('name="submission" value="')[1].split('"')[0]
        host = f"r{random.randrange(HOSTS)}.localhost"
        urls = [self.target, self.receiver.at(f"/tb/{random.randrange(1000)}", host=host)]
        fields = {
            "blog": "writing",
            "submission": submission,
            "title": title,
            "body": f"Words of {title}.",
            "trackback_urls": "\n".join(urls),
            "audience": "everyone",
            "accepts_trackbacks": "on",
            "act": "submit",
        }
        # Whoever sees no answer presses once more; that publishes nothing twice.
        while not self.over.is_set():
            with contextlib.suppress(*BROKEN):
                if "Published." in desk.send("/-/new/", seen_on="/-/new/?blog=writing", **fields):
                    self.published.append(title)
                    return
            time.sleep(0.2)

    def kill(self) -> None:
        """Ends one process of the tree without a warning; now and then the one that would start it again."""
        tree = descendants(self.service.process.pid) if self.service.process else []
        kinds = sorted({name for _, name in tree})
        if random.random() < 0.1 or not kinds:
            self.killed["serve"] += 1
            self._kill_serve()
            return
        name = random.choice(kinds)
        pid = random.choice([pid for pid, kind in tree if kind == name])
        self.killed[name] += 1
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)

    def _kill_serve(self) -> None:
        assert self.service.process is not None
        tree = descendants(self.service.process.pid)
        self.service.process.kill()
        self.service.process.wait()
        wait_for(lambda: not any(is_alive(pid) for pid, _ in tree), "its children end by themselves", seconds=15)
        self.service.start(wait=90)


def post(url: str, body: bytes) -> bytes:
    with urllib.request.urlopen(url, body, timeout=15) as answer:
        return bytes(answer.read())


def descendants(root: int) -> list[tuple[int, str]]:
    """Every process below one, with the name of what it does."""
    parents: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, IndexError, ValueError):
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            parents.setdefault(parent, []).append(int(folder.name))
    found, left = [], [root]
    while left:
        for pid in parents.get(left.pop(), []):
            left.append(pid)
            found.append((pid, _name(pid)))
    return [one for one in found if one[1] and is_alive(one[0])]


def _name(pid: int) -> str:
    with contextlib.suppress(OSError):
        line = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
        if "resource_tracker" in line:
            return ""
        return next((name for name in ("running.worker", "running.web", "spawn_main") if name in line), "other")
    return ""


def is_alive(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    return False


@pytest.fixture
def service(tmp_path):
    service = Living(tmp_path / "data", OUTBOUND_ALLOW="127.0.0.0/8", LOG_LEVEL="WARNING")
    service.environment.pop("DATABASE_URL", None)
    if database := own_database():
        service.environment["DATABASE_URL"] = database
    service.start()
    for name, blog in (("writer", "writing"), ("reader", "reading")):
        service.command("account", name, "--email", f"{name}@mail.example", "--password-stdin", stdin=PASSWORD)
        service.command("blog", blog, "--owner", name, "--title", blog, "--language", "en")
    yield service
    service.stop()


@pytest.mark.chaos
def test_a_storm_of_kills_loses_doubles_and_stops_nothing(service, capsys):
    rows = Rows(service.folder, service.environment.get("DATABASE_URL", ""))
    _, target = publish(service, "reading", "A target")
    receiver = Receiver()
    began = time.monotonic()
    with strangers.serve(receiver.behave) as there:
        storm = Storm(service, there, target)
        actors = [threading.Thread(target=storm.send_pings, args=(name,)) for name in ("one", "two")]
        actors.append(threading.Thread(target=storm.publish_entries))
        for actor in actors:
            actor.start()
        try:
            for _ in range(KILLS):
                time.sleep(random.uniform(0.3, 2.2))
                storm.kill()
            wait_for(service.is_healthy, "the service is well again")
        finally:
            storm.over.set()
            for actor in actors:
                actor.join(60)
        stormed = time.monotonic() - began
        looked = settle(rows)
    verdict = count(rows, storm, receiver, target)
    with capsys.disabled():
        told = f"{sum(storm.killed.values())} kills {dict(storm.killed)} in {stormed:.0f} s"
        told += f", settled {time.monotonic() - began - stormed:.0f} s later; {looked} sendings were in doubt"
        print(f"\n{told}\n{verdict}")  # noqa: T201 - its figures are what it is for
    assert sum(storm.killed.values()) == KILLS
    assert verdict["pings accepted"] > 50
    assert verdict["entries published"] > 10
    assert not {what: number for what, number in verdict.items() if what.startswith("!") and number}


def settle(rows: Rows) -> int:
    """Waits until nothing is owed any more; for what may have arrived, the hour before the next look is skipped."""
    in_doubt: set[int] = set()

    def is_quiet() -> bool:
        in_doubt.update(pk for (pk,) in rows("SELECT id FROM trackbacks_sent WHERE state = 'later' AND doubts > 0"))
        rows("UPDATE trackbacks_sent SET due_at = CURRENT_TIMESTAMP WHERE state = 'later'")
        ((owed,),) = rows(
            "SELECT count(*) FROM trackbacks_sent WHERE state IN ('waiting', 'finding', 'sending', 'later')"
        )
        return int(owed) == 0

    end = time.monotonic() + 120
    while not is_quiet() and time.monotonic() < end:
        time.sleep(2)
    return len(in_doubt)


def count(rows: Rows, storm: Storm, receiver: Receiver, target: str) -> dict[str, int]:
    """What was promised against what is so; a line with `!` must be nought."""
    received = Counter(url for (url,) in rows("SELECT source_url FROM trackbacks_received"))
    entries = rows("SELECT title, target_id FROM entries_entry WHERE state = 'published' AND title LIKE 'Entry %'")
    titles = Counter(title for title, _ in entries)
    sent = rows("SELECT source_id, target_url, state, target_id FROM trackbacks_sent")
    owed = Counter(source for source, *_ in sent)
    shown = Counter(
        source for (source,) in rows("SELECT source_id FROM trackbacks_received WHERE state = 'shown' AND by_author")
    )
    posts = receiver.got.values()
    return {
        "pings accepted": len(storm.accepted),
        "! pings lost": sum(not received[url] for url in storm.accepted),
        "! pings doubled": sum(number > 1 for number in received.values()),
        "entries published": len(entries),
        "! entries lost": sum(not titles[title] for title in storm.published),
        "! entries doubled": sum(number > 1 for number in titles.values()),
        "! trackbacks not written down": sum(owed[key] != 2 for _, key in entries),
        "! trackbacks here not listed once": sum(shown[key] != 1 for _, key in entries),
        "! trackbacks stuck or failed": sum(state != "accepted" for _, _, state, _ in sent),
        "trackbacks sent": sum(here is None for *_, here in sent),
        "! sent but never received": sum(here is None for *_, here in sent) - len(receiver.got),
        "! received twice": sum(number > 1 for number in posts),
    }
