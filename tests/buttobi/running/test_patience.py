"""Bodies that do not come."""

import io
import threading
import time

import pytest
from django.core.exceptions import BadRequest

from buttobi.running import patience
from buttobi.running.patience import Body, patient


class Silent:
    """A body of which nothing ever arrives, until its connection is closed."""

    def __init__(self) -> None:
        self.closed = threading.Event()

    def read(self, size: int = -1) -> bytes:
        self.closed.wait(10)
        return b""

    readline = read


def test_a_body_that_comes_is_read_as_it_is():
    body = Body(io.BytesIO(b"url=1\nand=2\n"), seconds=5)
    assert body.readline() == b"url=1\n"
    assert body.read(3) == b"and"
    assert list(body) == [b"=2\n"]


def test_a_body_that_does_not_come_is_given_up():
    silent = Silent()
    began = time.monotonic()
    with pytest.raises(BadRequest):
        Body(silent, seconds=0.1).read(10)
    assert time.monotonic() - began < 2
    silent.closed.set()


def test_the_time_is_that_of_the_whole_body():
    body = Body(io.BytesIO(b"x" * 100), seconds=0.1)
    body.read(1)
    time.sleep(0.2)
    body._body = silent = Silent()
    with pytest.raises(BadRequest):
        body.read(1)
    silent.closed.set()


def test_a_connection_that_breaks_is_the_error_that_it_was():
    class Broken:
        def read(self, size: int = -1) -> bytes:
            raise ConnectionResetError("gone")

    with pytest.raises(ConnectionResetError):
        Body(Broken(), seconds=1).read()


@pytest.mark.parametrize(
    ("announced", "seconds"), [("", 10), ("1000", 10.1), ("1000000", 110), ("9" * 30, 300), ("x", 10)]
)
def test_longer_bodies_get_more_time_but_not_for_ever(announced, seconds):
    assert patience._seconds(announced) == pytest.approx(seconds)


def test_requests_without_a_body_are_passed_on_untouched():
    seen: list[object] = []

    def application(environ: patience.Environ, start_response: object) -> list[bytes]:
        seen.append(environ["wsgi.input"])
        return [b"answer"]

    body = io.BytesIO()
    assert patient(application)({"wsgi.input": body}, None) == [b"answer"]
    patient(application)({"wsgi.input": body, "CONTENT_LENGTH": "5"}, None)
    patient(application)({"wsgi.input": body, "HTTP_TRANSFER_ENCODING": "chunked"}, None)
    assert seen[0] is body
    assert all(isinstance(wrapped, Body) for wrapped in seen[1:])
