"""An installation without the Adult section."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django import Settings

from buttobi.accounts.models import Account
from buttobi.blogs.models import Blog
from buttobi.blogs.open import open_blog
from buttobi.entries.publish import publish
from buttobi.sections.section import Section
from buttobi.trackbacks.models import Sent
from tests.conftest import MakeEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def _off(settings: Settings) -> None:
    settings.ADULT_SECTION = False


def test_both_sections_are_offered_unless_the_operator_says_otherwise() -> None:
    assert Section.offered() == (Section.GENERAL, Section.ADULT)


@pytest.mark.usefixtures("_off")
@pytest.mark.parametrize("path", ["/", "/night/", "/night/lanterns/", "/night/feed.atom", "/tb/1", "/robots.txt"])
def test_the_adult_host_says_that_there_is_nothing(adult_client: Client, adult_blog: Blog, path: str) -> None:
    response = adult_client.get(path)
    assert response.status_code == 404
    page = response.content.decode()
    assert "There is no Adult section here" in page
    assert "アダルト" in page
    assert "Night" not in page


@pytest.mark.usefixtures("_off")
def test_its_doors_are_shut(adult_client: Client, adult_blog: Blog) -> None:
    for path in ("/tb/1", "/xmlrpc", "/webmention"):
        assert adult_client.post(path, {"url": "https://there.example/"}).status_code == 404


@pytest.mark.usefixtures("_off")
def test_with_one_host_a_blog_its_blogs_say_the_same(settings: Settings, adult_blog: Blog) -> None:
    settings.BLOG_ADDRESS = "subdomain"
    visitor = Client(HTTP_HOST=f"night.{settings.ADULT_HOST}")
    assert visitor.get("/").status_code == 404
    assert "There is no Adult section here" in visitor.get("/").content.decode()


@pytest.mark.usefixtures("_off")
def test_no_adult_blog_is_opened(account: Account) -> None:
    with pytest.raises(ValidationError) as problem:
        open_blog(owner=account, name="night", title="Night", section=Section.ADULT)
    assert problem.value.message_dict["section"] == ["There are only General blogs here."]


@pytest.mark.usefixtures("_off")
def test_where_there_is_no_choice_none_is_asked_for(signed_in: Client) -> None:
    page = signed_in.get("/-/blogs/new/").content.decode()
    assert 'type="hidden" name="section" value="general"' in page
    assert "18" not in page
    typed = {"title": "Night", "name": "night", "language": "en", "time_zone": "Asia/Tokyo", "description": ""}
    assert signed_in.post("/-/blogs/new/", {**typed, "section": "adult"}).status_code == 200
    assert not Blog.objects.filter(name="night").exists()
    assert signed_in.post("/-/blogs/new/", {**typed, "section": "general"}).status_code == 302
    assert Blog.objects.get(name="night").section == Section.GENERAL


@pytest.mark.usefixtures("_off")
def test_nothing_of_an_adult_blog_is_published(adult_blog: Blog, make_entry: MakeEntry) -> None:
    entry = make_entry(blog=adult_blog, published=False)
    assert not publish(entry=entry)


def test_nothing_of_an_adult_blog_is_sent(adult_blog: Blog, make_entry: MakeEntry, settings: Settings) -> None:
    make_entry(blog=adult_blog, trackback_urls="https://there.example/tb/1")
    assert Sent.objects.public().count() == 1
    settings.ADULT_SECTION = False
    assert Sent.objects.public().count() == 0


def test_the_general_section_is_always_there(settings: Settings) -> None:
    settings.ADULT_SECTION = False
    assert Section.offered() == (Section.GENERAL,)
