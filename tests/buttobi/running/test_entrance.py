"""The entrance: what comes in whole is answered, what does not takes no thread."""

import asyncio
import threading
import time
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from buttobi.running import entrance
from buttobi.running.entrance import Entrance, Message

SILENT: Message = {"type": "silence"}
GONE: Message = {"type": "http.disconnect"}


def piece(body: bytes = b"", *, more: bool = False) -> Message:
    return {"type": "http.request", "body": body, "more_body": more}


def echo(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Says what it was given."""
    body = environ["wsgi.input"].read()
    start_response("201 Created", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]


def describe(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Says how much it was told would come, and what came."""
    read = len(environ["wsgi.input"].read())
    said = f"{environ.get('CONTENT_LENGTH')} {environ.get('HTTP_TRANSFER_ENCODING')} {read}".encode()
    start_response("200 OK", [("Content-Length", str(len(said)))])
    return [said]


class Told:
    """What a client was told."""

    def __init__(self) -> None:
        self.sent: list[Message] = []
        self.waits = 0

    @property
    def status(self) -> int:
        return int(self.sent[0]["status"])

    @property
    def headers(self) -> dict[bytes, bytes]:
        return dict(self.sent[0]["headers"])

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.sent[1:])

    @property
    def is_complete(self) -> bool:
        return self.sent[-1]["type"] == "http.response.body" and not self.sent[-1].get("more_body")


def ask(
    application: Any,
    *messages: Message,
    path: str = "/",
    method: str = "POST",
    length: int | None = None,
    headers: tuple[tuple[bytes, bytes], ...] = (),
    writers: tuple[str, ...] = (),
) -> Told:
    """One request; after its last message the client is silent."""
    told, waiting = Told(), iter(messages)

    async def receive() -> Message:
        told.waits += 1
        message = next(waiting, SILENT)
        if message is SILENT:
            await asyncio.sleep(60)
        return message

    async def send(message: Message) -> None:
        told.sent.append(message)

    if length is not None:
        headers += ((b"content-length", str(length).encode()),)
    scope = {"method": method, "raw_path": path.encode(), "query_string": b"", "http_version": "1.1"}
    at = Entrance(application, writers=writers, threads=2)
    asyncio.run(at({**scope, "headers": headers}, receive, send))
    return told


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(entrance, "SILENCE_SECONDS", 0.2)
    monkeypatch.setattr(entrance, "LINGER_SECONDS", 0.2)


def test_a_body_that_came_in_pieces_is_handed_on_whole():
    told = ask(echo, piece(b"url=", more=True), piece(b"1", more=True), piece(), length=5)
    assert (told.status, told.body) == (201, b"url=1")
    assert told.headers == {b"content-type": b"text/plain", b"content-length": b"5"}
    assert told.is_complete


def test_a_long_body_is_handed_on_whole():
    body = bytes(range(256)) * 4000
    told = ask(
        echo, piece(body, more=True), piece(body), path="/-/", length=2 * len(body), headers=COOKIE, writers=DESK
    )
    assert told.body == body * 2


DESK = ("desk",)
COOKIE = ((b"cookie", b"desk=1"),)
CHUNKED = ((b"transfer-encoding", b"chunked"),)


def test_a_request_without_a_body_is_not_waited_for():
    assert ask(echo, method="GET").waits == 0
    assert ask(echo, length=0).waits == 0


def test_a_body_in_chunks_has_a_length_afterwards():
    assert ask(describe, piece(b"abc", more=True), piece(b"de"), headers=CHUNKED).body == b"5 None 5"


def test_more_than_an_address_takes_is_refused_before_it_is_read():
    told = ask(echo, path="/age", length=4097)
    assert (told.status, told.headers[b"connection"]) == (413, b"close")
    assert told.body == b"The message is too large.\n"


def test_a_body_in_chunks_is_read_up_to_the_cap():
    pieces = [piece(b"x" * 1000, more=True)] * 50
    told = ask(echo, *pieces, path="/age", headers=CHUNKED)
    assert told.status == 413


def test_long_texts_are_for_those_who_were_at_the_desk():
    assert ask(echo, path="/-/new/", length=70_000, writers=DESK).status == 413
    assert ask(echo, piece(b"x" * 70_000), path="/-/new/", length=70_000, headers=COOKIE, writers=DESK).status == 201
    assert ask(echo, path="/-/new/", length=5_000_000, headers=COOKIE, writers=DESK).status == 413


@pytest.mark.parametrize("path", ["/tb/1", "/xmlrpc", "/webmention", "/rpc"])
def test_io_8_a_door_says_itself_that_it_was_too_much_by_the_length_alone(path):
    told = ask(describe, path=path, length=2_000_000)
    assert told.body == b"2000000 None 0"
    assert told.headers[b"connection"] == b"close"


def test_io_8_a_door_learns_of_too_many_chunks_too():
    told = ask(describe, *[piece(b"x" * 20_000, more=True)] * 60, path="/webmention", headers=CHUNKED)
    assert told.body == b"20000 chunked 0"


