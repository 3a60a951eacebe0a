"""A conversation for programs: whoever answered whom, newest first, and all of it as JSON."""

import pytest
from lxml import etree

from buttobi.conversations import feeds

pytestmark = pytest.mark.django_db

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
