"""The age page, once per device."""

import pytest
from django.conf import settings
from django.http import HttpRequest
from django.test import Client
from pytest_django import Settings

from buttobi.blogs.models import Blog
from tests.conftest import MakeBlog, MakeEntry

pytestmark = pytest.mark.django_db
QUESTION = "Are you 18 or over?"


@pytest.fixture
def visitor() -> Client:
    """Somebody on the Adult host for the first time."""
    return Client(HTTP_HOST=settings.ADULT_HOST, headers={"Accept-Language": "en"})


def test_it_is_asked_before_anything_adult_is_seen(visitor: Client, make_entry: MakeEntry, adult_blog: Blog) -> None:
    entry = make_entry(blog=adult_blog, title="Lanterns")
    for path in ("/", "/night/", f"/night/{entry.slug}/?trackbacks=1", "/help/trackback/"):
        response = visitor.get(path)
        page = response.content.decode()
        assert response.status_code == 200
        assert QUESTION in page
        assert f'name="next" value="{path}"' in page
        assert "Lanterns" not in page
        assert "Night" not in page
        assert response.headers["X-Robots-Tag"] == "noindex"
        assert response.headers["Cache-Control"] == "private, no-store"
        assert 'href="http://localhost:8000/"' in page


def test_it_is_asked_once(visitor: Client, make_entry: MakeEntry, adult_blog: Blog) -> None:
    entry = make_entry(blog=adult_blog, title="Lanterns")
    response = visitor.post("/age", {"next": f"/night/{entry.slug}/"})
    assert response.headers["Location"] == f"/night/{entry.slug}/"
    cookie = response.cookies[settings.AGE_COOKIE_NAME]
    assert cookie["max-age"] == 30 * 24 * 3600
    assert cookie["httponly"]
    for path in ("/", "/night/", f"/night/{entry.slug}/"):
        assert QUESTION not in visitor.get(path).content.decode()


@pytest.mark.parametrize(
    "next_page", ["https://there.example/", "//there.example/", "/\\there.example", "javascript:x", ""]
)
def test_it_leads_to_no_other_site(visitor: Client, next_page: str) -> None:
    assert visitor.post("/age", {"next": next_page}).headers["Location"] == "/"


def test_programs_are_not_asked(visitor: Client, make_entry: MakeEntry, adult_blog: Blog) -> None:
    entry = make_entry(blog=adult_blog)
    assert b"<feed" in visitor.get("/night/feed.atom").content
    assert b"<feed" in visitor.get(f"/night/{entry.slug}/trackbacks.atom").content
    ping = {"url": "https://there.example/1"}
    assert b"<error>0</error>" in visitor.post(f"/tb/{entry.target.pk}", ping).content
    assert b"User-agent" in visitor.get("/robots.txt").content


@pytest.mark.parametrize(
    "name", ["agenda", "healthzone", "languages", "tbilisi", "statics", "sitemap", "sitemaps", "sitemap-love", "rpcs"]
)
def test_no_name_of_a_blog_is_a_way_around_it(visitor: Client, make_blog: MakeBlog, name: str) -> None:
    make_blog(name, section="adult")
    assert QUESTION in visitor.get(f"/{name}/").content.decode()


def test_nobody_is_asked_in_the_general_section(client: Client) -> None:
    assert QUESTION not in client.get("/", headers={"Accept-Language": "en"}).content.decode()


def test_a_look_does_not_answer_the_question(visitor: Client) -> None:
    assert visitor.get("/age").status_code == 405


def test_with_one_host_a_blog_the_answer_counts_for_all_of_them(visitor: Client, settings: Settings) -> None:
    settings.BLOG_ADDRESS = "subdomain"
    cookie = visitor.post("/age", {"next": "/"}).cookies[settings.AGE_COOKIE_NAME]
    assert cookie["domain"] == "adult.localhost"


def test_everything_the_host_answers_is_labelled(visitor: Client, adult_client: Client, adult_blog: Blog) -> None:
    for browser in (visitor, adult_client):
        for path in ("/", "/night/", "/night/feed.atom", "/nothing-here/"):
            response = browser.get(path)
            assert response.headers["Rating"] == "RTA-5042-1996-1400-1577-RTA"
            assert response.headers["X-Robots-Tag"] == "noindex"


def test_the_general_host_bears_no_label(client: Client) -> None:
    assert "Rating" not in client.get("/").headers


def test_an_operator_may_let_search_engines_in(adult_client: Client, adult_blog: Blog, settings: Settings) -> None:
    settings.ADULT_INDEXING = True
    assert "X-Robots-Tag" not in adult_client.get("/night/").headers


class Strict:
    """A check that believes a header and leads elsewhere."""

    def passed(self, request: HttpRequest) -> bool:
        return request.headers.get("X-Checked") == "yes"

    def begins_at(self, request: HttpRequest) -> str:
        return f"https://check.example/?back={request.get_full_path()}"


def test_an_operator_may_put_a_real_check_in_its_place(visitor: Client, adult_blog: Blog, settings: Settings) -> None:
    settings.AGE_CHECK = f"{__name__}.Strict"
    page = visitor.get("/night/").content.decode()
    assert 'href="https://check.example/?back=/night/"' in page
    assert 'action="/age"' not in page
    assert visitor.post("/age", {"next": "/"}).status_code == 404
    visitor.cookies[settings.AGE_COOKIE_NAME] = "yes"
    assert QUESTION in visitor.get("/night/").content.decode()
    assert QUESTION not in visitor.get("/night/", headers={"X-Checked": "yes"}).content.decode()


def test_before_a_real_check_no_feed_shows_a_word(
    visitor: Client, make_entry: MakeEntry, adult_blog: Blog, settings: Settings
) -> None:
    entry = make_entry(blog=adult_blog, title="Lanterns")
    feeds = ["feed.atom", f"{entry.slug}/trackbacks.atom", f"{entry.slug}/conversation.json"]
    for path in feeds:
        assert "Lanterns" in visitor.get(f"/night/{path}").content.decode()
    settings.AGE_CHECK = f"{__name__}.Strict"
    for path in feeds:
        assert "Lanterns" not in visitor.get(f"/night/{path}").content.decode()
        assert "Lanterns" in visitor.get(f"/night/{path}", headers={"X-Checked": "yes"}).content.decode()
    ping = {"url": "https://there.example/1"}
    assert b"<error>0</error>" in visitor.post(f"/tb/{entry.target.pk}", ping).content


def test_the_page_speaks_the_readers_language(visitor: Client) -> None:
    assert '<html lang="ja"' in visitor.get("/", headers={"Accept-Language": "ja"}).content.decode()
