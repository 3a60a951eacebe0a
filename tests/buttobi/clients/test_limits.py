"""How often programs may call."""

import xmlrpc.client

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from buttobi.clients import limits

pytestmark = pytest.mark.django_db


def code(method, *params, address="203.0.113.5"):
    """The number of the fault, or 0."""
    browser = Client(HTTP_HOST="localhost:8000", REMOTE_ADDR=address)
    answer = browser.post("/rpc", xmlrpc.client.dumps(params, method), content_type="text/xml")
    assert answer.status_code == 200
    try:
        xmlrpc.client.loads(answer.content)
    except xmlrpc.client.Fault as fault:
        return fault.faultCode
    return 0


def test_too_many_calls_from_one_address_are_told_to_wait_a_minute(monkeypatch):
    monkeypatch.setattr(limits, "CALLS_PER_ADDRESS", 3)
    with time_machine.travel(1_000_000_020, tick=False) as clock:
        assert [code("mt.supportedMethods") for _ in range(4)] == [0, 0, 0, 429]
        assert code("mt.supportedMethods", address="203.0.113.6") == 0
        clock.shift(60)
        assert code("mt.supportedMethods") == 0


def test_too_many_calls_of_one_account_are_told_to_wait_from_wherever_they_come(editor, monkeypatch):
    monkeypatch.setattr(limits, "CALLS_PER_ACCOUNT", 2)
    with time_machine.travel(1_000_000_020, tick=False):
        said = [
            code("blogger.getUsersBlogs", "", editor.name, editor.password, address=f"203.0.113.{number}")
            for number in range(3)
        ]
    assert said == [0, 0, 429]


def test_whoever_guesses_is_stopped_and_the_owner_is_not(editor, monkeypatch):
    monkeypatch.setattr(limits, "FAILURES_PER_ADDRESS", 3)
    with time_machine.travel(1_000_000_020, tick=False):
        guesses = [code("blogger.getUsersBlogs", "", editor.name, f"guess {number}") for number in range(5)]
        assert guesses == [403, 403, 403, 429, 429]
        assert code("blogger.getUsersBlogs", "", editor.name, editor.password) == 429
        assert code("blogger.getUsersBlogs", "", editor.name, editor.password, address="203.0.113.6") == 0


def test_the_password_of_the_account_opens_nothing(editor, blog):
    from tests.conftest import PASSWORD

    assert code("blogger.getUsersBlogs", "", "writer", PASSWORD) == 403
    assert code("blogger.getUsersBlogs", "", "writer", "") == 403
    assert code("blogger.getUsersBlogs", "", "nobody", editor.password) == 403


def test_one_customer_of_ipv6_is_one_address():
    assert (
        limits.neighbourhood("2001:db8:1:2::7") == limits.neighbourhood("2001:db8:1:2:ffff::1") == "2001:db8:1:2::/64"
    )
    assert limits.neighbourhood("2001:db8:1:3::7") != limits.neighbourhood("2001:db8:1:2::7")
    assert limits.neighbourhood("::ffff:203.0.113.5") == limits.neighbourhood("203.0.113.5") == "203.0.113.5"
    assert limits.neighbourhood("") == limits.neighbourhood("a socket") == "unknown"


def test_without_a_cache_calls_are_answered(editor, monkeypatch):
    def fail(*_arguments, **_fields):
        raise ConnectionError("no cache")

    for name in ("add", "incr", "get"):
        monkeypatch.setattr(cache, name, fail, raising=False)
    assert code("blogger.getUsersBlogs", "", editor.name, editor.password) == 0
