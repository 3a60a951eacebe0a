"""The web server as a process of its own: `python -m buttobi.running.web HOST PORT WORKERS PARENT`."""

import sys

from granian import Granian
from granian.constants import HTTPModes, Interfaces, Loops
from granian.http import HTTP1Settings
from granian.log import LogLevels

from buttobi.running.parent import die_with

# Connections, idle ones included: who says nothing is cut off after HEADER_SECONDS, and keeps nobody out till then.
AT_ONCE = 512
HEADER_SECONDS = 10
LAST_REQUESTS_SECONDS = 4


def main() -> None:
    host, port, workers, parent = sys.argv[1:]
    die_with(int(parent))
    Granian(
        "buttobi.wsgi:entrance",
        address=host,
        port=int(port),
        interface=Interfaces.ASGINL,
        workers=int(workers),
        backpressure=AT_ONCE,
        # Nothing here speaks HTTP/2 to us: browsers ask for it under TLS only, which is the proxy's business.
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_SECONDS * 1000),
        loop=Loops.asyncio,
        websockets=False,
        # It tells of each client that left early.
        log_level=LogLevels.error,
        log_access=False,
        respawn_failed_workers=True,
        workers_kill_timeout=LAST_REQUESTS_SECONDS,
    ).serve()


if __name__ == "__main__":
    main()
