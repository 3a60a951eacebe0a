"""Pages that can be trackbacked, pings from elsewhere, and a stranger's server to send to."""

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest
from django.core.cache import caches

from buttobi.blogs.models import Blog
from buttobi.outbound.guard import parse_allow
from buttobi.trackbacks.models import Received, Sent, Target
from linkback import addresses

MakeTarget = Callable[..., Target]
MakeReceived = Callable[..., Received]
MakeSent = Callable[..., Sent]

_numbers = count(1)


@pytest.fixture(autouse=True)
def _no_bell_waits() -> Iterator[None]:
    """A bell that rang in one test is not still ringing in the next."""
    yield
    caches["bells"].clear()


@pytest.fixture
def make_target(blog: Blog) -> MakeTarget:
    """Makes pages: `make_target("Paws", blog=cats)`."""

    def make(title: str = "", **fields: Any) -> Target:
        title = title or f"Page {next(_numbers)}"
        fields = {"blog": blog, "path": f"{title.lower().replace(' ', '-')}/", "summary": f"About {title}.", **fields}
        return Target.objects.create(title=title, **fields)

    return make


@pytest.fixture
def target(make_target: MakeTarget) -> Target:
    """A page of `blog`."""
    return make_target("Paws")


@pytest.fixture
def source(make_target: MakeTarget, other_blog: Blog) -> Target:
    """A page of `other_blog`."""
    return make_target("Bones", blog=other_blog)


@pytest.fixture
def make_received(target: Target) -> MakeReceived:
    """Makes trackbacks received, held unless told otherwise: `make_received("https://there.example.org/1")`."""

    def make(url: str = "", **fields: Any) -> Received:
        url = url or f"https://there{next(_numbers)}.example.org/"
        fields = {"target": target, "title": f"From {url}", "state": Received.State.HELD, **fields}
        return Received.objects.create(source_url=url, source_key=f"url:{url}"[:80], protocols=["trackback"], **fields)

    return make


@pytest.fixture
def make_sent(target: Target) -> MakeSent:
    """Makes trackbacks owed by `target`: `make_sent("http://127.0.0.1:8080/tb/1")`."""

    def make(url: str = "", **fields: Any) -> Sent:
        url = url or f"http://there{next(_numbers)}.example.org/tb/1"
        fields = {"source": target, "target_key": f"url:{url}"[:80], "host": addresses.host(url), **fields}
        return Sent.objects.create(target_url=url, **fields)

    return make


@pytest.fixture
def loopback(settings: Any) -> None:
    """Strangers may live on this machine."""
    settings.OUTBOUND_ALLOW = parse_allow("127.0.0.0/8")
