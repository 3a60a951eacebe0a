"""The last look before dialling, and the meter on the wire."""

import ipaddress
import socket

import pytest

from buttobi.outbound import guard
from buttobi.outbound.errors import Forbidden
from buttobi.outbound.wire import Dial, MeteredSocket, Wire


def row(address):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return (family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (address, 80))


def dial(address, allow=""):
    return Dial(address=ipaddress.ip_address(address), allow=guard.parse_allow(allow), wire=Wire(left=1))


def test_the_address_that_was_checked_is_the_only_one_dialled():
    dial("8.8.8.8")(row("8.8.8.8")).close()
    with pytest.raises(Forbidden):
        dial("8.8.8.8")(row("8.8.4.4"))


@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0", "169.254.169.254", "::1", "::ffff:127.0.0.1"])
def test_no_private_address_gets_a_socket_whoever_looked_it_up(address):
    with pytest.raises(Forbidden):
        dial(address)(row(address))


def test_an_address_the_operator_opened_gets_one():
    dial("127.0.0.1", "127.0.0.0/8")(row("127.0.0.1")).close()


def test_the_wire_ends_where_its_budget_does():
    theirs, ours = socket.socketpair()
    metered = MeteredSocket(ours.family, ours.type, ours.proto, ours.detach())
    metered.wire = Wire(left=6)
    with theirs, metered:
        theirs.sendall(b"123456789")
        buffer = bytearray(100)
        assert metered.recv(4) == b"1234"
        assert metered.recv_into(buffer) == 2
        assert metered.recv_into(buffer) == 0
        assert metered.recv(100) == b""
