"""Which host serves what."""

import pytest
from pytest_django import Settings

from buttobi.sections import addresses
from buttobi.sections.section import Section


def test_addresses_of_the_general_section_need_no_port_but_their_own() -> None:
    assert addresses.portal(Section.GENERAL) == "http://localhost:8000/"
    assert addresses.help_page(Section.ADULT) == "http://adult.localhost:8000/help/trackback/"
    assert addresses.trackback(Section.GENERAL, 7) == "http://localhost:8000/tb/7"
    assert addresses.desk("/-/new/") == "http://localhost:8000/-/new/"


def test_a_blog_stands_below_its_section_or_before_it(settings: Settings) -> None:
    assert addresses.blog(Section.ADULT, "night") == "http://adult.localhost:8000/night/"
    settings.BLOG_ADDRESS = "subdomain"
    assert addresses.blog(Section.ADULT, "night") == "http://night.adult.localhost:8000/"


def test_the_scheme_of_the_public_is_the_scheme_of_every_address(settings: Settings) -> None:
    settings.PUBLIC_SCHEME, settings.GENERAL_HOST = "https", "blog.example"
    assert addresses.blog(Section.GENERAL, "cats") == "https://blog.example/cats/"


@pytest.mark.parametrize("host", ["localhost:8000", "LOCALHOST:8000", "localhost.:8000"])
def test_a_host_is_known_however_it_is_written(host: str) -> None:
    assert addresses.section_of_host(host) == Section.GENERAL


def test_the_port_that_the_scheme_implies_may_be_written(settings: Settings) -> None:
    settings.GENERAL_HOST, settings.ADULT_HOST = "blog.example", "adult.example"
    assert addresses.section_of_host("blog.example:443") == Section.GENERAL
    assert addresses.section_of_host("blog.example:80") == Section.GENERAL
    assert addresses.section_of_host("blog.example:8000") is None


def test_a_host_before_the_section_is_a_blog_only_where_blogs_have_one(settings: Settings) -> None:
    assert addresses.blog_of_host("cats.localhost:8000") is None
    settings.BLOG_ADDRESS = "subdomain"
    assert addresses.blog_of_host("cats.localhost:8000") == (Section.GENERAL, "cats")
    assert addresses.blog_of_host("night.adult.localhost:8000") == (Section.ADULT, "night")
    assert addresses.blog_of_host("adult.localhost:8000") is None
    assert addresses.blog_of_host("a.b.c.example") is None


@pytest.mark.parametrize(
    ("url", "ours"),
    [
        ("http://localhost:8000/cats/", True),
        ("https://adult.localhost:8000/", True),
        ("http://somebody@localhost:8000/", True),
        ("http://localhost:8001/", False),
        ("http://localhost:8000.there.example/", False),
        ("http://there.example/http://localhost:8000/", False),
        ("http://[/", False),
        ("cats", False),
    ],
)
def test_ours_is_told_by_the_host(url: str, ours: bool) -> None:
    assert addresses.is_ours(url) is ours


def test_no_blog_is_named_like_what_the_service_answers(settings: Settings) -> None:
    settings.DASHBOARD_HOST = "desk.example"
    names = addresses.reserved_names()
    assert {"-", "tb", "help", "static", "archive", "adult", "www", "desk", "localhost"} <= names
