"""The shelf and the round-ups as staff see them."""

from datetime import timedelta

import pytest

from buttobi.center import compose, tasks
from buttobi.center.models import Run, Theme
from buttobi.center.opening import open_centers

pytestmark = pytest.mark.django_db
SHELF = "/-/themes/general/shelf/"


@pytest.fixture
def browser(staff, signed_in_as):
    return signed_in_as(staff)


def text(browser, path):
    response = browser.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_the_shelf_shows_what_waits_in_its_turn_and_what_is_open(browser):
    open_centers()
    page = text(browser, SHELF)
    waits, _, others = page.partition("On the shelf, and open or planned")
    titles = list(Theme.objects.filter(entry__blog__name="center", entry__state="draft").order_by("pk"))
    assert len(titles) == 7
    places = [waits.index(theme.entry.title) for theme in titles]
    assert places == sorted(places)
    assert "Animals / Pets" in others
    assert "Practise here" not in page


def test_a_closed_theme_can_be_put_on_it(browser, make_theme):
    theme = make_theme("Rain", closes_in=timedelta(hours=-1), second_title="雨", second_body="話。")
    page = text(browser, SHELF)
    assert f'action="/-/themes/{theme.pk}/shelve/"' in page
    browser.post(f"/-/themes/{theme.pk}/shelve/", {"from": "shelf"})
    assert f'action="/-/themes/{theme.pk}/open/"' in text(browser, SHELF)


def test_an_empty_shelf_says_what_to_do(browser, make_blog):
    make_blog("center", official=True, owner=None)
    assert "Put a closed theme on it, or write a new one." in text(browser, SHELF)


def test_without_a_center_there_is_nothing_to_see(browser):
    assert browser.get(SHELF).status_code == 404


def test_a_round_up_waits_with_a_way_to_its_sheet(browser, make_theme, make_entry):
    theme = make_theme("Rain")
    make_entry(trackback_urls=theme.entry.target.trackback_url)
    assert "No theme with answers has closed yet." in text(browser, "/-/themes/general/round-ups/")
    compose.close_now(theme=Theme.objects.get())
    tasks.turn()
    page = text(browser, "/-/themes/general/round-ups/")
    assert f'href="/-/entries/{Run.objects.get().round_up_id}/"' in page
    assert 'Round-ups <span class="count">1</span>' in page
    assert "Rain" not in text(browser, "/-/themes/general/shelf/").partition("Closed, not on the shelf")[0]
