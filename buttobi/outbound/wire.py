"""The connection of one fetch: it goes to the address that was checked, and it counts what comes in.

The bytes are counted where they arrive, before TLS, chunks and headers are taken apart, so no part of an answer can
hide from the budget. What lies beyond it looks like the end of the stream.
"""

import contextlib
import ipaddress
import socket
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp.abc import AbstractResolver, ResolveResult

from buttobi.outbound import guard
from buttobi.outbound.errors import Forbidden

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


@dataclass(slots=True, kw_only=True)
class Wire:
    """What one fetch has used up over all its hops, and how far the present request has come."""

    left: int
    """Bytes that may still be read."""
    opened: bool = False
    """Whether the present request may have left us: its connection stands, TLS included."""

    sockets: list[socket.socket] = field(default_factory=list)

    def hang_up(self) -> None:
        """End every connection at once: a TLS farewell may otherwise wait half a minute for who does not answer."""
        for used in self.sockets:
            with contextlib.suppress(OSError):
                used.shutdown(socket.SHUT_RDWR)
        self.sockets.clear()

    async def mark_opened(self, *_: object) -> None:
        """Called by the HTTP library when a connection is ready for the request."""
        self.opened = True


class MeteredSocket(socket.socket):
    """A socket that reads no more than its wire has left."""

    wire: Wire

    def recv(self, bufsize: int, flags: int = 0, /) -> bytes:
        if self.wire.left <= 0:
            return b""
        chunk = super().recv(min(bufsize, self.wire.left), flags)
        self.wire.left -= len(chunk)
        return chunk

    def recv_into(self, buffer: "WriteableBuffer", nbytes: int = 0, flags: int = 0) -> int:
        if self.wire.left <= 0:
            return 0
        room = nbytes or memoryview(buffer).nbytes
        count = super().recv_into(buffer, min(room, self.wire.left), flags)
        self.wire.left -= count
        return count


@dataclass(frozen=True, slots=True, kw_only=True)
class Dial:
    """The one address that the present attempt may open a socket to."""

    address: guard.Address
    allow: Collection[guard.Network]
    wire: Wire

    def __call__(self, row: tuple[Any, ...]) -> socket.socket:
        """Make the socket for an address row, the last look before dialling. Raises Forbidden."""
        family, kind, protocol, _, target = row
        asked = ipaddress.ip_address(target[0])
        if asked != self.address or not (guard.is_public(asked) or guard.is_inside(asked, self.allow)):
            raise Forbidden(guard.PRIVATE)
        metered = MeteredSocket(family, kind, protocol)
        metered.wire = self.wire
        self.wire.sockets.append(metered)
        return metered


class Settled(AbstractResolver):
    """Gives the HTTP library the address that was looked up and checked before; there is no second look-up."""

    def __init__(self, address: guard.Address) -> None:
        self._address = address

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        version = socket.AF_INET if self._address.version == 4 else socket.AF_INET6
        return [
            {
                "hostname": host,
                "host": str(self._address),
                "port": port,
                "family": version,
                "proto": socket.IPPROTO_TCP,
                "flags": socket.AI_NUMERICHOST,
            }
        ]

    async def close(self) -> None:
        """Holds nothing."""
