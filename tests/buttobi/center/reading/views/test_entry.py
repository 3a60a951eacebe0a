"""What stands at an entry's address."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from buttobi.blogs.models import Blog
from buttobi.center.models import Theme

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor() -> Client:
    """Somebody on the Adult host for the first time."""
    return Client(HTTP_HOST=settings.ADULT_HOST, headers={"Accept-Language": "en"})


def test_an_entry_of_a_center_that_is_no_theme_is_read_like_any_other(
    client: Client, make_theme: Any, make_entry: Any
) -> None:
    center = make_theme("Rain").entry.blog
    make_entry(blog=center, title="House news", slug="news")
    page = client.get("/center/news/").content.decode()
    assert "House news" in page
    assert "Write on this theme" not in page
    assert "The Trackback URL for this entry is" in page


def test_a_theme_that_only_the_link_opens_is_an_entry(client: Client, make_entry: Any) -> None:
    entry = make_entry(audience="link", title="Quiet")
    Theme.objects.create(entry=entry)
    response = client.get(entry.address)
    assert response.status_code == 200
    assert "Write on this theme" not in response.content.decode()
    assert response.headers["X-Robots-Tag"] == "noindex"


def test_behind_the_age_page_programs_find_the_doors_and_what_it_trackbacks(
    visitor: Client, make_entry: Any, adult_blog: Blog
) -> None:
    answered = make_entry(blog=adult_blog, title="Candles")
    entry = make_entry(
        blog=adult_blog,
        title="Lanterns",
        body="See [there](https://there.example/9).",
        html='<p>See <a href="https://there.example/9">there</a>.</p>',
        trackback_urls=f"{answered.target.trackback_url}\nhttps://there.example/17",
    )
    response = visitor.get(entry.address)
    page = response.content.decode()
    assert response.status_code == 200
    assert "Lanterns" not in page
    assert "Candles" not in page
    assert response.headers["X-Pingback"] == "http://adult.localhost:8000/xmlrpc"
    assert 'rel="webmention"' in response.headers["Link"]
    assert f'trackback:ping="{entry.target.trackback_url}"' in page
    assert 'dc:title=""' in page
    assert f'<link rel="trackback" href="{entry.target.trackback_url}">' in page
    for url in (answered.address, "https://there.example/17", "https://there.example/9"):
        assert page.count(f'href="{url}"') == 1


@pytest.mark.parametrize("path", ["/night/nothing/", "/nobody/nothing/"])
def test_what_is_not_there_is_not_told_from_what_is(visitor: Client, adult_blog: Blog, path: str) -> None:
    response = visitor.get(path)
    assert response.status_code == 200
    assert "Are you 18 or over?" in response.content.decode()
    assert "X-Pingback" not in response.headers


def test_an_entry_that_only_the_link_opens_tells_programs_nothing(
    visitor: Client, make_entry: Any, adult_blog: Blog
) -> None:
    entry = make_entry(blog=adult_blog, audience="link", trackback_urls="https://there.example/17")
    response = visitor.get(entry.address)
    assert "there.example" not in response.content.decode()
    assert "X-Pingback" not in response.headers
