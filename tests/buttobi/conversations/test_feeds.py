"""A conversation for programs: whoever answered whom, newest first, and all of it as JSON."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from lxml import etree

from buttobi.conversations import feeds
from buttobi.trackbacks import presence
from buttobi.trackbacks.models import Received

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).parents[3]

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def read(client):
    def get(entry):
        response = client.get(f"{entry.address}conversation.atom")
        assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
        return etree.fromstring(response.content)

    return get


def titles(root):
    return [item.findtext(f"{ATOM}title") for item in root.findall(f"{ATOM}entry")]


def test_it_tells_of_the_whole_conversation_newest_first(read, make_entry, make_blog, answer):
    first, second, third = (make_entry(title=title, blog=make_blog()) for title in ("First", "Second", "Third & last"))
    answer(second, first)
    answer(third, second)
    root = read(first)
    assert root.findtext(f"{ATOM}title") == "Conversation around “First”"
    assert titles(root) == ["Third & last, in answer to “Second”", "Second, in answer to “First”"]
    newest = root.find(f"{ATOM}entry")
    assert newest.find(f"{ATOM}link").get("href") == third.address
    assert newest.findtext(f"{ATOM}author/{ATOM}name") == third.blog.title
    assert newest.findtext(f"{ATOM}summary") == "Some words."


def test_an_item_keeps_its_name_wherever_in_the_conversation_one_reads(read, make_entry, make_blog, answer, hear):
    first, second = make_entry(title="First"), make_entry(title="Second", blog=make_blog())
    answer(second, first)
    hear(first, "https://there.example/1")
    names = [{item.text for item in read(entry).iter(f"{ATOM}id")} for entry in (first, second)]
    assert len(names[0] & names[1]) == 2


def test_of_a_long_conversation_it_tells_the_newest(read, make_entry, make_pages, tie):
    first = make_entry(title="First")
    tie((page, first.target) for page in make_pages(60))
    found = titles(read(first))
    assert len(found) == feeds.ANSWERS
    assert found[0] == "Page 59, in answer to “First”"


def test_without_answers_it_is_empty_and_stays_the_same(read, client, make_entry):
    entry = make_entry(title="First")
    assert titles(read(entry)) == []
    address = f"{entry.address}conversation.atom"
    assert client.get(address).content == client.get(address).content


def test_an_adult_conversation_is_read_without_the_age_page_and_carries_its_rating(
    adult_client, make_entry, adult_blog
):
    adult_client.cookies.clear()
    entry = make_entry(blog=adult_blog)
    root = etree.fromstring(adult_client.get(f"{entry.address}conversation.atom").content)
    assert root.findtext("{http://search.yahoo.com/mrss/}rating") == "adult"


def test_the_json_names_every_page_and_every_answer(client, two, hear):
    first, second = two
    hear(first, "https://there.example.org/1", title="Theirs", blog_name="Their blog", excerpt="Words.")
    response = client.get(f"{first.address}conversation.json")
    told = response.json()
    assert (told["version"], told["section"], told["start"], told["is_cut"]) == (
        1,
        "general",
        f"ours:{first.target_id}",
        False,
    )
    pages = {page["title"]: page for page in told["pages"]}
    assert pages["The second letter"] == {
        "key": f"ours:{second.target_id}",
        "url": second.address,
        "title": "The second letter",
        "excerpt": "Some words.",
        "language": "en",
        "at": second.published_at.isoformat(timespec="seconds"),
        "is_theme": False,
        "is_ours": True,
        "host": "",
        "blog": {"key": f"blog:{second.blog_id}", "title": "Dogs", "url": second.blog.address},
    }
    theirs = pages["Theirs"]
    assert (theirs["is_ours"], theirs["host"], theirs["blog"]["key"]) == (False, "there.example.org", "example.org")
    assert {(one["source"], one["target"], one["link"]) for one in told["answers"]} == {
        (f"ours:{second.target_id}", f"ours:{first.target_id}", "related"),
        (theirs["key"], f"ours:{first.target_id}", "verified"),
    }


def test_the_json_is_not_for_scripts_of_other_sites(client, two):
    response = client.get(f"{two[0].address}conversation.json", headers={"Origin": "https://there.example"})
    assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.parametrize("tail", ["/", ".atom", ".json", "/map/", "/map.svg"])
def test_what_is_at_no_address_of_the_web_is_nowhere_in_it(client, make_entry, hear, tell, tail):
    entry = make_entry(title="First")
    hear(entry, "https://there.example/1", title="Good")
    hear(entry, "javascript:alert(1)", title="Odd")
    tell(entry, "data:text/html,x")
    found = client.get(f"{entry.address}conversation{tail}").content.decode()
    assert "Good" in found
    assert not any(word in found for word in ("Odd", "javascript:", "data:text"))


@pytest.fixture
def described():
    """The example of docs/conversations.md."""
    return json.loads((ROOT / "docs/conversations.md").read_text().partition("```json")[2].partition("```")[0])


def test_the_json_has_the_keys_and_kinds_of_values_that_are_described(client, two, described):
    def shape(value):
        if isinstance(value, dict):
            return {key: shape(one) for key, one in value.items()}
        return [shape(value[0])] if isinstance(value, list) else type(value)

    assert shape(client.get(f"{two[0].address}conversation.json").json()) == shape(described)


def test_the_json_is_in_the_order_of_time_and_both_ends_of_every_answer_are_in_it(client, two, hear, tell):
    first, second = two
    hear(second, "https://there.example/1")
    tell(first, "https://elsewhere.example/2")
    told = client.get(f"{first.address}conversation.json").json()
    keys = [page["key"] for page in told["pages"]]
    assert len(set(keys)) == len(keys) == 4
    for things in (told["pages"], told["answers"]):
        moments = [datetime.fromisoformat(one["at"]) for one in things]
        assert moments == sorted(moments)
        assert all(moment.utcoffset() is not None for moment in moments)
    assert {end for one in told["answers"] for end in (one["source"], one["target"])} == set(keys)
    assert told["start"] in keys
    assert {one["link"] for one in told["answers"]} <= {"verified", "related", "gone", "own"}


def test_it_is_what_the_specification_of_atom_asks_for(read, two, hear):
    first, second = two
    hear(first, "https://there.example/1", title="A <b>bold</b> & “odd” title\x0b", excerpt="<script>")
    hear(second, "https://there.example/1", title="The same page again")
    root = read(first)
    assert root.tag == f"{ATOM}feed"
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {
        "alternate": f"{first.address}conversation/",
        "self": f"{first.address}conversation.atom",
    }
    items = root.findall(f"{ATOM}entry")
    assert len(items) == 3
    for thing in (root, *items):
        assert [len(thing.findall(f"{ATOM}{name}")) for name in ("id", "title", "updated")] == [1, 1, 1]
        assert datetime.fromisoformat(thing.findtext(f"{ATOM}updated")).utcoffset() is not None
    names = [thing.findtext(f"{ATOM}id") for thing in (root, *items)]
    assert len(set(names)) == len(names)
    assert all(":" in name for name in names)
    assert root.findtext(f"{ATOM}updated") == items[0].findtext(f"{ATOM}updated")
    for item in items:
        assert item.findtext(f"{ATOM}author/{ATOM}name")
        (link,) = item.findall(f"{ATOM}link")
        assert (link.get("rel"), link.get("href", "").partition("://")[0]) in {
            ("alternate", "http"),
            ("alternate", "https"),
        }


@pytest.mark.parametrize("tail", ["/", ".atom", ".json", "/map/", "/map.svg"])
@pytest.mark.parametrize("state", [Received.State.HELD, Received.State.REFUSED, Received.State.WITHDRAWN])
def test_behind_a_trackback_that_nobody_sees_nothing_is_told(client, two, make_entry, make_blog, answer, state, tail):
    first, second = two
    third = make_entry(title="The third letter", blog=make_blog())
    answer(third, second)
    Received.objects.filter(target=first.target).update(state=state)
    found = client.get(f"{third.address}conversation{tail}").content.decode()
    assert "The second letter" in found
    assert "The first letter" not in found


@pytest.mark.parametrize("tail", ["/", ".atom", ".json", "/map/", "/map.svg"])
def test_behind_a_page_that_is_gone_nothing_is_told(client, two, make_entry, make_blog, answer, tail):
    _first, second = two
    third, fourth = (make_entry(title=f"The {name} letter", blog=make_blog()) for name in ("third", "fourth"))
    answer(third, second)
    answer(fourth, third)
    presence.leave(second.target)
    found = client.get(f"{fourth.address}conversation{tail}").content.decode()
    assert "The third letter" in found
    assert "The second letter" not in found
    assert "The first letter" not in found


@pytest.mark.parametrize("tail", ["/", ".atom", ".json", "/map/", "/map.svg"])
def test_a_page_that_calls_itself_adult_joins_no_two_general_entries(client, make_entry, make_blog, hear, tail):
    first, second = (make_entry(title=f"The {name} letter", blog=make_blog()) for name in ("first", "second"))
    for entry in (first, second):
        hear(entry, "https://adult.example/1", title="Not for everyone", adult=True)
    hear(first, "https://there.example/1", title="For everyone")
    found = client.get(f"{first.address}conversation{tail}").content.decode()
    assert "For everyone" in found
    assert "Not for everyone" not in found
    assert "The second letter" not in found


def test_an_entry_that_only_pages_elsewhere_answered_has_its_conversation(client, read, make_entry, hear):
    entry = make_entry(title="First")
    hear(entry, "https://there.example/1", title="One", blog_name="Their blog")
    hear(entry, "https://elsewhere.example/2", title="", blog_name="")
    assert titles(read(entry)) == [
        "https://elsewhere.example/2, in answer to “First”",
        "One, in answer to “First”",
    ]
    page = client.get(f"{entry.address}conversation/").content.decode()
    assert "3 blogs" in page
    assert "2 other sites" in page
    assert '<svg class="town wide"' in client.get(f"{entry.address}conversation/map/").content.decode()


def test_in_a_japanese_blog_it_is_told_in_japanese_whoever_reads(client, make_entry, make_blog, answer):
    first = make_entry(title="雨の日", blog=make_blog(language="ja"))
    second = make_entry(title="Rain", blog=make_blog(language="en"))
    answer(second, first)
    client.cookies["language"] = "en"
    root = etree.fromstring(client.get(f"{first.address}conversation.atom").content)
    assert root.findtext(f"{ATOM}title") == "「雨の日」をめぐるやりとり"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "ja"
    page = client.get(f"{first.address}conversation/").content.decode()
    assert '<html lang="ja"' in page
    assert '<a href="' + second.address + '" lang="en">Rain</a>' in page
