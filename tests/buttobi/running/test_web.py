"""The web server with its entrance: a request arrives as it was sent, and as any WSGI server would hand it on."""

import ast
import contextlib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.living import free_port

# Says what it was given, through our entrance and by granian's own WSGI.
ECHO = """
from buttobi.running.entrance import Entrance

def application(environ, start_response):
    body = environ["wsgi.input"].read()
    said = {name: value for name, value in environ.items() if name.isupper() and isinstance(value, str)}
    said |= {"scheme": environ["wsgi.url_scheme"], "body": body}
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [ascii(said).encode()]

entrance = Entrance(application)
"""
SAME = [
    b"GET /a%8a/%E3%81%82/%2Fx;y?q=%8a%20+&b HTTP/1.1\r\nHost: here\r\nX-Name: a, b\r\n",
    "GET /raw/あ/%?q=あ HTTP/1.1\r\nHost: here\r\n".encode(),
    b"GET //tb/1?a HTTP/1.1\r\nHost: here\r\nHost: there\r\n",
    b"GET http://there.example/x?y HTTP/1.1\r\nHost: here\r\n",
    b"OPTIONS * HTTP/1.1\r\nHost: here\r\n",
    b"GET /x%00 HTTP/1.1\r\nHost: here\r\nContent-Type: a\r\nContent-Type: b\r\n",
]
BODY = b"Content-Length: 5\r\n\r\nurl=1"


@pytest.fixture(scope="module")
def ports(tmp_path_factory) -> Iterator[dict[str, int]]:
    """Both ways in."""
    folder = tmp_path_factory.mktemp("echo")
    (folder / "echo.py").write_text(ECHO)
    with contextlib.ExitStack() as stack:
        found = {}
        for interface, target in (("wsgi", "application"), ("asginl", "entrance")):
            port = found[interface] = free_port()
            command = [sys.executable, "-m", "granian", "--interface", interface, "--port", str(port), "--http", "1"]
            command += ["--loop", "asyncio", "--no-ws", "--working-dir", str(folder), f"echo:{target}"]
            server = stack.enter_context(
                subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
            )
            stack.callback(server.terminate)
        for port in found.values():
            _await(port)
        yield found


def _await(port: int) -> None:
    end = time.monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            assert time.monotonic() < end
            time.sleep(0.05)
        else:
            return


def say(port: int, request: bytes) -> tuple[bytes, bytes]:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as wire:
        wire.sendall(request)
        said = b""
        while piece := wire.recv(65536):
            said += piece
    head, _, body = said.rpartition(b"\r\n\r\n")
    return head, body


def arrived(port: int, request: bytes) -> dict[str, Any]:
    return dict(ast.literal_eval(say(port, request)[1].decode()))


@pytest.mark.parametrize("request_line", SAME)
def test_a_request_arrives_as_under_wsgi(ports, request_line):
    request = request_line + b"Connection: close\r\n\r\n"
    ours, plain = arrived(ports["asginl"], request), arrived(ports["wsgi"], request)
    # The rest of what WSGI has is the environment of the process, which is nobody's business.
    assert ours == {name: plain[name] for name in ours} | {"SERVER_PORT": str(ports["asginl"])}
    assert {name for name in plain if name.startswith("HTTP_")} == {name for name in ours if name.startswith("HTTP_")}


def test_a_forged_header_does_not_replace_what_a_proxy_wrote(ports):
    forged = b"X_Forwarded_For: 192.0.2.1\r\nX-Forwarded-For: 192.0.2.2\r\nX_Forwarded_For: 192.0.2.3\r\n"
    request = b"GET / HTTP/1.1\r\nHost: here\r\nConnection: close\r\n" + forged + b"X-Forwarded-For: 192.0.2.4\r\n\r\n"
    assert arrived(ports["asginl"], request)["HTTP_X_FORWARDED_FOR"] == "192.0.2.2,192.0.2.4"


@pytest.mark.parametrize("version", [b"1.0", b"1.1"])
def test_io_10_old_and_new_http_bring_a_body_and_get_a_length(ports, version):
    head, body = say(ports["asginl"], b"POST /x HTTP/%s\r\nHost: here\r\nConnection: close\r\n%s" % (version, BODY))
    came = ast.literal_eval(body.decode())
    assert (came["body"], came["CONTENT_LENGTH"]) == (b"url=1", "5")
    assert came["SERVER_PROTOCOL"] == f"HTTP/{version.decode()}"
    assert b"content-length: %d" % len(body) in head
    assert b"chunked" not in head


def test_io_10_who_expects_100_continue_is_told_to_go_on_unless_it_is_too_much(ports):
    expecting = b"POST %s HTTP/1.1\r\nHost: here\r\nConnection: close\r\nExpect: 100-continue\r\n"
    head, body = say(ports["asginl"], expecting % b"/x" + BODY)
    assert head.startswith(b"HTTP/1.1 100 ")
    assert ast.literal_eval(body.decode())["body"] == b"url=1"
    refused, _ = say(ports["asginl"], expecting % b"/age" + b"Content-Length: 5000\r\n\r\n")
    assert refused.startswith(b"HTTP/1.1 413 ")


def test_a_head_is_answered_without_a_body_and_with_its_length(ports):
    head, body = say(ports["asginl"], b"HEAD /x HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 ")
    assert b"content-length: " in head
    assert b"content-length: 0" not in head
    assert body == b""


def test_a_body_that_broke_off_is_not_handed_on(ports):
    with socket.create_connection(("127.0.0.1", ports["asginl"]), timeout=10) as wire:
        wire.sendall(b"POST /x HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nurl\r\n")
        wire.shutdown(socket.SHUT_WR)
        assert wire.recv(65536).startswith(b"HTTP/1.1 400 ")
