"""From answer to answer: which themes an entry was written for, who answered before and after it, and whom it told."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext

from buttobi.blogs.models import Blog
from buttobi.center.reading import answers
from buttobi.entries.models import Entry
from buttobi.entries.views import reading_days, reading_trackbacks
from buttobi.sections import marked
from buttobi.sections.section import Section
from buttobi.trackbacks.models import Received, Sent, Target
from buttobi.trackbacks.models.received import ReceivedQuerySet
from linkback import addresses as linkback

# So many themes are shown on one entry, and so many pages that it trackbacked.
THEMES = 3
TOLD = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """Another answer to the same theme; `host` only for a page elsewhere."""

    url: str
    title: str
    lang: str
    blog: str
    host: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenFor:
    """The theme that an entry answers, with the answers before and after it in order of receipt."""

    url: str
    """Of its place in the theme's list."""
    title: str
    lang: str
    blog: str
    blog_lang: str
    before: tuple[Neighbour, ...]
    """In the order of the way: one that is here, then the one just before, where that is elsewhere."""
    after: tuple[Neighbour, ...]
    """The one just after; then, where that is elsewhere, the next one that is here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A page that an entry trackbacked, and whether it is listed there, in words."""

    url: str
    """Empty where only a door is known, which is nothing to be read."""
    title: str
    lang: str
    blog: str
    host: str
    """Only for a page elsewhere."""
    is_listed: bool
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """Everything that an entry's page shows of what the entry answers."""

    written_for: tuple[WrittenFor, ...] = ()
    told: tuple[Told, ...] = ()


def of(entry: Entry) -> Walk:
    """What an entry for everyone answers; two questions to the database where it answers nothing."""
    target = entry.target
    if target is None or entry.audience != Entry.Audience.EVERYONE:
        return Walk()
    listed = list(_listed(target))
    themes = [row for row in listed if row.target.is_theme][:THEMES]
    return Walk(
        written_for=tuple(_written_for(row) for row in themes),
        told=tuple(_told(target, {row.target_id: row for row in listed})),
    )


def _listed(source: Target) -> Iterable[Received]:
    """Where readers find the entry, the first place first."""
    readable = Q(target__listed=True, target__blog__state=Blog.State.OPEN)
    return Received.objects.shown().filter(readable, source=source).select_related("target__blog")[:TOLD]


def _sent(source: Target) -> list[Sent]:
    """What was sent and stands: of links in the text, only those whose pages took a trackback."""
    taken_back = (Sent.State.CANCELLED, Sent.State.WITHDRAWN)
    told = Q(from_text=False) | Q(state__in=Sent.LOOKED_FOR)
    sents = Sent.objects.filter(told, source=source).exclude(state__in=taken_back).select_related("target__blog")
    return list(sents.order_by("pk")[:TOLD])


# --- The way through a theme ------------------------------------------------------------------------------------------


def _written_for(row: Received) -> WrittenFor:
    theme = row.target
    others = reading_trackbacks.seen(theme)
    before = Q(received_at__lt=row.received_at) | Q(received_at=row.received_at, pk__lt=row.pk)
    after = Q(received_at__gt=row.received_at) | Q(received_at=row.received_at, pk__gt=row.pk)
    return WrittenFor(
        url=answers.place_of(row, newer=others.filter(after).count()),
        title=theme.display_title,
        lang=theme.display_language,
        blog=theme.blog.display_title,
        blog_lang=theme.blog.display_language,
        before=tuple(_way(others.filter(before).reverse(), theme))[::-1],
        after=tuple(_way(others.filter(after), theme)),
    )


def _way(on: ReceivedQuerySet, theme: Target) -> Iterable[Neighbour]:
    """Where the walk goes on: to the nearest answer, and from one elsewhere, which knows no way, over it."""
    nearest = on.first()
    if nearest is None:
        return
    yield _neighbour(nearest, theme)
    if nearest.source is None:
        here = on.filter(source__isnull=False).first()
        if here is not None:
            yield _neighbour(here, theme)


def _neighbour(row: Received, theme: Target) -> Neighbour:
    said = reading_trackbacks.item(row, target=theme)
    return Neighbour(url=said.url, title=said.title, lang=said.lang, blog=said.blog, host=said.host)


# --- Whom it told -----------------------------------------------------------------------------------------------------


def _told(source: Target, listed: dict[int, Received]) -> Iterable[Told]:
    sents = _sent(source)
    beyond = _marked(sents) if source.blog.section == Section.GENERAL else set()
    for sent in sents:
        if sent.target is not None:
            if sent.target.is_public and sent.target.blog.section == source.blog.section:
                yield _here(sent.target, listed.get(sent.target.pk))
        elif linkback.host(sent.target_url) not in beyond:
            yield _elsewhere(sent)


def _marked(sents: Iterable[Sent]) -> set[str]:
    """The hosts among them that staff count as adult: to General pages they are not there."""
    return marked.marked_among(linkback.host(sent.target_url) for sent in sents if sent.target is None)


def _here(target: Target, row: Received | None) -> Told:
    """Never why not: what an owner thought of it is between the two of them."""
    return Told(
        url=target.address,
        title=target.display_title,
        lang=target.display_language,
        blog=target.blog.display_title,
        host="",
        is_listed=row is not None,
        says=_since(row) if row is not None else gettext("not listed there so far"),
    )


def _since(row: Received) -> str:
    return gettext("listed there since %(day)s") % {"day": reading_days.day(row.shown_at or row.received_at)}


def _elsewhere(sent: Sent) -> Told:
    is_seen = sent.seen_since is not None and sent.lost_since is None
    return Told(
        url="" if sent.endpoint == sent.target_url else sent.target_url,
        title="",
        lang="",
        blog="",
        host=linkback.host(sent.target_url),
        is_listed=is_seen,
        says=_seen(sent),
    )


def _seen(sent: Sent) -> str:
    if sent.lost_since is not None:
        return gettext("no longer seen on their page")
    if sent.seen_since is not None:
        return gettext("seen on their page since %(day)s") % {"day": reading_days.day(sent.seen_since)}
    return gettext("not seen on their page so far")
