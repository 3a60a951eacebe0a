"""What blogs are called: a Center by its name in the reader's language, and of which section it is."""

import pytest
from django.test import Client
from django.utils import translation

from buttobi.blogs.models import Blog
from buttobi.center.opening import open_centers

JAPANESE = {"accept-language": "ja"}


@pytest.fixture
def centers(db):
    open_centers()
    return Blog.objects.get(name="center"), Blog.objects.get(name="adult-center")


def test_a_blog_is_called_what_its_owner_calls_it(blog):
    with translation.override("ja"):
        assert blog.display_title == blog.title_and_section == "Cats"
        assert blog.display_language == "en"


def test_a_center_is_called_in_the_language_of_its_reader(centers):
    with translation.override("ja"):
        assert [center.display_title for center in centers] == ["トラックバックセンター"] * 2
        assert centers[0].display_language == "ja"
    with translation.override("en"):
        assert [center.title_and_section for center in centers] == [
            "Trackback Center (General)",
            "Trackback Center (Adult)",
        ]


@pytest.mark.parametrize(
    "page",
    [
        "/-/",
        "/-/inbox/",
        "/-/sent/",
        "/-/blogs/adult-center/sent/",
        "/-/blogs/adult-center/entries/",
        "/-/blogs/adult-center/trackbacks/",
    ],
)
def test_the_desk_tells_staff_in_their_language_which_center_is_which(signed_in_as, staff, centers, page):
    browser: Client = signed_in_as(staff)
    shown = browser.get(page, headers=JAPANESE)
    assert shown.status_code == 200
    assert "トラックバックセンター（アダルト）" in shown.content.decode()
    assert "Trackback Center" not in shown.content.decode()