def test_a_refused_sender_may_finish_and_hear_the_answer():
    told = ask(echo, piece(b"x" * 50, more=True), piece(b"x" * 50, more=True), piece(b"x"), path="/age", length=9999)
    assert told.waits == 3


def test_a_body_of_which_nothing_more_comes_is_given_up():
    began = time.monotonic()
    told = ask(echo, piece(b"url=", more=True), length=100)
    assert (told.status, told.headers[b"connection"]) == (408, b"close")
    assert time.monotonic() - began < 5


def test_a_body_that_drips_is_given_up(monkeypatch):
    monkeypatch.setattr(entrance, "BYTES_A_SECOND", 1e9)
    sent: list[Message] = []

    async def receive() -> Message:
        await asyncio.sleep(0.05)
        return piece(b"x", more=True)

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"method": "POST", "raw_path": b"/tb/1", "query_string": b"", "http_version": "1.1"}
    headers = ((b"content-length", b"60000"),)
    began = time.monotonic()
    asyncio.run(Entrance(echo)({**scope, "headers": headers}, receive, send))
    assert sent[0]["status"] == 408
    assert time.monotonic() - began < 3


def test_a_body_that_broke_off_is_never_taken_for_a_whole_one():
    told = ask(echo, piece(b"url=1", more=True), GONE, headers=CHUNKED)
    assert (told.status, told.body) == (400, b"The message broke off. Send it again.\n")


@pytest.mark.parametrize(("length", "seconds"), [(0, 10), (1000, 10.1), (1_000_000, 110), (10**9, 300)])
def test_longer_bodies_get_more_time_but_not_for_ever(length, seconds, monkeypatch):
    monkeypatch.setattr(entrance, "SILENCE_SECONDS", 10.0)
    assert entrance._seconds(length) == pytest.approx(seconds)


def test_a_full_disk_is_said_and_no_fault_of_the_sender(monkeypatch):
    class Full:
        def __enter__(self) -> "Full":
            return self

        def __exit__(self, *_: object) -> None:
            return

        def write(self, _piece: bytes) -> int:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(entrance, "SpooledTemporaryFile", lambda **_: Full())
    told = ask(echo, piece(b"abc"), length=3)
    assert (told.status, told.headers[b"retry-after"]) == (503, b"120")


def test_who_sends_slowly_keeps_nobody_from_being_answered():
    at = Entrance(echo, threads=1)
    scope = {"method": "POST", "raw_path": b"/", "query_string": b"", "http_version": "1.1"}
    statuses: list[int] = []

    async def silent() -> Message:
        return await asyncio.Future()

    async def quick() -> Message:
        return piece(b"x")

    async def send(message: Message) -> None:
        if "status" in message:
            statuses.append(message["status"])

    async def everybody() -> None:
        asked: Any = {**scope, "headers": ((b"content-length", b"1"),)}
        slow = [asyncio.ensure_future(at(asked, silent, send)) for _ in range(300)]
        await asyncio.sleep(0)
        await at(asked, quick, send)
        assert statuses == [201]
        await asyncio.gather(*slow)

    asyncio.run(everybody())
    assert statuses == [201] + [408] * 300


def test_a_fault_of_the_application_is_a_500_and_is_logged(caplog):
    def faulty(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        raise RuntimeError("a fault")

    told = ask(faulty)
    assert (told.status, told.body) == (500, b"")
    assert "a request could not be answered" in caplog.text


class Body:
    """An answer that notes how it is used."""

    def __init__(self, *pieces: bytes) -> None:
        self.pieces = pieces
        self.closed = 0
        self.threads: set[str] = set()

    def __iter__(self) -> Iterator[bytes]:
        for one in self.pieces:
            self.threads.add(threading.current_thread().name)
            yield one

    def close(self) -> None:
        self.closed += 1


@pytest.mark.parametrize("at_once", [6, 5, 2, 0])
def test_an_answer_is_sent_whole_and_closed_once_long_or_short(at_once, monkeypatch):
    monkeypatch.setattr(entrance, "AT_ONCE", at_once)
    body = Body(b"abc", b"", b"def")

    def application(environ: dict[str, Any], start_response: Any) -> Body:
        start_response("200 OK", [])
        return body

    told = ask(application, method="GET")
    assert told.body == b"abcdef"
    assert told.is_complete
    assert body.closed == 1
    # One piece when it is short, and never one that the event loop had to compute.
    assert (len(told.sent) == 2) == (at_once == 6)
    assert all(name.startswith("answer") for name in body.threads)


def test_headers_leave_as_latin_1_in_lower_case():
    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response(
            "200 OK", [("X-Name", "é"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"), ("Content-Length", "0")]
        )
        return []

    assert ask(application).sent[0]["headers"] == [
        (b"x-name", b"\xe9"),
        (b"set-cookie", b"a=1"),
        (b"set-cookie", b"b=2"),
        (b"content-length", b"0"),
    ]
