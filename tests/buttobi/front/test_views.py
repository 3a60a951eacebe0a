"""The portal of each section, as somebody sees it who never signed in."""

import pytest
from django.test import Client
from lxml import etree

from buttobi.blogs.models import Blog
from buttobi.center.opening import open_centers
from buttobi.trackbacks import receive
from buttobi.trackbacks.models import Received, Target
from tests.conftest import MakeAccount, MakeBlog, MakeEntry

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
GENERAL_PAGES = (
    "/",
    "/feed.atom",
    "/trackbacks.atom",
    "/center/",
    "/center/feed.atom",
    "/center/archive/",
    "/help/trackback/",
    "/robots.txt",
)


def text(client: Client, path: str, language: str = "en") -> str:
    response = client.get(path, headers={"Accept-Language": language})
    assert response.status_code == 200, path
    return response.content.decode()


def test_the_portal_has_themes_entries_and_who_answered_whom(
    client: Client, make_entry: MakeEntry, other_blog: Blog
) -> None:
    open_centers()
    question = make_entry(title="A question")
    make_entry(blog=other_blog, title="An answer", trackback_urls=question.target.trackback_url)
    page = text(client, "/")
    assert "Animals / Pets" in page
    assert f'<a href="{question.address}">A question</a></h3>' in page
    news = page.partition("Newest conversations")[2]
    assert news.index("A question") < news.index("An answer")
    assert f'href="{question.address}conversation/"' in page


def test_the_portal_of_an_empty_section_invites(client: Client) -> None:
    assert "Yours could be the first." in text(client, "/")


def test_centers_are_not_among_the_newest_entries(client: Client) -> None:
    open_centers()
    assert "Animals / Pets" not in text(client, "/feed.atom")
    assert "Yours could be the first." in text(client, "/")


def test_nothing_adult_is_on_any_general_page(
    client: Client, make_entry: MakeEntry, make_blog: MakeBlog, make_account: MakeAccount
) -> None:
    open_centers()
    night = make_blog(
        "planted", section="adult", owner=make_account(), title="PLANTED blog", description="PLANTED words"
    )
    first = make_entry(blog=night, title="PLANTED entry", body="PLANTED", html="<p>PLANTED</p>")
    make_entry(blog=night, title="PLANTED answer", trackback_urls=first.target.trackback_url)
    theme = Target.objects.filter(blog__name="adult-center").earliest("pk")
    make_entry(blog=night, title="PLANTED on a theme", trackback_urls=theme.trackback_url)
    assert Received.objects.shown().count() == 2
    for path in GENERAL_PAGES:
        page = text(client, path)
        assert "planted" not in page.lower(), path
        assert "First dates" not in page, path


def test_nothing_general_is_in_the_adult_portal(adult_client: Client, make_entry: MakeEntry) -> None:
    make_entry(title="PLANTED")
    assert "PLANTED" not in text(adult_client, "/") + text(adult_client, "/feed.atom")


def test_words_of_strangers_are_escaped(client: Client, make_entry: MakeEntry) -> None:
    bad = "<img src=x onerror=alert(1)>"
    received = receive.arrive(
        target=make_entry().target,
        protocol="trackback",
        source_url="https://there.example/1",
        title=bad,
        blog_name=bad,
    )
    assert received.step(Received.State.SHOWN)
    page = text(client, "/")
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_practising_is_no_news(client: Client, make_entry: MakeEntry) -> None:
    open_centers()
    practice = Target.objects.get(blog__name="center", path="practice/")
    make_entry(title="Trying out", trackback_urls=practice.trackback_url)
    assert "No blog has answered another yet." in text(client, "/")


@pytest.mark.parametrize(("language", "words"), [("en", "What's a Trackback?"), ("ja", "トラックバックって何?")])
def test_portal_and_help_speak_the_readers_language(client: Client, language: str, words: str) -> None:
    for path in ("/", "/help/trackback/"):
        page = client.get(path, headers={"Accept-Language": language})
        assert words in page.content.decode().replace("&#x27;", "'")
        assert page.headers["Content-Language"] == language
        assert "Accept-Language" in page.headers["Vary"]


def test_the_help_page_has_the_words_of_the_screens(client: Client) -> None:
    open_centers()
    page = text(client, "/help/trackback/")
    theme = Target.objects.get(blog__name="center", path="animals-pets/")
    for words in ("New Submission", "Other Settings", "Trackback URLs", "Submit", "Make Trackback", "Trackback Center"):
        assert words in page
    assert theme.trackback_url in page
    assert "Animals / Pets" in page
    assert "/center/practice/" in page


def test_the_help_page_stands_without_any_theme(client: Client) -> None:
    assert "Send yourself a trackback" in text(client, "/help/trackback/")


def test_help_leads_to_its_page(client: Client) -> None:
    assert client.get("/help/").headers["Location"] == "http://localhost:8000/help/trackback/"


def test_every_page_leads_to_the_help_page(client: Client, make_entry: MakeEntry) -> None:
    open_centers()
    entry = make_entry()
    paths = ["/", "/center/", "/center/practice/", "/cats/", f"/cats/{entry.slug}/", f"/cats/{entry.slug}/trackback/"]
    for path in [*paths, "/-/account/login/", "/nothing-here/"]:
        page = client.get(path, follow=True).content.decode()
        assert "http://localhost:8000/help/trackback/" in page, path


def test_the_section_feed_has_its_newest_entries(client: Client, make_entry: MakeEntry, other_blog: Blog) -> None:
    make_entry(title="One")
    make_entry(blog=other_blog, title="Two")
    root = etree.fromstring(client.get("/feed.atom").content)
    assert [entry.findtext(f"{ATOM}title") for entry in root.findall(f"{ATOM}entry")] == ["Two", "One"]
    assert [entry.findtext(f"{ATOM}author/{ATOM}name") for entry in root.findall(f"{ATOM}entry")] == ["Dogs", "Cats"]


def test_the_newest_trackbacks_of_a_section_are_a_feed(
    client: Client, adult_client: Client, make_entry: MakeEntry, other_blog: Blog
) -> None:
    question = make_entry(title="A question")
    answer = make_entry(blog=other_blog, title="An answer", trackback_urls=question.target.trackback_url)
    root = etree.fromstring(client.get("/trackbacks.atom").content)
    links = [link.get("href") for link in root.findall(f"{ATOM}entry/{ATOM}link")]
    assert links == [answer.address]
    assert b"<entry" not in adult_client.get("/trackbacks.atom").content


def test_the_portal_reads_no_login(client: Client, signed_in: Client, make_entry: MakeEntry) -> None:
    make_entry()
    for path in ("/", "/help/trackback/", "/feed.atom"):
        response = client.get(path)
        assert not response.cookies
        assert signed_in.get(path).content == response.content


@pytest.mark.parametrize("name", ["favicon.ico", "apple-touch-icon.png"])
def test_browsers_find_the_icon(client: Client, name: str) -> None:
    assert client.get(f"/{name}").headers["Location"] == f"/static/img/{name}"
