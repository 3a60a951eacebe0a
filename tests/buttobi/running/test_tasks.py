"""What the machine does by the clock."""

import pytest
from django.db import connection

from buttobi.running import tasks
from tests.conftest import MakeEntry


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL counts by itself")
def test_sqlite_gets_to_know_how_its_tables_are_filled(make_entry: MakeEntry) -> None:
    for _ in range(3):
        make_entry()
    tasks.know_tables()
    with connection.cursor() as cursor:
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE tbl = 'entries_entry'")
        assert cursor.fetchall()


@pytest.mark.django_db
def test_it_is_done_twice_without_harm() -> None:
    tasks.know_tables()
    tasks.know_tables()
