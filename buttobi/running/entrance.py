"""The entrance of the web server: who sends too much or too slowly waits here, and takes no thread that answers.

A body is awaited by the event loop, under a limit of length and of time, and put aside; only then does one of a few
threads call the WSGI application with it. Nothing here knows Django.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Iterator, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from buttobi.running import caps
from buttobi.running.environ import Environ, Scope, environ_of

logger = logging.getLogger(__name__)

# Nobody waits for a client in one of these: they compute and ask the database.
THREADS = 16
# A body that brings not one byte for so long is given up …
SILENCE_SECONDS = 10.0
# … and who sends more slowly than this all the way is not sending a page of text.
BYTES_A_SECOND = 10_000
LONGEST_SECONDS = 300.0
# Larger bodies wait in a file.
IN_MEMORY = 64 * 1024
# Longer answers leave piece by piece.
AT_ONCE = 1024 * 1024
# How long a refused sender may go on: a connection closed under his hands would swallow the answer.
LINGER_SECONDS = 2.0

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Headers = list[tuple[str, str]]
Application = Callable[[Environ, Any], Iterable[bytes]]

CLOSE = ("Connection", "close")
_END = b""


class Refused(Exception):  # noqa: N818 (named by what it tells the sender)
    """A body that is not read on: the status of the answer and what it says."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


class TooLarge(Refused):
    """A body of more bytes than its address takes; `length` as announced, or as much as came."""

    def __init__(self, length: int) -> None:
        super().__init__(413, "The message is too large.")
        self.length = length


@dataclass(slots=True, kw_only=True)
class Answer:
    """What the application said: status, headers, and a body in one piece or, when it is long, in many."""

    status: int
    headers: Headers
    body: bytes = b""
    rest: Iterator[bytes] | None = None
    close: Callable[[], None] | None = None


class Entrance:
    """An ASGI application that hands requests, once they came in whole, to a WSGI application.

    `writers`: cookies that let their owner send long texts to the desk.
    """

    def __init__(self, application: Application, *, writers: Iterable[str] = (), threads: int = THREADS) -> None:
        self._application = application
        self._writers = tuple(writers)
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="answer")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        environ = environ_of(scope)
        try:
            with SpooledTemporaryFile(max_size=IN_MEMORY) as body:
                await self._read(environ, receive, body)
                environ["wsgi.input"] = body
                await self._pass_on(environ, send)
        except Refused as refusal:
            await self._refuse(environ, refusal, send)
            await _linger(receive)

    # --- In -----------------------------------------------------------------------------------------------------------
    async def _read(self, environ: Environ, receive: Receive, body: IO[bytes]) -> None:
        """Put the whole body into `body`; raises Refused. A body in chunks has a length afterwards like every other."""
        in_chunks = "HTTP_TRANSFER_ENCODING" in environ
        announced = int(environ.get("CONTENT_LENGTH") or 0)
        if not announced and not in_chunks:
            return
        cap = caps.cap_of(environ, writers=self._writers)
        if announced > cap:
            raise TooLarge(announced)
        try:
            length = await _take_in(receive, body, cap=cap, seconds=_seconds(cap if in_chunks else announced))
        except TimeoutError:
            raise Refused(408, "The message did not arrive in time. Send it again.") from None
        except OSError:
            # No room for it on the disk.
            logger.exception("a body could not be put aside")
            raise Refused(503, "We cannot take it in now. Please send it again later.") from None
        body.seek(0)
        if in_chunks:
            del environ["HTTP_TRANSFER_ENCODING"]
            environ["CONTENT_LENGTH"] = str(length)

    # --- Out ----------------------------------------------------------------------------------------------------------
    async def _pass_on(self, environ: Environ, send: Send, *headers: tuple[str, str]) -> None:
        """Let a thread answer, and send what it said."""
        loop = asyncio.get_running_loop()
        answer = await loop.run_in_executor(self._threads, _call, self._application, environ)
        answer.headers.extend(headers)
        if answer.rest is None:
            await _say(answer, send)
            return
        await send(_start(answer))
        try:
            # A reader who takes his time holds no thread meanwhile.
            while piece := await loop.run_in_executor(self._threads, next, answer.rest, _END):
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        finally:
            if answer.close is not None:
                await loop.run_in_executor(self._threads, answer.close)
        await send({"type": "http.response.body"})

    async def _refuse(self, environ: Environ, refusal: Refused, send: Send) -> None:
        """A door answers in its own language: it sees the length, finds no body and needs none."""
        if isinstance(refusal, TooLarge) and caps.is_door(environ):
            with SpooledTemporaryFile() as nothing:
                environ |= {"CONTENT_LENGTH": str(refusal.length), "wsgi.input": nothing}
                await self._pass_on(environ, send, CLOSE)
            return
        headers = [("Content-Type", "text/plain; charset=utf-8"), CLOSE]
        if refusal.status == 503:
            headers.append(("Retry-After", "120"))
        await _say(Answer(status=refusal.status, headers=headers, body=f"{refusal}\n".encode()), send)


def _seconds(length: int) -> float:
    return min(SILENCE_SECONDS + length / BYTES_A_SECOND, LONGEST_SECONDS)


async def _take_in(receive: Receive, body: IO[bytes], *, cap: int, seconds: float) -> int:
    """Write what comes into `body`, and how much it was; raises Refused or TimeoutError."""
    end = asyncio.get_running_loop().time() + seconds
    length, more = 0, True
    while more:
        async with asyncio.timeout_at(min(end, asyncio.get_running_loop().time() + SILENCE_SECONDS)):
            message = await receive()
        if message["type"] != "http.request":
            # The sender may have closed his half alone, and still listen.
            raise Refused(400, "The message broke off. Send it again.")
        piece = message.get("body", b"")
        length += len(piece)
        if length > cap:
            raise TooLarge(length)
        body.write(piece)
        more = message.get("more_body", False)
    return length


async def _linger(receive: Receive) -> None:
    """Let a refused sender finish his sentence, unheard, so that he comes to read the answer."""
    try:
        async with asyncio.timeout(LINGER_SECONDS):
            while (await receive()).get("more_body"):
                pass
    except TimeoutError:
        return


def _call(application: Application, environ: Environ) -> Answer:
    """One call of the application, in one of the threads; a fault that it did not catch is a 500."""
    answer = Answer(status=500, headers=[])

    def start_response(status: str, headers: Headers, exc_info: object = None) -> None:
        answer.status, answer.headers = int(status.split(" ", 1)[0]), list(headers)

    try:
        pieces = application(environ, start_response)
        answer.close = getattr(pieces, "close", None)
        _collect(answer, iter(pieces))
    except Exception:
        logger.exception("a request could not be answered")
        answer = Answer(status=500, headers=[], close=answer.close)
    if answer.rest is None and answer.close is not None:
        answer.close()
    return answer


def _collect(answer: Answer, pieces: Iterator[bytes]) -> None:
    """Take a body that is short as one piece, whose length the server can then tell; leave a long one in pieces."""
    taken, size = [], 0
    for piece in pieces:
        taken.append(piece)
        size += len(piece)
        if size > AT_ONCE:
            # An empty piece would look like the end.
            answer.rest = filter(None, chain(taken, pieces))
            return
    answer.body = b"".join(taken)


def _start(answer: Answer) -> Message:
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers]
    return {"type": "http.response.start", "status": answer.status, "headers": headers}


async def _say(answer: Answer, send: Send) -> None:
    await send(_start(answer))
    await send({"type": "http.response.body", "body": answer.body})
