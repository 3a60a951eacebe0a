"""The web server as a process of its own: `python -m buttobi.running.web HOST PORT WORKERS PARENT`."""

import sys

from granian import Granian
from granian.constants import HTTPModes, Interfaces, Loops
from granian.http import HTTP1Settings
from granian.log import LogLevels

from buttobi.running.parent import die_with

# One thread for each request in work; the rest of the backlog waits in the kernel, not in memory. Many more than cores,
# since a client that sends its body slowly holds one.
THREADS = 32
AT_ONCE = 64
HEADER_SECONDS = 10
LAST_REQUESTS_SECONDS = 4


def main() -> None:
    host, port, workers, parent = sys.argv[1:]
    die_with(int(parent))
    Granian(
        "buttobi.wsgi:application",
        address=host,
        port=int(port),
        interface=Interfaces.WSGI,
        workers=int(workers),
        blocking_threads=THREADS,
        backpressure=AT_ONCE,
        # Nothing here speaks HTTP/2 to us: browsers ask for it under TLS only, which is the proxy's business.
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_SECONDS * 1000),
        loop=Loops.asyncio,
        websockets=False,
        log_level=LogLevels.warning,
        log_access=False,
        respawn_failed_workers=True,
        workers_kill_timeout=LAST_REQUESTS_SECONDS,
    ).serve()


if __name__ == "__main__":
    main()
