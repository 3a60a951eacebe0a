"""Looks into a service's database from outside, on SQLite and on PostgreSQL with the same words."""

import os
import uuid
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


def own_database() -> str:
    """The address of a fresh database on the server of DATABASE_URL; empty when the tests run on SQLite."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        return ""
    import psycopg

    name = f"storm_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return urlsplit(server)._replace(path=f"/{name}").geturl()


class Rows:
    """One database; every statement is a transaction of its own."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url

    def __call__(self, statement: str) -> list[tuple[Any, ...]]:
        with self._connect() as connection:
            cursor = connection.execute(statement)
            found = cursor.fetchall() if cursor.description else []
            connection.commit()
        connection.close()
        return found

    def _connect(self) -> Any:
        if self.url:
            import psycopg

            return psycopg.connect(self.url)
        # The module that the service uses, too: settings put it in the place of the standard library's.
        import sqlite3

        return sqlite3.connect(self.folder / "buttobi.sqlite3", timeout=30)
