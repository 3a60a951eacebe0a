"""The reader's language, without a login."""

import pytest
from django.conf import settings
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [
        ("ja", "ja"),
        ("ja-JP,en;q=0.5", "ja"),
        ("en-GB", "en"),
        ("fr,ja;q=0.3", "ja"),
        ("fr", "en"),
        ("\x00,,;q=x", "en"),
    ],
)
def test_the_portal_speaks_what_the_browser_asks_for(client: Client, asked: str, spoken: str) -> None:
    response = client.get("/", headers={"Accept-Language": asked})
    assert response.headers["Content-Language"] == spoken
    assert {"Accept-Language", "Cookie"} <= {name.strip() for name in response.headers["Vary"].split(",")}


def test_without_a_wish_it_is_english(client: Client) -> None:
    assert client.get("/").headers["Content-Language"] == "en"


def test_the_switch_is_remembered_on_this_host_and_goes_back(client: Client) -> None:
    response = client.post("/language", {"language": "ja", "next": "/center/?page=1"})
    assert response.headers["Location"] == "/center/?page=1"
    assert response.cookies[settings.LANGUAGE_COOKIE_NAME]["domain"] == ""
    assert client.get("/", headers={"Accept-Language": "en"}).headers["Content-Language"] == "ja"


@pytest.mark.parametrize("language", ["xx", "", "ja\r\nSet-Cookie: a=b", "../en"])
def test_a_language_that_we_do_not_speak_changes_nothing(client: Client, language: str) -> None:
    assert not client.post("/language", {"language": language, "next": "/"}).cookies


def test_a_cookie_with_nonsense_is_ignored(client: Client) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "../../etc"
    assert client.get("/", headers={"Accept-Language": "ja"}).headers["Content-Language"] == "ja"
