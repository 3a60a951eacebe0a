"""A Trackback Center as its readers see it."""

import pytest
from django.test import Client
from pytest_django import Settings

from buttobi.center.opening import open_centers
from buttobi.entries import update
from buttobi.entries.models import Entry
from tests.conftest import MakeEntry


@pytest.fixture(autouse=True)
def _centers(db: None) -> None:
    open_centers()


def text(client: Client, path: str, language: str = "en") -> str:
    response = client.get(path, headers={"Accept-Language": language})
    assert response.status_code == 200
    return response.content.decode()


def test_the_board_shows_every_theme_with_its_answers(client: Client, make_entry: MakeEntry) -> None:
    theme = Entry.objects.get(blog__name="center", slug="rain")
    assert theme.target is not None
    make_entry(trackback_urls=theme.target.trackback_url)
    page = text(client, "/center/")
    assert page.count('class="theme-card"') == Entry.objects.public().filter(blog__name="center").count()
    assert page.count("1 answer<") == 1
    assert "Never made a trackback?" in page


def test_the_board_speaks_the_readers_language(client: Client) -> None:
    page = text(client, "/center/", "ja")
    assert "動物・ペット" in page
    assert "トラックバックセンター" in page
    assert "Animals / Pets" not in page.partition("<main")[2]


def test_it_depends_on_the_readers_language_and_says_so(client: Client) -> None:
    response = client.get("/center/animals-pets/", headers={"Accept-Language": "ja"})
    assert "Accept-Language" in response.headers["Vary"]
    assert response.headers["Content-Language"] == "ja"
    assert '<html lang="ja"' in response.content.decode()


def test_a_theme_leads_to_new_submission_in_one_press(client: Client) -> None:
    page = text(client, "/center/animals-pets/")
    target = Entry.objects.get(blog__name="center", slug="animals-pets").target
    assert target is not None
    assert f'href="http://localhost:8000/-/new/?trackback=http%3A%2F%2Flocalhost%3A8000%2Ftb%2F{target.pk}"' in page
    assert "Write on this theme" in page
    assert "The Trackback URL for this entry is" in page
    assert page.index("Write on this theme") < page.index("The Trackback URL for this entry is")


def test_a_closed_theme_is_still_read(client: Client) -> None:
    entry = Entry.objects.get(blog__name="center", slug="rain")
    entry.accepts_trackbacks = False
    entry.save()
    update.update(entry=entry)
    assert "Closed themes, to read" in text(client, "/center/")
    page = text(client, "/center/rain/")
    assert "This theme takes no new trackbacks." in page
    assert "Write on this theme" not in page


def test_each_center_lives_on_its_own_host(client: Client, adult_client: Client) -> None:
    assert client.get("/adult-center/").status_code == 404
    assert adult_client.get("/center/").status_code == 404
    assert "First dates" in text(adult_client, "/adult-center/")


def test_a_center_is_read_on_its_own_host_where_blogs_have_one(client: Client, settings: Settings) -> None:
    settings.BLOG_ADDRESS = "subdomain"
    there = Client(HTTP_HOST="center.localhost:8000")
    assert "Animals / Pets" in text(there, "/")
    assert "Animals / Pets" in text(there, "/animals-pets/")
    assert client.get("/center/").headers["Location"] == "http://center.localhost:8000/"
