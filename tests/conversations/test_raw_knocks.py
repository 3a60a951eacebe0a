"""The door as the web server has it: senders of all ages knock at a socket."""

import socket

import pytest

from tests.conversations.people import publish
from tests.living import Living

FORM = "Content-Type: application/x-www-form-urlencoded"
YES = b"<error>0</error>"
NO = b"<error>1</error>"


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    service = Living(tmp_path_factory.mktemp("knocks") / "data")
    service.environment.pop("DATABASE_URL", None)
    service.start()
    service.command(
        "account", "here", "--email", "here@mail.example", "--password-stdin", stdin="x" * 5 + "-long-words"
    )
    service.command("blog", "here", "--owner", "here", "--title", "Here", "--language", "en")
    yield service
    service.stop()


@pytest.fixture(scope="module")
def path(service):
    return publish(service, "here", "A target")[1].removeprefix(f"http://{service.host}")


def say(service, *parts: bytes) -> bytes:
    """Writes to the socket and reads until the server hangs up or keeps silent."""
    with socket.create_connection(("127.0.0.1", service.port), timeout=5) as wire:
        heard = b""
        try:
            for part in parts:
                wire.sendall(part)
            while piece := wire.recv(65536):
                heard += piece
        except (TimeoutError, ConnectionError):
            pass
    return heard


def knock(path: str, *headers: str, version: str = "1.1", length: int | None = None) -> bytes:
    lines = [f"POST {path} HTTP/{version}", *headers, *([f"Content-Length: {length}"] if length is not None else [])]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


BODY = b"url=https://there.example.org/1&title=Cats"


def test_io_10_http_1_0_is_answered_with_its_length_and_not_in_chunks(service, path):
    heard = say(service, knock(path, f"Host: {service.host}", FORM, version="1.0", length=len(BODY)), BODY)
    head, _, body = heard.partition(b"\r\n\r\n")
    assert b" 200 " in head.splitlines()[0]
    assert f"content-length: {len(body)}".encode() in head.lower()
    assert b"chunked" not in head.lower()
    assert body.startswith(b"<?xml")
    assert YES in body


def test_io_10_whoever_expects_100_continue_is_told_to_go_on_or_answered(service, path):
    host = f"Host: {service.host}"
    heard = say(service, knock(path, host, FORM, "Expect: 100-continue", "Connection: close", length=len(BODY)), BODY)
    assert YES in heard


@pytest.mark.parametrize(
    "content_type",
    [";;;", "\xff", "x" * 6000, "multipart/form-data", "text/xml; charset=no-such-thing"],
)
def test_no_content_type_is_an_error_of_ours(service, path, content_type):
    headers = (f"Host: {service.host}", f"Content-Type: {content_type}", "Connection: close")
    status = say(service, knock(path, *headers, length=len(BODY)), BODY).split(b" ", 2)[1]
    assert not status.startswith(b"5")


def test_io_8_a_ping_over_the_cap_is_refused_before_its_body_came(service, path):
    headers = (f"Host: {service.host}", FORM, "Connection: close")
    assert NO in say(service, knock(path, *headers, length=50_000_000), b"url=")


def test_a_body_in_chunks_is_answered(service, path):
    headers = (f"Host: {service.host}", FORM, "Transfer-Encoding: chunked", "Connection: close")
    body = f"{len(BODY):x}\r\n".encode() + BODY + b"\r\n0\r\n\r\n"
    heard = say(service, knock(path, *headers), body)
    assert b" 200 " in heard.splitlines()[0]
    assert YES in heard


def test_many_pings_on_one_connection_are_all_answered(service, path):
    one = knock(path, f"Host: {service.host}", FORM, length=len(BODY)) + BODY
    last = knock(path, f"Host: {service.host}", FORM, "Connection: close", length=len(BODY)) + BODY
    assert say(service, one, one, last).count(YES) == 3
