"""What an empty New Submission offers to whoever does not know what to write."""

from typing import Any

import pytest
from django.test import Client

from buttobi.blogs.models import Blog

pytestmark = pytest.mark.django_db


def text(browser: Client, path: str) -> str:
    response = browser.get(path, headers={"Accept-Language": "en"})
    assert response.status_code == 200, path
    return response.content.decode()


def test_an_empty_sheet_leads_to_a_theme_also_without_scripts(signed_in: Client, blog: Blog) -> None:
    page = text(signed_in, "/-/new/")
    assert "Not sure what to write?" in page
    assert 'href="http://localhost:8000/themes/random"' in page
    assert 'hx-get="/-/themes/hint?blog=cats"' in page


def test_a_sheet_that_brings_something_along_says_nothing(signed_in: Client, blog: Blog, make_theme: Any) -> None:
    url = make_theme("Rain").entry.target.trackback_url
    for query in (f"trackback={url}", "title=Paws"):
        assert "Not sure what to write?" not in text(signed_in, f"/-/new/?{query}")


def test_the_theme_is_one_of_the_blogs_own_section(signed_in: Client, adult_blog: Blog, make_theme: Any) -> None:
    make_theme("Rain")
    velvet = make_theme("Velvet", section="adult")
    assert 'href="http://adult.localhost:8000/themes/random"' in text(signed_in, "/-/new/")
    hint = text(signed_in, "/-/themes/hint?blog=night")
    assert "Velvet" in hint
    assert "Rain" not in hint
    assert (
        f"/-/new/?blog=night&amp;trackback=http%3A%2F%2Fadult.localhost%3A8000%2Ftb%2F{velvet.entry.target_id}" in hint
    )


def test_without_an_open_theme_it_leads_to_the_others(signed_in: Client, blog: Blog) -> None:
    assert "Look at the themes" in text(signed_in, "/-/themes/hint?blog=cats")


def test_it_is_for_those_who_write_there(client: Client, signed_in: Client, other_blog: Blog) -> None:
    assert client.get("/-/themes/hint?blog=dogs").status_code == 302
    assert signed_in.get("/-/themes/hint?blog=dogs").status_code == 404
    assert signed_in.get("/-/themes/hint").status_code == 404


def test_it_says_what_is_asked_and_another_one_is_another_one(signed_in: Client, blog: Blog, make_theme: Any) -> None:
    rain, wind = make_theme("Rain"), make_theme("Wind")
    assert "Write about it." in text(signed_in, "/-/themes/hint?blog=cats")
    for here, other in ((rain, "Wind"), (wind, "Rain")):
        for _ in range(6):
            assert other in text(signed_in, f"/-/themes/hint?blog=cats&not={here.entry.target.trackback_url}")


def test_the_only_one_comes_again(signed_in: Client, blog: Blog, make_theme: Any) -> None:
    url = make_theme("Rain").entry.target.trackback_url
    assert "Rain" in text(signed_in, f"/-/themes/hint?blog=cats&not={url}")
    assert "Rain" in text(signed_in, "/-/themes/hint?blog=cats&not=http://[")
