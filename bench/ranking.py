"""How long a day of the ranking takes to close, and its page to read, at a million trackbacks; on both databases.

Beside each figure stands its limit: what the database needs at least for reading, or writing, as many rows. The plans
of the queries are printed, since a figure that is good by luck has a bad plan; and how busy the machine was, since a
night that had to wait for others says nothing about the ranking: the longest is judged on a calm machine alone.

    ./run bench ranking
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from statistics import median
from typing import Any

BLOGS = 100_000
PAGES = 2 * BLOGS
TRACKBACKS = 1_000_000
DAYS = 30
NIGHTS = 7
READS = 200
# So many blogs behind the tenth have as many as it: more than the page counts.
TIED = 120
# So many of a hundred come from elsewhere, from so many sites.
ELSEWHERE = 20
SITES = 5_000
CLOSES_IN_SECONDS = 5.0
READ_IN_MILLISECONDS = 1.0

LAST = date(2026, 11, 20)
Query = tuple[str, Sequence[Any]]


# --- The rows ---------------------------------------------------------------------------------------------------------
def fill() -> None:
    """A month of a service with a few blogs that everybody answers, and many that hardly anybody does."""
    from buttobi.accounts.models import Account
    from buttobi.blogs.models import Blog
    from buttobi.trackbacks.models import Received, Target

    born = datetime(2026, 1, 1, tzinfo=UTC)
    people = ({"id": n, "username": f"p{n}", "email": f"p{n}@mail.example"} for n in range(1, BLOGS + 1))
    put(Account, Account(password="!", date_joined=born), people)  # noqa: S106
    blogs = ({"id": n, "name": f"b{n}", "owner_id": n} for n in range(1, BLOGS + 1))
    put(Blog, Blog(title="A blog", created_at=born), blogs)
    pages = ({"id": n, "blog_id": 1 + n % BLOGS, "path": f"{n}/"} for n in range(1, PAGES + 1))
    put(Target, Target(title="An entry", summary="Some words.", created_at=born), pages)
    row = Received(state="shown", link="links", protocols=["trackback"], title="An answer", excerpt="Some words. " * 8)
    put(Received, row, trackbacks())


def trackbacks() -> Iterator[dict[str, Any]]:
    from buttobi.ranking import days
    from buttobi.trackbacks import keys

    dice = random.Random(22)
    first = days.begins(LAST - timedelta(days=DAYS - 1))
    seconds = DAYS * 86_400
    weights = list(accumulate(1 / (rank + 20) for rank in range(PAGES)))
    targets = dice.choices(range(1, PAGES + 1), cum_weights=weights, k=TRACKBACKS)
    for number, target in enumerate(targets, start=1):
        at = first + timedelta(seconds=seconds * number / (TRACKBACKS + 1))
        moments = {"received_at": at, "heard_at": at, "changed_at": at, "shown_at": at, "checked_at": at}
        row = {
            "id": number,
            "target_id": target,
            "status_token": f"t{number:08}",
            "source_key": f"k{number:08}",
            **moments,
        }
        if dice.randrange(100) < ELSEWHERE:
            site = f"site{dice.randrange(SITES)}.example"
            url = f"https://{site}/{number}"
            led_to = {"final_url": url, "final_pace": site, "page_pair": keys.of_page_pair(url, target)}
            yield row | led_to | {"source_url": url, "pace": site, "blog_name": site, "source_id": None}
        else:
            source = dice.randrange(1, PAGES + 1)
            here = {"source_id": source, "by_author": True, "pace": "", "blog_name": ""}
            yield row | {"source_url": f"https://here.example/{source}", **here}


def put(model: Any, template: Any, rows: Iterable[dict[str, Any]]) -> None:
    """Many rows as fast as the database takes them: a template, and what differs from it."""
    from django.db import connection, transaction

    fields = model._meta.concrete_fields
    usual = {field.attname: field.get_db_prep_save(getattr(template, field.attname), connection) for field in fields}
    columns = ", ".join(f'"{field.column}"' for field in fields)
    as_stored = connection.ops.adapt_datetimefield_value

    def lines() -> Iterator[list[Any]]:
        for row in rows:
            moments = {name: as_stored(value) for name, value in row.items() if isinstance(value, datetime)}
            yield list((usual | row | moments).values())

    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.cursor.copy(f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN') as copy:
                for line in lines():
                    copy.write_row(line)
        else:
            marks = ", ".join("?" * len(fields))
            statement = f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({marks})'  # noqa: S608 (our own names)
            connection.connection.executemany(statement, lines())


# --- What is measured -------------------------------------------------------------------------------------------------
def measure() -> bool:
    """All figures on the database of the settings; whether they are good enough."""
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    began = time.monotonic()
    if connection.vendor == "sqlite":
        # For the filling alone: nothing of it must survive a lost power cord, and what a row refers to is there.
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-500000"):
            run(f"PRAGMA {pragma}")
    else:
        # So that no row is asked whether what it refers to is there.
        run("SET session_replication_role = replica")
    fill()
    connection.close()
    analyze()
    print(f"\n{connection.vendor}: {TRACKBACKS:,} trackbacks, {BLOGS:,} blogs, {DAYS} days", end=" ")
    print(f"(written in {time.monotonic() - began:.0f} s)", flush=True)
    return closing() & reading()


def analyze() -> None:
    """What a PostgreSQL does by itself within minutes."""
    from django.db import connection

    if connection.vendor == "postgresql":
        run("ANALYZE")


def closing() -> bool:
    """The last nights, each totalled for the first time after the last moment of its day."""
    from buttobi.ranking import counting, days, total
    from buttobi.ranking.models import Tally
    from buttobi.sections.section import Section

    def close(day: date, at: datetime) -> float:
        return seconds(lambda: total.total(Section.GENERAL, day, now=at))

    nights = [LAST - timedelta(days=night) for night in range(NIGHTS - 1, -1, -1)]
    computing = time.process_time()
    took = [close(day, days.final_at(day)) for day in nights]
    computing = (time.process_time() - computing) / NIGHTS
    judged = max(took) if is_calm() else median(took)
    made = total.total(Section.GENERAL, LAST, now=days.final_at(LAST))
    tallies = made.tallies.count()
    print(f"  a day of {tallies:,} trackbacks and {made.standings.count():,} blogs closes in:")
    print(
        f"    median {median(took):.2f} s, longest {max(took):.2f} s ({CLOSES_IN_SECONDS:.0f} s are allowed;", end=" "
    )
    # On a machine that has other work, the time on the clock is more than the work.
    print(f"{busy()}); {computing:.2f} s of that is computing in this process")
    earlier = LAST - timedelta(days=NIGHTS)
    first, again = (close(earlier, days.provisional_at(earlier)) for _ in range(2))
    print(f"    provisionally {first:.2f} s, once more with nothing changed {again:.2f} s,", end=" ")
    together = seconds(lambda: total.total_all(Section, earlier, now=days.final_at(earlier)))
    print(f"in both sections at once {together:.2f} s")
    queries = asked(lambda: counting.candidates(LAST, rules=counting.rules()))
    edges = (days.begins(LAST), days.ends(LAST))
    where = 'FROM "trackbacks_received" WHERE "received_at" >= %s AND "received_at" < %s'
    print("    limits: a bare count of the same range", end=" ")
    print(f"{seconds(lambda: run(f'SELECT count(*) {where}', stored(edges))):.3f} s,", end=" ")
    print(f"the day's queries run bare {sum(seconds(lambda: run(*query)) for query in queries):.3f} s,", end=" ")  # noqa: B023
    print(f"a bare INSERT of as many tallies {seconds(lambda: insert_bare(Tally, tallies)):.3f} s")
    # What is asked again for more values has the same plan.
    for query in {sql.partition(" IN (")[0]: (sql, params) for sql, params in queries}.values():
        explain(query)
    return judged < CLOSES_IN_SECONDS


def reading() -> bool:
    """All queries of the ranking's page, run bare with all their rows fetched; the best of many times each."""
    from buttobi.ranking.models import Standing
    from buttobi.sections.section import Section

    # The dearest page: more have as many as the tenth than it counts.
    standings = Standing.objects.filter(day__section=Section.GENERAL, day__date=LAST)
    tenth = standings.get(position=10)
    standings.filter(position__range=(11, 10 + TIED)).update(trackbacks=tenth.trackbacks)
    analyze()
    queries = asked(read_page)
    both = [min(in_the_database(query) for _ in range(READS)) for query in queries]
    times, plans = [whole for whole, _ in both], [planning for _, planning in both]
    trips = [1000 * min(seconds(lambda: run(*query)) for _ in range(READS)) for query in queries]  # noqa: B023
    nothing = 1000 * min(seconds(lambda: run("SELECT 1")) for _ in range(READS))
    print(f"  the page's {len(queries)} queries take {sum(times):.3f} ms in the database", end=" ")
    print(f"({READ_IN_MILLISECONDS:.0f} ms is allowed; {sum(plans):.3f} ms of it are plans; {busy()}),", end=" ")
    print(f"{sum(trips):.3f} ms with the way there and back")
    print(f"    limit: as many times SELECT 1, there and back: {nothing * len(queries):.3f} ms")
    for query, milliseconds in zip(queries, times, strict=True):
        explain(query, f"{milliseconds:.3f} ms: ")
    return sum(times) < READ_IN_MILLISECONDS


