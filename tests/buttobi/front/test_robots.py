"""What robots are told, section by section."""

import re

import pytest
from django.conf import settings
from django.test import Client
from lxml import etree
from pytest_django import Settings

from buttobi.blogs.models import Blog
from buttobi.front import robots
from buttobi.sections.section import Section
from tests.conftest import MakeEntry

pytestmark = pytest.mark.django_db


def addresses(browser: Client, path: str) -> list[str]:
    response = browser.get(path)
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("application/xml")
    return [node.text or "" for node in etree.fromstring(response.content).iter("{*}loc")]


def in_all_files(browser: Client) -> list[str]:
    files = addresses(browser, "/sitemap.xml")
    host = browser.defaults["HTTP_HOST"]
    assert all(file.startswith(f"http://{host}/") for file in files)
    return [found for file in files for found in addresses(browser, file.removeprefix(f"http://{host}"))]


def test_robots_stay_away_from_the_adult_section(client: Client) -> None:
    adult = Client(HTTP_HOST=settings.ADULT_HOST).get("/robots.txt").content.decode()
    assert adult == "User-agent: *\nDisallow: /\n"
    general = client.get("/robots.txt").content.decode()
    assert "Disallow: /\n" not in general
    assert "Disallow: /-/\n" in general
    assert "Sitemap: http://localhost:8000/sitemap.xml\n" in general


def test_its_operator_may_let_them_in(settings: Settings) -> None:
    settings.ADULT_INDEXING = True
    said = Client(HTTP_HOST=settings.ADULT_HOST).get("/robots.txt").content.decode()
    assert "Disallow: /\n" not in said
    assert "Sitemap: http://adult.localhost:8000/sitemap.xml\n" in said


def test_each_section_lists_what_everybody_may_read_there(
    client: Client, make_entry: MakeEntry, blog: Blog, adult_blog: Blog
) -> None:
    public = make_entry(blog=blog)
    make_entry(blog=blog, published=False)
    make_entry(blog=blog, audience="link")
    night = make_entry(blog=adult_blog)
    general, adult = in_all_files(client), in_all_files(Client(HTTP_HOST=settings.ADULT_HOST))
    assert [found for found in general if "/cats/" in found] == ["http://localhost:8000/cats/", public.address]
    assert [found for found in adult if "/night/" in found] == ["http://adult.localhost:8000/night/", night.address]
    assert not any("adult" in found for found in general)
    assert all(found.startswith("http://adult.localhost:8000/") for found in adult)
    for section in Section:
        assert (
            f"http://{settings.ADULT_HOST if section == 'adult' else settings.GENERAL_HOST}/ranking/" in general + adult
        )


def test_a_closed_blog_is_in_no_sitemap(client: Client, make_entry: MakeEntry, blog: Blog) -> None:
    make_entry(blog=blog)
    Blog.objects.filter(pk=blog.pk).update(state=Blog.State.CLOSED)
    assert not any("/cats/" in found for found in in_all_files(client))


def test_a_long_list_is_several_files(client: Client, make_entry: MakeEntry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(robots._Map, "limit", 2)
    for _ in range(3):
        make_entry()
    files = addresses(client, "/sitemap.xml")
    assert len([file for file in files if re.search("entries", file)]) == 2
    assert len([found for found in in_all_files(client) if "/cats/" in found]) == 4


@pytest.mark.parametrize("path", ["/sitemap-nothing.xml", "/sitemap-entries.xml?p=99", "/sitemap-entries.xml?p=x"])
def test_a_file_that_is_not_there_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_sitemap_of_the_adult_host_is_not_behind_the_age_page(adult_blog: Blog) -> None:
    stranger = Client(HTTP_HOST=settings.ADULT_HOST)
    assert "http://adult.localhost:8000/night/" in in_all_files(stranger)
