"""The thread of a conversation, as its readers meet it."""

import re
from functools import partial

import pytest

from buttobi.conversations.gathering import gather
from buttobi.conversations.thread import sheet
from buttobi.entries.delete import delete
from buttobi.entries.unpublish import unpublish
from buttobi.trackbacks import targets
from buttobi.trackbacks.models import Target

pytestmark = pytest.mark.django_db

THERE = "https://there.example.org/1"


def get(client, entry, tail="conversation/", **more):
    return client.get(f"{entry.address}{tail}", **more)


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_a_reader_sees_who_answered_whom(client, two):
    first, second = two
    body = get(client, first).content.decode()
    assert body.index("The first letter</a>") < body.index("The second letter</a>")
    assert f'href="{second.address}"' in body
    assert '<ol class="talk">' in body.split("The first letter</a></h", 1)[-1]


def test_it_says_how_much_there_is_and_of_which_days(client, two, hear):
    hear(two[0], THERE)
    assert re.search(r"3 pages 3 blogs 1 other site \d+ \w+ \d{4}", text(get(client, two[0])))


def test_the_page_one_came_from_is_marked(client, two):
    for entry in two:
        body = get(client, entry).content.decode()
        (here,) = re.findall(r'<li class="voice"[^>]*aria-current="true">.*?</h2>', body, re.DOTALL)
        assert entry.title in here
        assert "you are here" in here


def test_it_leads_to_the_map_the_feed_and_the_json(client, two):
    body = get(client, two[0]).content.decode()
    for tail in ("/map/", ".json", ".atom"):
        assert f'href="{two[0].address}conversation{tail}"' in body


def test_a_page_elsewhere_shows_its_host_and_passes_nothing_on(client, two, hear):
    hear(two[0], THERE, title="Theirs", blog_name="Their blog")
    body = get(client, two[0]).content.decode()
    assert f'<a href="{THERE}" rel="nofollow ugc">Theirs</a>' in body
    assert '<span class="host">there.example.org</span>' in body


def test_what_strangers_wrote_is_escaped(client, two, hear):
    hear(two[0], "https://there.example.org/?a=<b>", title="<script>alert(1)</script>", blog_name='"><img src=x>')
    body = get(client, two[0]).content.decode()
    assert "<script>alert" not in body
    assert "<img src=x>" not in body


def test_a_page_that_answers_two_is_shown_once_and_named_at_the_other(client, two, make_entry, make_blog, answer):
    third = make_entry(title="The third letter", blog=make_blog())
    apart = make_entry(title="An older letter", blog=make_blog())
    answer(third, two[1])
    answer(third, apart)
    response = get(client, two[0])
    assert response.content.decode().count("The third letter</a></h2>") == 1
    assert "also answers An older letter (below)" in text(response)
    assert "answered as well by The third letter (above)" in text(response)


def test_an_entry_without_any_trackback_asks_for_the_first(client, make_entry):
    entry = make_entry(title="Alone")
    response = get(client, entry)
    assert "The first trackback could be yours." in text(response)
    assert f'href="{entry.target.make_trackback_url}"' in response.content.decode()
    assert '<meta name="robots" content="noindex">' in response.content.decode()


def test_a_closed_entry_without_any_trackback_does_not(client, make_entry):
    entry = make_entry(title="Alone")
    Target.objects.update(accepts=False)
    response = get(client, entry)
    assert "It takes no new trackbacks." in text(response)
    assert entry.target.make_trackback_url not in response.content.decode()


@pytest.mark.parametrize("tail", ["conversation/", "conversation.json", "conversation.atom"])
def test_what_is_not_for_everyone_has_no_conversation(client, make_entry, tail):
    assert get(client, make_entry(audience="link"), tail).status_code == 404
    entry = make_entry()
    unpublish(entry=entry)
    assert get(client, entry, tail).status_code == 404
    assert client.get(f"{entry.blog.address}nothing/{tail}").status_code == 404


@pytest.mark.parametrize("tail", ["conversation/", "conversation.json", "conversation.atom"])
def test_what_was_deleted_is_gone(client, make_entry, tail):
    entry = make_entry()
    delete(entry=entry)
    assert get(client, entry, tail).status_code == 410


