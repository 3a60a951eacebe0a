"""The desk of the staff: every screen, what waits first."""

import pytest
from django.urls import reverse

from buttobi.blogs import move
from buttobi.staff import waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def centers(make_theme):
    make_theme()
    make_theme(section="adult")


def test_every_screen_that_is_linked_is_there(signed_in_as, staff, centers):
    browser = signed_in_as(staff)
    ways = [way.url for screen in waiting.screens() for way in screen.ways]
    assert len(ways) == len(set(ways)) == 12
    for url in ways:
        assert browser.get(url).status_code == 200


def test_what_waits_stands_first_with_its_number(signed_in_as, staff, account, adult_blog, centers):
    browser = signed_in_as(staff)
    assert "Nothing waits for you." in browser.get("/-/staff/").content.decode()
    move.ask(blog=adult_blog, by=account, reason="Stars")
    html = browser.get("/-/staff/").content.decode()
    assert "1 waits" in html
    assert html.index(reverse("staff-moves")) < html.index("Everything else") < html.index(reverse("invitations"))


def test_without_an_adult_section_its_center_is_not_there(settings, centers):
    settings.ADULT_SECTION = False
    assert not any("adult" in way.url for screen in waiting.screens()[:4] for way in screen.ways)


def test_the_desk_is_in_the_navigation_of_staff_alone(signed_in_as, signed_in, staff, blog):
    assert 'href="/-/staff/"' in signed_in_as(staff).get("/-/").content.decode()
    assert 'href="/-/staff/"' not in signed_in.get("/-/").content.decode()
