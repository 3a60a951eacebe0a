"""A database of its own for each service that a test starts, where the tests run on PostgreSQL."""

import secrets
from urllib.parse import urlsplit


def fresh(url: str) -> str:
    """The address of a new, empty database on the server of a DATABASE_URL; an empty address stays empty (SQLite)."""
    if not url:
        return url
    import psycopg

    name = f"living_{secrets.token_hex(6)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return urlsplit(url)._replace(path=f"/{name}").geturl()