@pytest.mark.parametrize("tail", ["conversation/", "conversation.json", "conversation.atom"])
def test_an_adult_entry_has_none_on_the_general_host(client, make_entry, adult_blog, tail):
    entry = make_entry(blog=adult_blog)
    assert client.get(f"/night/{entry.slug}/{tail}").status_code == 404


def test_an_adult_conversation_carries_its_rating(adult_client, make_entry, adult_blog):
    entry = make_entry(blog=adult_blog)
    assert 'content="RTA-5042-1996-1400-1577-RTA"' in get(adult_client, entry).content.decode()
    assert get(adult_client, entry, "conversation.json").json()["section"] == "adult"


@pytest.mark.parametrize("tail", ["conversation/", "conversation.json", "conversation.atom"])
def test_it_is_sent_once_and_then_only_confirmed(client, two, tail):
    etag = get(client, two[0], tail).headers["ETag"]
    assert get(client, two[0], tail, headers={"If-None-Match": etag}).status_code == 304


def test_it_follows_an_entry_to_its_new_address(client, two):
    first = two[0]
    old = first.address
    targets.move(first.target, "elsewhere/")
    type(first).objects.filter(pk=first.pk).update(slug="elsewhere")
    response = client.get(f"{old}conversation/?page=1")
    assert (response.status_code, response.headers["Location"]) == (
        301,
        f"{first.blog.address}elsewhere/conversation/?page=1",
    )


@pytest.fixture
def long(make_entry, make_pages, tie):
    """An entry with three hundred answers, the last of them last."""
    first = make_entry(title="The first letter")
    tie((page, first.target) for page in make_pages(300))
    return first


def test_a_long_conversation_is_read_a_sheet_at_a_time(client, long):
    counts = [
        get(client, long, f"conversation/?page={number}").content.count(b'<h2 class="voice-title">')
        for number in (1, 2, 3, 4)
    ]
    assert counts == [sheet.VOICES, sheet.VOICES, sheet.VOICES, 1]
    second = get(client, long, "conversation/?page=2").content.decode()
    assert "continued" in second
    assert re.search(r'<a class="button quiet" href="\?page=1#ours-\d+">Find it in the thread', second)


@pytest.mark.parametrize("number", ["0", "5", "x", "-1", "99999999"])
def test_a_sheet_that_is_not_there_is_not_found(client, long, number):
    assert get(client, long, f"conversation/?page={number}").status_code == 404


def test_every_reference_leads_to_a_place_that_is_there(client, long):
    places, references = set(), set()
    for number in range(1, 5):
        body = get(client, long, f"conversation/?page={number}").content.decode()
        places |= {(str(number), name) for name in re.findall(r'<li class="voice"[^>]* id="([^"]+)"', body)}
        found = re.findall(r'href="(?:\?page=(\d))?#(ours-\d+)"', body)
        references |= {(page or str(number), name) for page, name in found}
    assert len(places) == 301
    assert references
    assert references <= places


def test_lists_and_folds_end_where_they_began(client, make_entry, make_pages, tie):
    first = make_entry(title="The first letter")
    pages = make_pages(90)
    branch = [first.target, *pages[:30]]
    tie([*zip(pages[:30], branch, strict=False), *((page, first.target) for page in pages[30:])])
    body = get(client, first).content.decode()
    assert body.count('<details class="talk-fold">') == 1
    assert "28 more in this branch" in body
    for name in ("ol", "li", "details", "div"):
        assert len(re.findall(rf"<{name}[ >]", body)) == body.count(f"</{name}>")


def test_a_conversation_that_is_cut_says_so(client, two, hear, monkeypatch):
    hear(two[0], THERE)
    assert "There is more" not in text(get(client, two[0]))
    monkeypatch.setattr(gather, "around", partial(gather.around, most=2))
    assert "There is more than can be read here: these are the nearest 2 pages." in text(get(client, two[0]))


def test_a_theme_wears_the_portal_and_speaks_the_readers_language(client, make_theme):
    entry = make_theme("Rain", second_title="雨", second_body="雨", second_html="<p>雨</p>").entry
    body = get(client, entry, headers={"Accept-Language": "ja"}).content.decode()
    assert '<html lang="ja"' in body
    assert 'lang="ja">雨</a></h1>' in body