def read_page() -> None:
    """The page as a reader gets it; a checkout has no collected files."""
    from django.conf import settings
    from django.test import Client
    from django.test.utils import override_settings

    from buttobi.sections import addresses
    from buttobi.sections.section import Section

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):
        response = Client(headers={"host": addresses.host(Section.GENERAL)}).get("/ranking/")
    if response.status_code != 200:
        raise RuntimeError(f"the page answers {response.status_code}")


def in_the_database(query: Query) -> tuple[float, float]:
    """Milliseconds in all, and of these for the plan: as PostgreSQL itself says. SQLite works in this process."""
    from django.db import connection

    sql, params = query
    if connection.vendor != "postgresql":
        return 1000 * seconds(lambda: run(sql, params)), 0.0
    said = run(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}", params)[0][0]
    said = json.loads(said) if isinstance(said, str) else said
    planning = float(said[0]["Planning Time"])
    return planning + float(said[0]["Execution Time"]), planning


def insert_bare(model: Any, number: int) -> None:
    """As many rows again into a table like it, with the same indexes; they go with the transaction."""
    from django.db import connection, transaction

    table, copy = model._meta.db_table, "as_many"
    columns = [field.column for field in model._meta.concrete_fields if not field.primary_key]
    names = ", ".join(f'"{column}"' for column in columns)
    marks = ", ".join(["%s"] * len(columns))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'SELECT {names} FROM "{table}" ORDER BY "id" DESC LIMIT %s', [number])  # noqa: S608
        rows = cursor.fetchall()
        cursor.execute(f'CREATE TABLE "{copy}" AS SELECT {names} FROM "{table}" WHERE 1 = 0')  # noqa: S608
        for index in ("received_id, day_id", "day_id, blog_id"):
            cursor.execute(f'CREATE INDEX "{copy}_{index.replace(", ", "_")}" ON "{copy}" ({index})')
        cursor.executemany(f'INSERT INTO "{copy}" ({names}) VALUES ({marks})', rows)  # noqa: S608
        transaction.set_rollback(True)


