"""How long a thread of the web server waits for a body that does not come.

The server reads bodies in the thread that answers, without a limit of time: a handful of senders who announce a body
and fall silent would take every thread. A proxy in front that buffers bodies helps as well; not everybody has one.
"""

import queue
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.core.exceptions import BadRequest

FIRST_SECONDS = 10.0
# Who sends more slowly than this is not sending a page of text.
BYTES_A_SECOND = 10_000
LONGEST_SECONDS = 300.0

Environ = dict[str, Any]
Application = Callable[[Environ, Any], Iterable[bytes]]


def patient(application: Application) -> Application:
    """The application, with a limit to how long it waits for a request's body; beyond it the answer is 400."""

    def answer(environ: Environ, start_response: Any) -> Iterable[bytes]:
        if environ.get("CONTENT_LENGTH") or environ.get("HTTP_TRANSFER_ENCODING"):
            environ["wsgi.input"] = Body(environ["wsgi.input"], seconds=_seconds(environ.get("CONTENT_LENGTH", "")))
        return application(environ, start_response)

    return answer


def _seconds(announced: str) -> float:
    length = int(announced) if announced.isdecimal() else 0
    return min(FIRST_SECONDS + length / BYTES_A_SECOND, LONGEST_SECONDS)


class Body:
    """A request's body that has to arrive within `seconds`."""

    def __init__(self, body: Any, *, seconds: float) -> None:
        self._body = body
        self._deadline = time.monotonic() + seconds

    def read(self, size: int = -1) -> bytes:
        return self._wait(lambda: self._body.read(size))

    def readline(self, size: int = -1) -> bytes:
        return self._wait(lambda: self._body.readline(size))

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.readline, b"")

    def _wait(self, read: Callable[[], bytes]) -> bytes:
        # The waiting itself cannot be interrupted, so it is left to a thread that ends when the connection does.
        came: queue.SimpleQueue[bytes | OSError] = queue.SimpleQueue()

        def fetch() -> None:
            try:
                came.put(read())
            except OSError as problem:
                came.put(problem)

        threading.Thread(target=fetch, name="body", daemon=True).start()
        try:
            piece = came.get(timeout=max(0.0, self._deadline - time.monotonic()))
        except queue.Empty:
            raise BadRequest("the body did not arrive in time") from None
        if isinstance(piece, OSError):
            raise piece
        return piece
