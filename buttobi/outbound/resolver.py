"""From a name to its addresses: asked once, in a thread of its own, with a time limit."""

import asyncio
import contextlib
import ipaddress
import socket
import threading
from collections.abc import Sequence
from typing import Protocol

from buttobi.outbound.errors import DOES_NOT_EXIST, LOOK_UP_FAILED, NameNotFound

_NO_SUCH_NAME = frozenset({socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)})


class Resolver(Protocol):
    """Whoever can tell the addresses of a name."""

    async def addresses(self, host: str) -> Sequence[str]:
        """Every address of `host`, numeric, best first. Raises NameNotFound."""


class SystemResolver:
    """The resolver of this machine, with its hosts file and its order of preference."""

    def __init__(self, *, timeout: float = 5.0, at_once: int = 64) -> None:
        self._timeout = timeout
        # A thread whose look-up hangs keeps its seat until the system gives it up, so that they cannot pile up.
        self._seats = threading.BoundedSemaphore(at_once)

    async def addresses(self, host: str) -> Sequence[str]:
        try:
            async with asyncio.timeout(self._timeout):
                while not self._seats.acquire(blocking=False):
                    await asyncio.sleep(0.01)
                found = await self._ask(host)
        except TimeoutError:
            raise NameNotFound(LOOK_UP_FAILED) from None
        except (OSError, UnicodeError) as problem:
            gone = isinstance(problem, socket.gaierror) and problem.errno in _NO_SUCH_NAME
            raise NameNotFound(DOES_NOT_EXIST if gone else LOOK_UP_FAILED) from problem
        return found

    async def _ask(self, host: str) -> list[str]:
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[list[str]] = loop.create_future()

        def settle(found: list[str], problem: Exception | None) -> None:
            if answer.done():
                return
            if problem is None:
                answer.set_result(found)
            else:
                answer.set_exception(problem)

        def ask() -> None:
            found: list[str] = []
            problem: Exception | None = None
            try:
                # As bytes, so that Python folds nothing that the guard has already judged.
                rows = socket.getaddrinfo(host.encode("ascii"), None, type=socket.SOCK_STREAM)
                found = list(dict.fromkeys(str(row[4][0]) for row in rows))
            except (OSError, UnicodeError) as trouble:
                problem = trouble
            finally:
                self._seats.release()
            # The loop may be closed when a look-up nobody waits for any more comes back.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(settle, found, problem)

        # Not the loop's own pool: the end of the loop would wait there for a look-up that hangs.
        threading.Thread(target=ask, name=f"look-up {host}", daemon=True).start()
        return await answer


def is_this_machine(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether an address is one of this machine's own, by the route the system would take; nothing is sent."""
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((str(address), 9))
            return str(probe.getsockname()[0]) == str(address)
    except OSError:
        return False
