"""Thousands of sites elsewhere on one loopback server, each under a name of its own, honest and hostile.

What a site does stands in the first word of its name: `honest-17.strangers.localhost`, `flood-3.strangers.localhost`.
"""

import asyncio
import contextlib
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from tests import strangers

# Of these, who answers at all takes until our patience ends.
TARPITS = ("never_answers", "drip_body", "drip_headers")
HOSTILE = (
    *TARPITS,
    "refused",
    "flood",
    "gzip_bomb",
    "redirect_loop",
    "huge_tag",
    "deep_nesting",
    "gone",
    "not_found",
    "no_link",
    "link_in_a_comment",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One page of one site that names one entry of ours as what it trackbacks."""

    kind: str
    host: str
    url: str
    target: str

    @property
    def is_honest(self) -> bool:
        return self.kind == "honest"


@dataclass(slots=True, kw_only=True)
class Crowd:
    """Every site, while they are up: which entry each says it wrote about, and when each was asked."""

    server: strangers.Server
    closed_port: int
    targets: dict[str, str] = field(default_factory=dict)
    asked: dict[str, list[float]] = field(default_factory=dict)

    def source(self, kind: str, name: str, target: str, *, path: str = "/entry") -> Source:
        """A page of the site `name`."""
        host = f"{kind.replace('_', '-')}-{name}.strangers.localhost"
        self.targets[host] = target
        port = self.closed_port if kind == "refused" else self.server.port
        return Source(kind=kind, host=host, url=f"http://{host}:{port}{path}", target=target)

    async def behave(self, asked: strangers.Asked, writer: asyncio.StreamWriter) -> None:
        host = asked.headers["host"].partition(":")[0]
        self.asked.setdefault(host, []).append(time.monotonic())
        # A page is asked for once; keeping every request would count as growth of the fixtures.
        self.server.asked.clear()
        kind = host.rpartition(".strangers")[0].rpartition("-")[0].replace("-", "_")
        await BEHAVIOURS[kind](self.targets[host])(asked, writer)


@contextlib.contextmanager
def gather() -> Iterator[Crowd]:
    """The crowd, until the end of the block."""
    held: list[Crowd] = []

    async def behave(asked: strangers.Asked, writer: asyncio.StreamWriter) -> None:
        await held[0].behave(asked, writer)

    with socket.socket() as closed, strangers.serve(behave) as server:
        # Bound and never listening: whoever dials is refused, and nobody else can take the port.
        closed.bind((strangers.LOOPBACK, 0))
        held.append(Crowd(server=server, closed_port=closed.getsockname()[1]))
        yield held[0]


_WORDS = "<p>Words about nothing in particular, as many as there are on the page of a weblog.</p>" * 100


def _honest(target: str) -> strangers.Behaviour:
    written = strangers.page(
        f"<html><head><title>An entry</title></head><body>{_WORDS}"
        f"<p>I read <a href='{target}'>this</a> and have something to say.</p>{_WORDS}</body></html>"
    )

    async def behave(asked: strangers.Asked, writer: asyncio.StreamWriter) -> None:
        # As long as a shared host of an ordinary weblog takes for a page.
        await asyncio.sleep(0.3)
        await written(asked, writer)

    return behave


def _huge_tag(target: str) -> strangers.Behaviour:
    attributes = " ".join(f"a{number}='{target}'" for number in range(1_000_000 // (len(target) + 10)))
    return strangers.page(f"<html><body><a {attributes}>")


_BOMB = strangers.gzip_bomb(20_000_000)
_DEEP = strangers.page("<div>" * 150_000)

BEHAVIOURS: dict[str, Callable[[str], strangers.Behaviour]] = {
    "honest": _honest,
    "never_answers": lambda _: strangers.never_answers(),
    "drip_body": lambda _: strangers.drip_body(every=1.0),
    "drip_headers": lambda _: strangers.drip_headers(every=1.0),
    "flood": lambda _: strangers.flood(),
    "gzip_bomb": lambda _: _BOMB,
    "redirect_loop": lambda _: strangers.redirect("/entry"),
    "huge_tag": _huge_tag,
    "deep_nesting": lambda _: _DEEP,
    "gone": lambda _: strangers.page("gone", status=410),
    "not_found": lambda _: strangers.page("not here", status=404),
    "no_link": lambda _: strangers.page(f"<html><body>{_WORDS}</body></html>"),
    "link_in_a_comment": lambda target: strangers.page(f"<body>{_WORDS}<!-- <a href='{target}'>this</a> --></body>"),
}
