"""Atom feeds: a blog's entries, and the trackbacks of one entry."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator

from buttobi.blogs.models import Blog
from buttobi.entries.models import Entry
from buttobi.entries.views import reading, reading_trackbacks, reading_words
from buttobi.entries.views.reading_page import blog_page
from buttobi.entries.views.reading_place import find_entry
from buttobi.sections import addresses
from buttobi.sections.section import Section
from buttobi.trackbacks.models import Received, Target

ENTRIES = 20
TRACKBACKS = 50
CONTENT_TYPE = "application/atom+xml; charset=utf-8"
# What XML 1.0 cannot hold, in words that somebody typed or sent.
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry of a feed."""

    url: str
    tag: str
    title: str
    author: str
    at: datetime
    changed: datetime
    summary: str
    html: str = ""


@blog_page
def entries(request: HttpRequest, blog: Blog) -> HttpResponse:
    """The newest entries of a blog, whole."""
    newest = reading.entries_of(blog)[:ENTRIES]
    return respond(
        title=blog.title,
        subtitle=blog.description,
        address=blog.address,
        own_address=f"{blog.address}feed.atom",
        section=blog.section,
        items=[of_entry(entry) for entry in newest],
    )


@blog_page
def trackbacks(request: HttpRequest, blog: Blog, slug: str) -> HttpResponse:
    """The newest trackbacks of an entry, newest first."""
    entry = find_entry(request, blog, slug, tail="trackbacks.atom")
    target = entry.target
    if target is None or entry.audience != Entry.Audience.EVERYONE:
        raise Http404
    newest = reading_trackbacks.seen(target).order_by("-received_at", "-pk")[:TRACKBACKS]
    return respond(
        title=_("Trackbacks to “%(title)s”") % {"title": reading_words.of_entry(entry).title},
        subtitle="",
        address=f"{entry.address}#trackbacks",
        own_address=f"{entry.address}trackbacks.atom",
        section=blog.section,
        items=[of_received(received, target=target) for received in newest],
    )


def tag(section: str, name: str) -> str:
    """A name for ever (RFC 4151), whatever becomes of the address."""
    return f"tag:{addresses.host(section).partition(':')[0]},2026:{name}"


def of_entry(entry: Entry) -> Item:
    """An entry as the item of a feed."""
    words = reading_words.of_entry(entry)
    return Item(
        url=entry.address,
        tag=tag(entry.blog.section, f"entry/{entry.pk}"),
        title=words.title,
        author=entry.blog.title,
        at=entry.published_at or entry.created_at,
        changed=entry.updated_at,
        summary=words.excerpt,
        html=words.html,
    )


def of_received(received: Received, *, target: Target) -> Item:
    """A trackback as the item of a feed."""
    item = reading_trackbacks.item(received, target=target)
    return Item(
        url=item.url,
        tag=tag(target.blog.section, f"trackback/{received.pk}"),
        title=item.title,
        author=item.blog or item.host,
        at=received.received_at,
        changed=received.received_at,
        summary=item.excerpt,
    )


def respond(
    *, title: str, subtitle: str, address: str, own_address: str, section: str, items: Iterable[Item]
) -> HttpResponse:
    """The feed as a response, in the active language; feeds of the Adult section carry their rating."""
    feed = _Feed(
        title=_clean(title),
        subtitle=_clean(subtitle) or None,
        link=address,
        feed_url=own_address,
        description="",
        language=translation.get_language() or "en",
        feed_guid=own_address,
        adult=section == Section.ADULT,
    )
    for item in items:
        feed.add_item(
            title=_clean(item.title),
            link=item.url,
            description=_clean(item.summary),
            unique_id=item.tag,
            author_name=_clean(item.author),
            pubdate=item.at,
            updateddate=item.changed,
            html=_clean(item.html),
        )
    written = StringIO()
    feed.write(written, "utf-8")
    return HttpResponse(written.getvalue(), content_type=CONTENT_TYPE)


class _Feed(Atom1Feed):
    """Django's Atom feed, with the whole text of an entry and the rating of an Adult one."""

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), "xmlns:media": "http://search.yahoo.com/mrss/"}

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        if self.feed["adult"]:
            handler.addQuickElement("media:rating", "adult", {"scheme": "urn:simple"})

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if item["html"]:
            handler.addQuickElement("content", item["html"], {"type": "html"})

    def latest_post_date(self) -> datetime:
        """When an item of it changed last; an empty feed is as old as time, so that its bytes stay the same."""
        dates = [item["updateddate"] for item in self.items]
        return max(dates, default=datetime(1970, 1, 1, tzinfo=timezone.get_default_timezone()))


def _clean(words: str) -> str:
    return _NOT_XML.sub("", words)
