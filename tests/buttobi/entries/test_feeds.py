"""Feeds that any reader of Atom understands."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from lxml import etree

from buttobi.blogs.models import Blog
from buttobi.entries.models import Entry
from buttobi.trackbacks import receive
from buttobi.trackbacks.models import Received, Target
from tests.conftest import MakeBlog, MakeEntry

ATOM = "{http://www.w3.org/2005/Atom}"
MEDIA = "{http://search.yahoo.com/mrss/}"


def feed(client: Client, path: str) -> etree._Element:
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return etree.fromstring(response.content)


def entries(root: etree._Element) -> list[etree._Element]:
    return root.findall(f"{ATOM}entry")


def said(element: etree._Element, name: str) -> str:
    return element.findtext(f"{ATOM}{name}") or ""


def shown(target: Target, number: int, **texts: str) -> Received:
    received = receive.arrive(
        target=target,
        protocol="trackback",
        source_url=f"https://there.example/{number}",
        **texts,  # type: ignore[arg-type] # all of them words
    )
    assert received.step(Received.State.SHOWN)
    return received


def test_a_blogs_feed_has_its_entries_whole(client: Client, make_entry: MakeEntry) -> None:
    entry = make_entry(title="Paws & claws", html="<p>Four of <em>each</em>.</p>")
    root = feed(client, "/cats/feed.atom")
    (item,) = entries(root)
    assert said(root, "title") == "Cats"
    assert said(item, "title") == "Paws & claws"
    assert said(item, "content") == "<p>Four of <em>each</em>.</p>"
    link = item.find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == entry.address


def test_a_feed_names_itself_and_its_language(client: Client, make_blog: MakeBlog, make_entry: MakeEntry) -> None:
    make_entry(blog=make_blog("neko", language="ja"))
    root = feed(client, "/neko/feed.atom")
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "ja"
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {"alternate": "http://localhost:8000/neko/", "self": "http://localhost:8000/neko/feed.atom"}


def test_an_entry_keeps_its_id_when_its_blog_is_renamed(client: Client, make_entry: MakeEntry, blog: Blog) -> None:
    make_entry()
    before = said(entries(feed(client, "/cats/feed.atom"))[0], "id")
    Blog.objects.filter(pk=blog.pk).update(name="kittens")
    assert said(entries(feed(client, "/kittens/feed.atom"))[0], "id") == before


def test_a_changed_entry_says_when_it_changed(client: Client, make_entry: MakeEntry) -> None:
    entry = make_entry(published_at=datetime(2026, 1, 1, tzinfo=UTC))
    Entry.objects.filter(pk=entry.pk).update(updated_at=datetime(2026, 1, 2, tzinfo=UTC))
    root = feed(client, "/cats/feed.atom")
    assert said(entries(root)[0], "published") == "2026-01-01T00:00:00+00:00"
    assert said(entries(root)[0], "updated") == said(root, "updated") == "2026-01-02T00:00:00+00:00"


def test_a_feed_without_entries_is_one_and_stays_the_same(client: Client, blog: Blog) -> None:
    assert entries(feed(client, "/cats/feed.atom")) == []
    etag = client.get("/cats/feed.atom").headers["ETag"]
    assert client.get("/cats/feed.atom", headers={"If-None-Match": etag}).status_code == 304


def test_what_xml_cannot_hold_is_left_out(client: Client, make_entry: MakeEntry) -> None:
    make_entry(title="A bell\x07 and\ufffe more", html="<p>\x0b\x1b</p>")
    assert said(entries(feed(client, "/cats/feed.atom"))[0], "title") == "A bell and more"


def test_an_entrys_trackbacks_are_a_feed_newest_first(client: Client, make_entry: MakeEntry) -> None:
    entry = make_entry(title="Question")
    shown(entry.target, 1, title="<b>First</b>", excerpt="One & two", blog_name="Elsewhere")
    shown(entry.target, 2, title="Second")
    root = feed(client, "/cats/question/trackbacks.atom")
    second, first = entries(root)
    assert said(root, "title") == "Trackbacks to “Question”"
    assert said(second, "title") == "Second"
    assert said(first, "title") == "<b>First</b>"
    assert said(first, "summary") == "One & two"
    assert first.findtext(f"{ATOM}author/{ATOM}name") == "Elsewhere"
    link = first.find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == "https://there.example/1"


def test_what_is_not_shown_is_not_fed(client: Client, make_entry: MakeEntry) -> None:
    entry = make_entry(title="Question")
    received = shown(entry.target, 1, title="Out of the list")
    assert received.step(Received.State.REFUSED)
    assert entries(feed(client, "/cats/question/trackbacks.atom")) == []


@pytest.mark.parametrize("path", ["/night/feed.atom", "/feed.atom"])
def test_a_feed_of_the_adult_section_carries_its_rating(
    adult_client: Client, make_entry: MakeEntry, adult_blog: Blog, path: str
) -> None:
    make_entry(blog=adult_blog)
    assert feed(adult_client, path).findtext(f"{MEDIA}rating") == "adult"


def test_a_feed_of_the_general_section_carries_none(client: Client, make_entry: MakeEntry) -> None:
    make_entry()
    assert feed(client, "/cats/feed.atom").find(f"{MEDIA}rating") is None
