"""The ranking as programs read it."""

from typing import Any

import pytest
from django.test import Client
from lxml import etree

from buttobi.blogs.models import Blog
from buttobi.ranking import verdicts
from tests.buttobi.ranking import sheets

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


def read(client: Client) -> Any:
    """The feed; what it lacks is the test's failure."""
    return etree.fromstring(client.get("/ranking.atom").content)


def test_the_newest_day_as_json(client, blog, other_blog, make_entry):
    target = make_entry(title="Paws").target
    day = sheets.day()
    sheets.stand(day, [(blog, 3)], top_target=target, top_trackbacks=2)
    sheets.stand(day, [(other_blog, 3)])
    told = client.get("/ranking.json").json()
    assert (told["section"], told["rating"], told["date"]) == ("general", "general", day.date.isoformat())
    assert (told["state"], told["time_zone"], told["formula"]) == ("final", "Asia/Tokyo", 1)
    first, second = told["rows"]
    assert (first["rank"], first["tie"], first["change"], first["trackbacks"], first["blogs"]) == (1, True, "new", 3, 3)
    assert first["blog"] == {"name": "cats", "title": "Cats", "language": "en", "url": blog.address}
    assert first["entry"] == {"title": "Paws", "url": target.address, "trackbacks": 2}
    assert first["proof"].endswith(f"/ranking/{day.date.isoformat()}/cats/")
    assert second["entry"] is None


def test_any_day_as_json_has_the_address_that_its_page_names(client, blog):
    day = sheets.day(3)
    sheets.stand(day, [(blog, 3)])
    path = f"/ranking/{day.date.isoformat()}.json"
    assert path in client.get(f"/ranking/{day.date.isoformat()}/").content.decode()
    assert client.get(path).json()["date"] == day.date.isoformat()
    assert client.get("/ranking/1999-01-01.json").status_code == 404


def test_before_the_first_day_json_says_that_there_is_none(client):
    told = client.get("/ranking.json").json()
    assert (told["date"], told["rows"]) == (None, [])


def test_the_feed_has_one_item_for_each_final_day(client, blog, other_blog, staff):
    older = sheets.day(3)
    sheets.stand(older, [(blog, 5), (other_blog, 3)])
    sheets.day(2)
    sheets.stand(sheets.day(1, state=sheets.PROVISIONAL), [(blog, 5)])
    Blog.objects.filter(pk=other_blog.pk).update(title="<b>Dogs</b> & co")
    feed = read(client)
    newer_item, older_item = feed.findall(f"{ATOM}entry")
    assert newer_item.findtext(f"{ATOM}summary") == "No trackbacks on this day."
    assert older_item.findtext(f"{ATOM}summary") == "1. Cats (5) · 2. &lt;b&gt;Dogs&lt;/b&gt; &amp; co (3)"
    assert older_item.find(f"{ATOM}link").get("href").endswith(f"/ranking/{older.date.isoformat()}/")
    assert older.date.isoformat() in older_item.findtext(f"{ATOM}id")
    assert "<b>Dogs" not in older_item.findtext(f"{ATOM}content")


def test_a_correction_makes_an_item_new(client, blog, staff):
    day = sheets.day(2)
    sheets.stand(day, [(blog, 5)])
    before = read(client).findtext(f"{ATOM}entry/{ATOM}updated")
    verdicts.strike(day=day, blog=blog, by=staff, reason="A ring.")
    item = read(client).find(f"{ATOM}entry")
    assert item.findtext(f"{ATOM}updated") > before
    assert "A ring." in item.findtext(f"{ATOM}content")


def test_each_section_has_its_own_feed_and_the_adult_one_its_rating(client, adult_client, adult_blog):
    sheets.stand(sheets.day(section="adult"), [(adult_blog, 5)])
    assert b"Night" not in client.get("/ranking.atom").content + client.get("/ranking.json").content
    assert b"media:rating" in adult_client.get("/ranking.atom").content
    assert adult_client.get("/ranking.json").json()["rating"] == "adult"


@pytest.mark.parametrize("path", ["/ranking.json", "/ranking.atom"])
def test_programs_are_told_when_nothing_is_new(client, blog, path):
    sheets.stand(sheets.day(), [(blog, 5)])
    first = client.get(path)
    assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
