"""Lays the demonstration world into the database, by the same acts that people and programs use, and dates it back.

Whatever is there already stays as it is; an interrupted filling leaves nothing behind.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from buttobi.accounts.models import Account
from buttobi.blogs.models import Blog
from buttobi.center import shelf
from buttobi.center.models import Theme
from buttobi.center.opening import open_centers, quietly
from buttobi.entries.models import Entry, Tag
from buttobi.entries.publish import publish
from buttobi.front.demo.world import House, Letter, Ping, World
from buttobi.markup.markdown import render
from buttobi.trackbacks import moderation, receive
from buttobi.trackbacks.models import Received, Sent, Target

AGE = timedelta(days=8)


def fill(world: World, *, done: Callable[[], None]) -> int:
    """Calls `done` after each piece; gives the number of pieces that were new."""
    with transaction.atomic(), quietly():
        open_centers()
        return _fill(world, timezone.now(), done)


def _fill(world: World, now: datetime, done: Callable[[], None]) -> int:
    if not Account.objects.filter(username=world.houses[0].name).exists():
        _date_themes_back(now)
    new = 0
    pieces: list[House | Letter | Ping] = [*world.houses, *world.letters, *world.pings]
    for piece in pieces:
        new += _lay(piece, now)
        done()
    return new


def _lay(piece: House | Letter | Ping, now: datetime) -> bool:
    if isinstance(piece, House):
        return _open(piece, now - AGE)
    at = now - timedelta(days=piece.days)
    return _post(piece, at) if isinstance(piece, Letter) else _bring(piece, at)


def _date_themes_back(now: datetime) -> None:
    """The first answers are a week old, and no answer is older than its theme; every theme finds somebody."""
    for theme in Theme.objects.filter(entry__blog__official=True, entry__state=Entry.State.DRAFT):
        shelf.take(theme=theme, now=now)
    for entry in Entry.objects.filter(blog__official=True, published_at__gt=now - AGE):
        since = (entry.published_at or now) - AGE
        Entry.objects.filter(pk=entry.pk).update(published_at=since, opens_at=since)
        Target.objects.filter(pk=entry.target_id).update(opens_at=since)


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
    answered = [target for name in letter.answers if (target := _target(name)) is not None]
    entry = Entry.objects.create(
        blog=blog,
        author=blog.owner,
        slug=letter.slug,
        title=letter.title,
        body=letter.body,
        html=render(letter.body),
        trackback_urls="\n".join(target.trackback_url for target in answered),
        created_at=at,
        published_at=at,
    )
    entry.tags.set([Tag.objects.get_or_create(blog=blog, name=name)[0] for name in letter.tags])
    publish(entry=entry)
    Entry.objects.filter(pk=entry.pk).update(updated_at=at)
    Received.objects.filter(source=entry.target).update(received_at=at, changed_at=at, shown_at=at)
    Sent.objects.filter(source=entry.target).update(created_at=at, changed_at=at, posted_at=at)
    return True


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
