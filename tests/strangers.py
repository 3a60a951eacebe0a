"""A small pretend internet: servers on loopback that behave as strangers do, and names that lead to them.

    with strangers.serve(strangers.page("<p>hello")) as server:
        ...  # server.url, server.asked, server.connections

Each server has a thread and a loop of its own, so tests may be written with asyncio or without.
"""

import asyncio
import contextlib
import gzip
import ssl
import threading
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request as it came: the target exactly as in the request line, header names in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes


Behaviour = Callable[[Asked, asyncio.StreamWriter], Awaitable[None]]


@dataclass(slots=True, kw_only=True)
class Server:
    """One stranger, while it runs."""

    scheme: str
    port: int = 0
    connections: int = 0
    asked: list[Asked] = field(default_factory=list)

    @property
    def url(self) -> str:
        return self.at("/")

    def at(self, path: str, host: str = LOOPBACK) -> str:
        return f"{self.scheme}://{host}:{self.port}{path}"


@contextlib.contextmanager
def serve(behave: Behaviour, *, tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """A server on a free port of 127.0.0.1 that treats every request with `behave`."""
    server = Server(scheme="https" if tls else "http")
    started = threading.Event()
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server.connections += 1
        try:
            asked = await _read_request(reader)
            server.asked.append(asked)
            await behave(asked, writer)
            await writer.drain()
            writer.close()
        except (OSError, EOFError, ValueError):
            writer.transport.abort()
        except asyncio.CancelledError:
            writer.transport.abort()
            raise

    async def run() -> None:
        listener = await asyncio.start_server(converse, LOOPBACK, 0, ssl=tls)
        server.port = listener.sockets[0].getsockname()[1]
        started.set()
        await stop.wait()
        listener.close()
        mine = asyncio.current_task()
        talking = [task for task in asyncio.all_tasks() if task is not mine]
        for task in talking:
            task.cancel()
        await asyncio.gather(*talking, return_exceptions=True)
        # One more turn, in which the sockets are closed.
        await asyncio.sleep(0)

    def live() -> None:
        # What TLS clients do by leaving is no news for a test.
        loop.set_exception_handler(lambda *_: None)
        loop.run_until_complete(run())
        loop.close()

    thread = threading.Thread(target=live, name="stranger", daemon=True)
    thread.start()
    started.wait(5)
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(5)


async def _read_request(reader: asyncio.StreamReader) -> Asked:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.split("\r\n")
    method, target, _ = first.split(" ")
    pairs = (line.partition(":") for line in lines if line)
    headers = {name.lower(): value.strip() for name, _, value in pairs}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Asked(method=method, target=target, headers=headers, body=body)


def answer(
    body: bytes, *, status: int = 200, content_type: str = "text/html; charset=utf-8", headers: Sequence[str] = ()
) -> bytes:
    """A whole HTTP answer as bytes."""
    lines = [f"HTTP/1.1 {status} Whatever", f"Content-Type: {content_type}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def says(raw: bytes) -> Behaviour:
    """Sends these bytes and closes."""

    async def behave(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(raw)

    return behave


def page(html: str, *, status: int = 200, headers: Sequence[str] = ()) -> Behaviour:
    """An ordinary page."""
    return says(answer(html.encode(), status=status, headers=headers))


def site(pages: Mapping[str, Behaviour]) -> Behaviour:
    """Several pages by their paths, query included; 404 for the others."""

    async def behave(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await pages.get(asked.target, page("not here", status=404))(asked, writer)

    return behave


def redirect(location: str, *, status: int = 302) -> Behaviour:
    """Sends everybody elsewhere; to its own path it is a redirect loop."""
    return says(answer(b"", status=status, headers=[f"Location: {location}"]))


def redirect_chain(length: int) -> Behaviour:
    """`/0` leads to `/1` and so on; `/<length>` is a page."""
    steps = {f"/{step}": redirect(f"/{step + 1}") for step in range(length)}
    return site({**steps, f"/{length}": page("<p>arrived")})


def drip_body(every: float = 0.05) -> Behaviour:
    """A page that comes a byte at a time and never ends."""

    async def behave(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000000\r\n\r\n")
        while not writer.is_closing():
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(every)

    return behave


def drip_headers(every: float = 0.05) -> Behaviour:
    """Headers that come a byte at a time and never end."""

    async def behave(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not writer.is_closing():
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(every)

    return behave


def flood() -> Behaviour:
    """A page without an end, as fast as it is read."""

    async def behave(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<a href='https://blog.example.com/1'>link</a>")
        while not writer.is_closing():
            writer.write(b"x" * 65536)
            await writer.drain()
            # A lost TLS connection makes `drain` return at once, for ever.
            await asyncio.sleep(0)

    return behave


def gzip_bomb(size: int = 100_000_000) -> Behaviour:
    """A few kilobytes that unpack into `size` bytes."""
    packed = gzip.compress(b"<p>" + b"\0" * size, compresslevel=6)
    return says(answer(packed, headers=["Content-Encoding: gzip"]))


def huge_header_line(size: int = 200_000) -> Behaviour:
    """One header longer than anybody reads."""
    return says(b"HTTP/1.1 200 OK\r\nX-Huge: " + b"x" * size + b"\r\nContent-Length: 0\r\n\r\n")


def closes_early() -> Behaviour:
    """Reads the request and hangs up."""
    return says(b"")


def never_answers() -> Behaviour:
    """Reads the request and keeps silent."""

    async def behave(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(3600)

    return behave


@dataclass(slots=True)
class Names:
    """A resolver: every name it knows, and a list of what it was asked."""

    known: Mapping[str, Sequence[str]]
    asked: list[str] = field(default_factory=list)

    async def addresses(self, host: str) -> Sequence[str]:
        self.asked.append(host)
        return self.known.get(host, ())


@dataclass(slots=True)
class Rebinding:
    """A resolver that changes its mind: each look-up gets the next answer, the last one for ever."""

    answers: Sequence[Sequence[str]]
    asked: list[str] = field(default_factory=list)

    async def addresses(self, host: str) -> Sequence[str]:
        self.asked.append(host)
        return self.answers[min(len(self.asked), len(self.answers)) - 1]
