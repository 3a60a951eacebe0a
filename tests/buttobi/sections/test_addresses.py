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
        ("http://localhost:8000@there.example/", False),
        ("//localhost:8000/cats/", True),
        ("http://127.0.0.1:8001/", False),
        ("http://127.0.0.2:8000/", False),
        ("http://localhost:8001/", False),
        ("http://localhost:8000.there.example/", False),
        ("http://there.example/http://localhost:8000/", False),
        ("http://[/", False),
        ("cats", False),
    ],
)
def test_ours_is_told_by_the_host(url: str, ours: bool) -> None:
    assert addresses.is_ours(url) is ours


SPELLINGS = [
    "LocalHost:8000",
    "localhost.:8000",
    "localhost:08000",
    "localhost:0008000",
    "ｌocalhost:8000",
    "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:8000",
    "local\u00adhost:8000",
    "localhost。:8000",
    "somebody@localhost:8000",
    "somebody:word@localhost:8000",
    "%6cocalhost:8000",
    "loc\talhost:8000",
    "127.0.0.1:8000",
    "１２７.0.0.1:8000",
    "127。0。0。1:8000",
    "127.0.0.1.:08000",
    "[::1]:8000",
    "[0:0:0:0:0:0:0:1]:8000",
    "[::0001]:8000",
]


@pytest.mark.parametrize("host", SPELLINGS)
def test_however_our_host_is_spelled_in_an_address_it_is_ours(host: str) -> None:
    assert addresses.is_ours(f"http://{host}/cats/paws/")
    assert addresses.section_of_url(f"http://{host}/cats/paws/") == Section.GENERAL
    assert addresses.path_of_url(f"http://{host}/cats/%70aws/?a#b") == "/cats/paws/"


@pytest.mark.parametrize(
    "host",
    [
        "adult.example.net:",
        "adult.example.net:0080",
        "adult.example.net:0443",
        "ADULT.example.net.:80",
        "ａdult.example.net",
        "adult。example.net",
        "adult．example｡net",
        "adult.ex%61mple.net",
        "x:y@adult.example.net",
    ],
)
def test_the_usual_ports_and_every_spelling_of_a_name_lead_to_its_section(settings: Settings, host: str) -> None:
    settings.GENERAL_HOST, settings.ADULT_HOST, settings.DASHBOARD_HOST = (
        "example.net",
        "adult.example.net",
        "d.example",
    )
    assert addresses.section_of_url(f"http://{host}/alice/entry/") == Section.ADULT
    assert not addresses.is_ours("http://127.0.0.1/alice/entry/")


@pytest.mark.parametrize("ours", ["日本.example", "xn--wgv71a.example"])
def test_a_host_beyond_ascii_may_be_set_and_asked_for_in_both_forms(settings: Settings, ours: str) -> None:
    settings.GENERAL_HOST = ours
    for host in ("日本.example", "xn--wgv71a.example", "XN--WGV71A.example:443"):
        assert addresses.section_of_host(host) == Section.GENERAL
        assert addresses.is_ours(f"https://{host}/")


@pytest.mark.parametrize(
    "host", ["", ".", ":8000", "localhost:8000/", "localhost:8000/..", "localhost:8000#", "a b", "["]
)
def test_what_is_no_host_is_nobodys(settings: Settings, host: str) -> None:
    settings.BLOG_ADDRESS = "subdomain"
    assert addresses.section_of_host(host) is None
    assert addresses.blog_of_host(host) is None
    assert not addresses.is_desk(host)
    assert not addresses.is_loopback(host)


def test_no_blog_is_named_like_what_the_service_answers(settings: Settings) -> None:
    settings.DASHBOARD_HOST = "desk.example"
    names = addresses.reserved_names()
    assert {"-", "tb", "help", "static", "archive", "adult", "www", "desk", "localhost"} <= names
