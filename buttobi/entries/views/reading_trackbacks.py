"""The trackback list under an entry: what readers see of each row, and how it is known."""

from dataclasses import dataclass

from django.core.paginator import Page
from django.utils import translation
from django.utils.translation import gettext as _

from buttobi.entries import titles
from buttobi.entries.views import reading_days
from buttobi.entries.views.reading_page import one_page
from buttobi.trackbacks import how_linked
from buttobi.trackbacks.models import Received, Target
from buttobi.trackbacks.models.policy import KINDS
from buttobi.trackbacks.models.received import ReceivedQuerySet
from linkback import addresses

ROWS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One trackback on the thread; `host` only for pages elsewhere."""

    key: int
    url: str
    title: str
    blog: str
    host: str
    excerpt: str
    at: str
    day: str
    link: str
    mark: str
    kind: str
    lang: str = ""
    """Of its words, where they are known to be in another language than the page."""


def seen(target: Target) -> ReceivedQuerySet:
    """The rows that readers see under a target, oldest first, with what is needed to show them."""
    return Received.objects.shown().filter(target=target).select_related("source__blog")


def page_of(target: Target, number: int) -> Page[Received]:
    """One page of the list; raises Http404 for a page that is not there."""
    return one_page(seen(target), number, rows=ROWS)


def item(received: Received, *, target: Target) -> Item:
    """A row as its reader sees it. A page of ours is asked for its words now; one elsewhere said them itself.

    An answer under the title of its theme is called by its first sentence: a list of one title tells nothing.
    """
    source = received.source
    link, mark = _how_known(received, target)
    title = source.display_title if source else received.title or received.source_url
    excerpt = source.summary if source else received.excerpt
    if target.is_theme and any(titles.is_same(title, theirs) for theirs in (target.title, target.second_title)):
        title = titles.first_sentence(excerpt) or title
        excerpt = excerpt.removeprefix(title).strip()
    return Item(
        key=received.pk,
        url=address(received, target=target),
        title=title,
        blog=source.blog.display_title if source else received.blog_name,
        host="" if source else addresses.host(received.source_url),
        excerpt=excerpt,
        at=reading_days.stamp(received.received_at),
        day=reading_days.day(received.received_at),
        link=link,
        mark=mark,
        lang=_language(source) if source else "",
        kind="" if received.by_author else _(", ").join(KINDS.get(name, name) for name in received.protocols),
    )


def address(received: Received, *, target: Target) -> str:
    """Where a row leads: to its source, or to its own place in the list when that is at no address of the web."""
    if received.source is not None:
        return received.source.address
    url = received.source_url
    return url if addresses.is_web(url) else f"{target.address}#tb-{received.pk}"


def _language(source: Target) -> str:
    return "" if source.display_language == translation.get_language() else source.display_language


def _how_known(received: Received, target: Target) -> tuple[str, str]:
    """The sign on the thread, and the words beside it."""
    source = received.source
    if source is not None and source.blog_id == target.blog_id:
        return "own", _("same blog")
    if received.link:
        return how_linked.sign(received), how_linked.words(received, reading_days.day)
    if received.by_author:
        return "related", _("from a blog here")
    return "related", _("shown by the owner, link not checked")