# --- How it is measured -----------------------------------------------------------------------------------------------
def is_calm() -> bool:
    """Whether the processors of the last minute had room for more than this measurement."""
    return os.getloadavg()[0] <= (os.cpu_count() or 1)


def busy() -> str:
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def asked(work: Callable[[], object]) -> list[Query]:
    """The queries that some work asks."""
    from django.db import connection

    heard: list[Query] = []

    def listen(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        heard.append((sql, params or ()))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        work()
    return [(sql, params) for sql, params in heard if sql.startswith("SELECT")]


def run(sql: str, params: Sequence[Any] = ()) -> list[Any]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall()) if cursor.description else []


def stored(moments: Iterable[datetime]) -> list[Any]:
    from django.db import connection

    return [connection.ops.adapt_datetimefield_value(moment) for moment in moments]


def explain(query: Query, label: str = "") -> None:
    from django.db import connection

    sql, params = query
    on_postgres = connection.vendor == "postgresql"
    lines = run(f"EXPLAIN (COSTS OFF) {sql}" if on_postgres else f"EXPLAIN QUERY PLAN {sql}", params)
    tables = sql.partition(" FROM ")[2].split()[0]
    print(f"    {label}{sql[:6]} from {tables}")
    for line in lines:
        print(f"      {line[-1]}")


# --- Both databases ---------------------------------------------------------------------------------------------------
def main(arguments: Sequence[str]) -> int:
    if "--here" in arguments:
        import django

        django.setup()
        return 0 if measure() else 1
    here = [sys.executable, __file__, "--here"]
    failed = 0
    for command in (here, [sys.executable, "tests/on_postgres.py", *here]):
        with tempfile.TemporaryDirectory(prefix="buttobi-ranking-") as folder:
            environment = {**os.environ, "BUTTOBI_DATA": folder, "DJANGO_SETTINGS_MODULE": "buttobi.settings"}
            environment |= {"DATABASE_URL": "", "LOG_LEVEL": "WARNING", "RANKING_TIME_ZONE": "Asia/Tokyo"}
            failed += subprocess.call(command, env=environment) != 0
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
