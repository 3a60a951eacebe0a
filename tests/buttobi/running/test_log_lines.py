"""What the log says of links that let somebody in."""

import io
import logging

import pytest
from django.conf import settings
from django.test import Client


@pytest.fixture
def terminal():
    """What the terminal shows of the log."""
    handler = next(handler for handler in logging.getLogger("django").handlers if handler.name == "terminal")
    assert isinstance(handler, logging.StreamHandler)
    shown, before = io.StringIO(), handler.stream
    # Not setStream: what it had may be the closed terminal of another test, which cannot be flushed.
    handler.stream = shown
    yield shown
    handler.stream = before


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "logged"),
    [
        ("/-/first/s3cret-t0ken/", "/-/first/…"),
        ("/-/join/s3cret-t0ken/", "/-/join/…"),
        ("/-/account/confirm-email/MQ:1s3cret:t0ken/", "/-/account/confirm-email/…"),
        ("/-/account/password/reset/key/1-s3cret-t0ken/", "/-/account/password/reset/key/…"),
        ("/tb/status/s3cret-t0ken", "/tb/status/…"),
    ],
)
def test_the_log_names_no_link_that_lets_somebody_in(terminal, address, logged):
    browser = Client(HTTP_HOST=settings.DASHBOARD_HOST, enforce_csrf_checks=True)
    browser.post(address, {})
    browser.post(f"{address}nothing/here/", {}, headers={"referer": f"http://localhost:8000{address}"})
    browser.get(f"{address}nothing/here/")
    assert logged in terminal.getvalue()
    assert "t0ken" not in terminal.getvalue()


def test_an_exception_names_none_either(terminal):
    try:
        raise ValueError("/-/join/s3cret-t0ken/")
    except ValueError:
        logging.getLogger("django").exception("it failed")
    assert "ValueError: /-/join/…/" in terminal.getvalue()
    assert "t0ken" not in terminal.getvalue()
