"""Names into addresses."""

import asyncio
import ipaddress
import socket
import threading

import pytest

from buttobi.outbound.errors import NameNotFound
from buttobi.outbound.resolver import SystemResolver, is_this_machine


def row(address):
    return (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 0))


def test_every_address_comes_once_in_the_order_of_the_system(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [row("8.8.8.8"), row("8.8.4.4"), row("8.8.8.8")])
    assert asyncio.run(SystemResolver().addresses("blog.example.com")) == ["8.8.8.8", "8.8.4.4"]


@pytest.mark.parametrize(
    ("problem", "sentence"),
    [
        (socket.gaierror(socket.EAI_NONAME, "no"), "no server of this name"),
        (socket.gaierror(socket.EAI_AGAIN, "later"), "at the moment"),
    ],
)
def test_a_name_that_is_gone_differs_from_a_resolver_that_fails(monkeypatch, problem, sentence):
    def fail(*_, **__):
        raise problem

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(NameNotFound, match=sentence):
        asyncio.run(SystemResolver().addresses("blog.example.com"))


def test_a_look_up_that_hangs_holds_nobody_longer_than_its_time(monkeypatch):
    release = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: release.wait(5) and [])

    async def ask_three_times():
        resolver = SystemResolver(timeout=0.05, at_once=2)
        return await asyncio.gather(*(resolver.addresses("blog.example.com") for _ in "123"), return_exceptions=True)

    answers = asyncio.run(asyncio.wait_for(ask_three_times(), 2))
    release.set()
    assert [type(answer) for answer in answers] == [NameNotFound] * 3


def test_this_machine_knows_its_own_addresses():
    assert is_this_machine(ipaddress.ip_address("127.0.0.1"))
    assert not is_this_machine(ipaddress.ip_address("127.0.0.2"))
