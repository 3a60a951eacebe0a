"""Trackbacks between entries here, from pages elsewhere, and to pages elsewhere."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from buttobi.blogs.models import Blog
from buttobi.entries.models import Entry
from buttobi.trackbacks import announce, keys
from buttobi.trackbacks.models import Received, Sent, Target
from linkback import addresses

Answer = Callable[[Entry, Entry], None]
Hear = Callable[..., Received]
Tell = Callable[..., Sent]
MakePages = Callable[[int], list[Target]]
Tie = Callable[[Iterable[tuple[Target, Target]]], None]


@pytest.fixture
def answer(db: None) -> Answer:
    """One entry here trackbacks another: `answer(mine, yours)`."""

    def make(source: Entry, target: Entry) -> None:
        assert source.target is not None
        assert target.target is not None
        (sent,) = announce.announce(source=source.target, urls=[target.target.trackback_url])
        assert sent.state == Sent.State.ACCEPTED, sent.problem

    return make


@pytest.fixture
def hear(db: None) -> Hear:
    """A page elsewhere trackbacked an entry here, and is listed: `hear(entry, "https://there.example/1")`."""

    def make(entry: Entry, url: str, **fields: Any) -> Received:
        fields = {"state": Received.State.SHOWN, "link": Received.Link.LINKS, **fields}
        fields.setdefault("title", f"From {url}")
        assert entry.target is not None
        return Received.objects.create(
            target=entry.target, source_url=url, source_key=keys.of_source(url), protocols=["trackback"], **fields
        )

    return make


@pytest.fixture
def tell(db: None) -> Tell:
    """An entry here trackbacked a page elsewhere, which took it: `tell(entry, "https://there.example/1")`."""

    def make(entry: Entry, url: str, **fields: Any) -> Sent:
        fields = {"state": Sent.State.ACCEPTED, "host": addresses.host(url), **fields}
        assert entry.target is not None
        return Sent.objects.create(source=entry.target, target_url=url, target_key=keys.of_target(url), **fields)

    return make


@pytest.fixture
def two(make_entry: Callable[..., Entry], blog: Blog, other_blog: Blog, answer: Answer) -> tuple[Entry, Entry]:
    """Two letters in two blogs, of which the second answered the first."""
    first = make_entry(title="The first letter", blog=blog)
    second = make_entry(title="The second letter", blog=other_blog)
    answer(second, first)
    return first, second


@pytest.fixture
def make_pages(other_blog: Blog) -> MakePages:
    """Many pages at once, of one blog."""

    def make(number: int) -> list[Target]:
        return Target.objects.bulk_create(
            Target(blog=other_blog, path=f"page-{each}/", title=f"Page {each}") for each in range(number)
        )

    return make


@pytest.fixture
def tie(db: None) -> Tie:
    """Trackbacks between pages here, each a second after the one before: `tie([(source, target)])`."""

    def make(pairs: Iterable[tuple[Target, Target]]) -> None:
        now = timezone.now()
        Received.objects.bulk_create(
            Received(
                target=target,
                source=source,
                source_key=keys.of_source("", ours=source),
                state=Received.State.SHOWN,
                received_at=now + timedelta(seconds=number),
                status_token=f"{source.pk}-{target.pk}",
            )
            for number, (source, target) in enumerate(pairs)
        )

    return make
