"""Lays the demonstration world into the database, by the same acts that people and programs use, and dates it back.

Whatever is there already stays as it is; an interrupted filling leaves nothing behind.
"""

import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from buttobi.accounts.models import Account
from buttobi.blogs.models import Blog
from buttobi.center.opening import open_centers, quietly
from buttobi.entries.models import Entry, Tag
from buttobi.entries.publish import publish
from buttobi.front.demo import boards
from buttobi.front.demo.world import House, Letter, Ping, World
from buttobi.markup.markdown import render
from buttobi.media import prepare
from buttobi.ranking import total
from buttobi.sections.section import Section
from buttobi.trackbacks import moderation, receive
from buttobi.trackbacks.models import Received, Sent, Target

# How old the blogs are.
AGE = timedelta(days=60)


def fill(world: World, *, done: Callable[[], None]) -> int:
    """Calls `done` after each piece; gives the number of pieces that were new."""
    now = timezone.now()
    with transaction.atomic(), quietly():
        open_centers()
        is_new = not Account.objects.filter(username=world.houses[0].name).exists()
        new = _fill(world, now, done, is_new=is_new)
    if is_new:
        with quietly():
            _do_what_the_worker_does()
    return new


def _fill(world: World, now: datetime, done: Callable[[], None], *, is_new: bool) -> int:
    """What is laid into a world that is there already lets its themes be: staff may have planned others."""
    if is_new:
        boards.begin(world.boards, now)
    new = 0
    pieces: list[House | Letter | Ping] = [*world.houses, *world.letters, *world.pings]
    for piece in pieces:
        new += _lay(piece, now)
        done()
    if is_new:
        boards.end(world.boards, now)
    return new


def _do_what_the_worker_does() -> None:
    """The covers, and the ranking of every day that is over: in the small hours yesterday is not final yet."""
    prepare.drain()
    total.catch_up(*Section)


def _lay(piece: House | Letter | Ping, now: datetime) -> bool:
    if isinstance(piece, House):
        return _open(piece, now - AGE)
    at = now - timedelta(days=piece.days)
    return _post(piece, at) if isinstance(piece, Letter) else _bring(piece, at)


def _open(house: House, at: datetime) -> bool:
    if Blog.objects.filter(name=house.name).exists():
        return False
    account, is_new = Account.objects.get_or_create(
        username=house.name, defaults={"email": f"{house.name}@demo.invalid", "date_joined": at}
    )
    if is_new:
        account.set_unusable_password()
        account.save()
    Blog.objects.create(
        owner=account,
        name=house.name,
        title=house.title,
        description=house.description,
        language=house.language,
        section=house.section,
        created_at=at,
    )
    return True


def _post(letter: Letter, at: datetime) -> bool:
    blog = Blog.objects.open().filter(name=letter.blog).first()
    if blog is None or Entry.objects.filter(blog=blog, slug=letter.slug).exists():
        return False
    targets = [_target(name) for name in letter.answers]
    body = _linked(letter.body, targets)
    entry = Entry.objects.create(
        blog=blog,
        author=blog.owner,
        slug=letter.slug,
        title=letter.title,
        body=body,
        html=render(body),
        trackback_urls="\n".join(target.trackback_url for target in targets if target),
        created_at=at,
        published_at=at,
    )
    entry.tags.set([Tag.objects.get_or_create(blog=blog, name=name)[0] for name in letter.tags])
    publish(entry=entry)
    Entry.objects.filter(pk=entry.pk).update(updated_at=at)
    Received.objects.filter(source=entry.target).update(received_at=at, changed_at=at, shown_at=at)
    Sent.objects.filter(source=entry.target).update(created_at=at, changed_at=at, posted_at=at)
    return True


def _linked(body: str, targets: Sequence[Target | None]) -> str:
    """In the texts a link names which of the answered entries it leads to; without that entry the words stay."""

    def lead(found: re.Match[str]) -> str:
        target = targets[int(found[2]) - 1]
        return f"[{found[1]}]({target.address})" if target else found[1]

    return re.sub(r"\[([^\]]+)\]\((\d)\)", lead, body)


def _bring(ping: Ping, at: datetime) -> bool:
    target = _target(ping.to)
    if target is None or Received.objects.filter(target=target, source_url=ping.url).exists():
        return False
    received = receive.arrive(
        target=target,
        protocol="trackback",
        source_url=ping.url,
        title=ping.title,
        excerpt=ping.excerpt,
        blog_name=ping.blog,
    )
    _examined(received, links=ping.state == Received.State.SHOWN, at=at)
    if ping.state == Received.State.SHOWN:
        moderation.show(received)
        Received.objects.filter(pk=received.pk).update(changed_at=at, shown_at=at, approved_at=at)
    elif ping.state == Received.State.REFUSED:
        moderation.refuse(received)
    return True


def _examined(received: Received, *, links: bool, at: datetime) -> None:
    """As if its page had been looked at: the pages of this world are nowhere, so nobody is sent to them."""
    link = Received.Link.LINKS if links else Received.Link.NONE
    times = dict.fromkeys(("received_at", "heard_at", "checked_at", "link_since"), at)
    Received.objects.filter(pk=received.pk).update(link=link, due_at=None, **times)
    received.step(Received.State.HELD, reason="" if links else Received.Reason.NO_LINK, at=at)


def _target(name: str) -> Target | None:
    """The page that takes trackbacks under a name like `demo-cats/counting-sparrows`, while it is there."""
    blog, _, slug = name.partition("/")
    found = Target.objects.listed().filter(blog__name=blog, path=f"{slug}/", accepts=True)
    return found.select_related("blog").first()
