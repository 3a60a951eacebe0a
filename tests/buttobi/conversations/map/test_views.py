"""The map of a conversation, as its readers meet it."""

import re

import pytest
from django.utils import translation
from lxml import etree

from buttobi.blogs.models import Blog
from buttobi.conversations.gathering import gather
from buttobi.conversations.map import views
from buttobi.entries.models import Entry
from buttobi.entries.unpublish import unpublish
from tests.buttobi.conversations import invented

pytestmark = pytest.mark.django_db


def get(client, entry, tail="conversation/map/", **more):
    return client.get(f"{entry.address}{tail}", **more)


def _always(conversation):
    def around(_target):
        return conversation

    return around


def test_it_is_drawn_for_a_desk_and_for_a_phone_and_told_as_a_list(client, two):
    first, second = two
    body = get(client, first).content.decode()
    assert body.count('<svg class="town wide"') == body.count('<svg class="town narrow"') == 1
    assert body.count("<a href=#t1 aria-labelledby=t1>") == 2
    assert f"<a id=t1 href=/{second.blog.name}/{second.slug}/>The second letter</a>" in body
    assert '"map-list"' in body


def test_it_says_how_much_there_is_and_leads_back_to_the_thread(client, two):
    body = get(client, two[0]).content.decode()
    assert "2 pages, 2 blogs" in body
    assert f'href="{two[0].address}conversation/"' in body
    assert f'<code id="map-picture">{two[0].address}conversation/map.svg</code>' in body


def test_a_page_without_conversation_says_so_instead_of_drawing(client, make_entry):
    body = get(client, make_entry()).content.decode()
    assert "nothing to draw" in body
    assert '<svg class="town' not in body
    assert '<meta name="robots" content="noindex">' in body


def test_a_long_list_is_closed_until_somebody_opens_it(client, two, monkeypatch):
    monkeypatch.setattr(gather, "around", _always(invented.theme(300)))
    body = get(client, two[0]).content.decode()
    assert "<details><summary>" in body
    assert body.count("<a id=t") == 301


def test_a_whole_town_is_drawn_for_a_desk_and_for_a_phone_when_that_is_asked_for(client, two, monkeypatch):
    monkeypatch.setattr(gather, "around", _always(invented.theme(300)))
    body = get(client, two[0]).content.decode()
    assert '<svg class="town wide"' in body
    assert '<svg class="town narrow"' not in body
    assert 'data-only="wide" data-other="?size=narrow"' in body
    assert '<a href="?size=narrow">' in body
    phone = get(client, two[0], "conversation/map/?size=narrow").content.decode()
    assert '<svg class="town narrow"' in phone
    assert '<svg class="town wide"' not in phone
    assert '<a href="?size=wide">' in phone
    assert '<svg class="town wide"' in get(client, two[0], "conversation/map/?size=elephant").content.decode()


def test_nothing_on_it_has_a_style_of_its_own(client, two, monkeypatch):
    monkeypatch.setattr(gather, "around", _always(invented.theme(300, cross=[(9, 3)])))
    body = get(client, two[0]).content.decode()
    assert " style=" not in body
    assert "<style" not in body


@pytest.mark.parametrize("tail", ["conversation/map/", "conversation/map.svg"])
def test_whoever_has_it_already_is_only_told_so(client, two, tail):
    before = get(client, two[0], tail)
    assert get(client, two[0], tail, headers={"If-None-Match": before["ETag"]}).status_code == 304
    assert get(client, two[0], tail).content == before.content


@pytest.mark.parametrize("tail", ["conversation/map/", "conversation/map.svg"])
def test_of_what_its_author_took_back_there_is_no_map(client, two, tail):
    unpublish(entry=two[0])
    assert get(client, two[0], tail).status_code in (404, 410)


@pytest.mark.parametrize("tail", ["conversation/map/", "conversation/map.svg"])
def test_of_what_only_some_may_read_there_is_no_map(client, two, tail):
    Entry.objects.filter(pk=two[0].pk).update(audience=Entry.Audience.LINK)
    assert get(client, two[0], tail).status_code == 404


@pytest.mark.parametrize("tail", ["conversation/map/", "conversation/map.svg"])
def test_the_other_section_knows_nothing_of_it(adult_client, client, two, tail):
    path = two[0].address.partition("//")[2].partition("/")[2]
    assert adult_client.get(f"/{path}{tail}").status_code == 404


def test_the_picture_stands_for_itself_and_may_do_nothing(client, two):
    response = get(client, two[0], "conversation/map.svg")
    assert response["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "script-src" not in response["Content-Security-Policy"]
    root = etree.fromstring(response.content)
    links = root.findall(".//{http://www.w3.org/2000/svg}a")
    assert [link.get("href") for link in links] == [entry.address for entry in two]
    assert [link[0].text for link in links] == ["The first letter · Cats", "The second letter · Dogs"]


def test_both_speak_the_language_of_their_blog(client, two):
    Blog.objects.filter(pk=two[0].blog_id).update(language="ja")
    assert '<html lang="ja"' in get(client, two[0]).content.decode()
    picture = get(client, two[0], "conversation/map.svg").content.decode()
    assert ' lang="ja"' in picture.partition(">")[0]
    assert re.search(r"\d年\d+月\d+日", picture)


def test_what_strangers_write_stays_words(client, make_entry, blog, hear):
    said = "</title></text><script>alert(1)</script>\x0b\u202e"
    entry = make_entry(blog=blog, title="A letter")
    hear(entry, "https://there.example/1", title=said, blog_name=said)
    assert b"<script>alert" not in get(client, entry).content
    picture = get(client, entry, "conversation/map.svg")
    assert b"<script" not in picture.content
    etree.fromstring(picture.content)


@pytest.mark.parametrize(
    ("language", "words"), [("en", ["12 Sep", "Sep 2026", "2026"]), ("ja", ["9月12日", "2026年9月", "2026年"])]
)
def test_signs_say_the_day_the_month_or_the_year(language, words):
    with translation.override(language):
        day = invented.BEGINNING.date()
        assert [views._sign(day, unit) for unit in ("day", "month", "year")] == words
