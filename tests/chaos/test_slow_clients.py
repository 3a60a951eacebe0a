"""Clients who hold the line: whatever they do, everybody else is answered at once."""

import contextlib
import http.client
import os
import re
import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conversations.people import PASSWORD, publish
from tests.living import Living

pytestmark = [pytest.mark.chaos, pytest.mark.alone]

AT_ONCE_SECONDS = 1.0


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    service = Living(tmp_path_factory.mktemp("slow") / "data").start()
    service.command("account", "here", "--email", "here@mail.example", "--password-stdin", stdin=PASSWORD)
    service.command("blog", "here", "--owner", "here", "--title", "Here", "--language", "en")
    yield service
    service.stop()


@pytest.fixture(scope="module")
def door(service):
    return publish(service, "here", "A target")[1].removeprefix(f"http://{service.host}")


@contextlib.contextmanager
def connected(service: Living, number: int, *, said: bytes) -> Iterator[list[socket.socket]]:
    """So many connections, each of which said something and then nothing."""
    with contextlib.ExitStack() as stack:
        wires = []
        for _ in range(number):
            wire = stack.enter_context(socket.create_connection(("127.0.0.1", service.port), timeout=30))
            wire.sendall(said)
            wires.append(wire)
        yield wires


def post(service: Living, path: str, *, length: int, body: bytes = b"", also: str = "") -> bytes:
    head = f"POST {path} HTTP/1.1\r\nHost: {service.host}\r\n{also}Content-Length: {length}\r\n\r\n"
    return head.encode() + body


def seconds_of_health(service: Living) -> float:
    began = time.monotonic()
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", service.port, timeout=10)) as line:
        line.request("GET", "/healthz")
        assert line.getresponse().status == 200
    return time.monotonic() - began


def slowest(service: Living, *, seconds: float) -> float:
    """The longest that /healthz took, asked over and over."""
    end, worst = time.monotonic() + seconds, 0.0
    while time.monotonic() < end:
        worst = max(worst, seconds_of_health(service))
        time.sleep(0.05)
    return worst


def heard(wire: socket.socket) -> bytes:
    """Everything that a client is told until the server hangs up."""
    said = b""
    with contextlib.suppress(ConnectionError):
        while piece := wire.recv(65536):
            said += piece
    return said


def test_one_silent_client_holds_nobody_up(service, door):
    with connected(service, 1, said=post(service, door, length=100, body=b"url=")) as (wire,):
        # Beyond the moment in which it is given up, while its connection stays open.
        assert slowest(service, seconds=14) < AT_ONCE_SECONDS
        assert heard(wire).startswith(b"HTTP/1.1 408 ")
        assert seconds_of_health(service) < AT_ONCE_SECONDS
    assert seconds_of_health(service) < AT_ONCE_SECONDS


@pytest.mark.parametrize(
    ("path", "length", "status"), [("/age", 4_000_000, 413), ("/age", 4000, 408), ("/-/new/", 60_000, 408)]
)
def test_forty_slow_bodies_hold_nobody_up(service, path, length, status):
    with connected(service, 40, said=post(service, path, length=length, body=b"a=")) as wires:
        assert slowest(service, seconds=2) < AT_ONCE_SECONDS
        for wire in wires:
            with contextlib.suppress(ConnectionError):
                wire.sendall(b"x")
        assert slowest(service, seconds=12) < AT_ONCE_SECONDS
        assert all(heard(wire).startswith(f"HTTP/1.1 {status} ".encode()) for wire in wires)
    assert seconds_of_health(service) < AT_ONCE_SECONDS


def test_three_hundred_idle_connections_hold_nobody_up(service):
    with connected(service, 300, said=b""):
        assert slowest(service, seconds=12) < AT_ONCE_SECONDS
    assert seconds_of_health(service) < AT_ONCE_SECONDS


def test_who_leaves_in_the_middle_does_no_harm(service, door):
    everything = [
        post(service, door, length=100, body=b"url="),
        f"GET /help/trackback/ HTTP/1.1\r\nHost: {service.host}\r\n\r\n".encode(),
        f"GET {style_sheet(service)} HTTP/1.1\r\nHost: {service.host}\r\n\r\n".encode(),
        b"GET /",
    ]
    for said in everything * 10:
        with connected(service, 1, said=said):
            pass
    assert slowest(service, seconds=1) < AT_ONCE_SECONDS
    assert "Traceback" not in service.printed()


def test_who_never_reads_the_answer_holds_nobody_up(service):
    asked = f"GET {style_sheet(service)} HTTP/1.1\r\nHost: {service.host}\r\n\r\n".encode() * 50
    with connected(service, 40, said=asked):
        assert slowest(service, seconds=3) < AT_ONCE_SECONDS


def test_io_8_a_ping_that_is_too_long_is_answered_while_its_sender_still_sends(service, door):
    body = b"url=http://there.example/&excerpt=" + b"x" * 400_000
    with connected(service, 1, said=post(service, door, length=len(body))) as (wire,):
        time.sleep(0.3)
        wire.sendall(body)
        said = heard(wire)
    assert said.startswith(b"HTTP/1.1 200 ")
    assert b"<error>1</error>" in said
    assert b"too large" in said


def test_a_stop_does_not_wait_for_those_who_are_slow(service, door):
    with connected(service, 40, said=post(service, door, length=100, body=b"url=")):
        process = service.process
        assert process is not None
        began = time.monotonic()
        os.kill(process.pid, signal.SIGTERM)
        assert process.wait(12) == 0
        assert time.monotonic() - began < 10
    service.start()


def style_sheet(service: Living) -> str:
    """The address of some static file."""
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", service.port, timeout=10)) as line:
        line.request("GET", "/help/trackback/", headers={"Host": service.host})
        found = re.search(rb'"(/static/[^"]+\.css)"', line.getresponse().read())
    assert found is not None
    return found[1].decode()


def threads(process: int) -> int:
    return len(list(Path(f"/proc/{process}/task").iterdir()))


def test_the_number_of_threads_does_not_grow_with_the_clients(service):
    """Sixteen that answer, and those of the server; not one more for each client."""
    askers = [threading.Thread(target=slowest, args=(service,), kwargs={"seconds": 2}) for _ in range(24)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    counted = [threads(process) for process in web_processes(service)]
    assert counted
    assert max(counted) < 40


def web_processes(service: Living) -> list[int]:
    """The processes of the web server that answer."""
    assert service.process is not None
    below: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, IndexError):
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            below.setdefault(parent, []).append(int(folder.name))
    children = below.get(service.process.pid, [])
    servers = [child for child in children if b"running.web" in Path(f"/proc/{child}/cmdline").read_bytes()]
    return [process for server in servers for process in below.get(server, [])]
