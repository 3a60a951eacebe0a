"""The index of a section's themes."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from lxml import etree

from buttobi.center.models import Run
from buttobi.center.reading.views import index
from buttobi.entries.models import Entry, Tag

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
PAST = {"opens_in": timedelta(days=-20), "closes_in": timedelta(days=-1)}
COMING = {"opens_in": timedelta(days=3), "closes_in": timedelta(days=9)}


def text(client: Client, path: str) -> str:
    response = client.get(path, headers={"Accept-Language": "en"})
    assert response.status_code == 200, path
    return response.content.decode()


def part(page: str, name: str) -> str:
    return page.partition(f'aria-labelledby="{name}"')[2].partition("</section>")[0]


def test_themes_stand_under_what_they_are_now(client: Client, make_theme: Any, blog: Any) -> None:
    make_theme("Rain")
    make_theme("Fog", **PAST)
    make_theme("Snow", **COMING)
    make_theme("Small repairs", blog=blog)
    page = text(client, "/themes/")
    assert "Rain" in part(page, "open")
    assert "Fog" in part(page, "past")
    assert "Snow" in part(page, "coming")
    owners = part(page, "by-owners")
    assert "Small repairs" in owners
    assert 'href="http://localhost:8000/cats/"' in owners
    assert "Small repairs" not in part(page, "open")


def test_past_themes_have_pages(client: Client, make_theme: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("buttobi.center.reading.views.index.PAST", 1)
    make_theme("Fog", opens_in=timedelta(days=-20), closes_in=timedelta(days=-2))
    make_theme("Frost", opens_in=timedelta(days=-20), closes_in=timedelta(days=-1))
    assert "Frost" in text(client, "/themes/")
    second = text(client, "/themes/?page=2")
    assert "Fog" in second
    assert "Open now" not in second
    assert '<link rel="canonical" href="http://localhost:8000/themes/?page=2">' in second
    assert client.get("/themes/?page=3").status_code == 404


def test_a_tag_and_a_month_lead_to_their_themes(client: Client, make_theme: Any) -> None:
    theme = make_theme("Rain")
    make_theme("Fog")
    theme.entry.tags.add(Tag.objects.create(blog=theme.entry.blog, name="wet/weather"))
    Entry.objects.filter(pk=theme.entry_id).update(opens_at=datetime(2025, 3, 31, 12, tzinfo=UTC))
    page = text(client, "/themes/")
    for address in ("/themes/tags/wet%2Fweather/", "/themes/2025/03/"):
        assert f'href="http://localhost:8000{address}"' in page
        shelf = text(client, address)
        assert "Rain" in shelf
        assert "Fog" not in shelf


def test_a_month_also_tells_of_what_opened_then_and_again_since(client: Client, make_theme: Any) -> None:
    theme = make_theme("Rain")
    opened_at = datetime(2025, 3, 3, tzinfo=UTC)
    Run.objects.create(theme=theme, opened_at=opened_at, closed_at=opened_at + timedelta(days=7))
    page = text(client, "/themes/")
    assert re.search(r'href="http://localhost:8000/themes/2025/03/">March 2025</a> <span class="count">1<', page)
    assert "Rain" in part(page, "past")
    before = part(text(client, "/themes/2025/03/"), "before")
    assert "Rain" in before
    assert "3–10 Mar 2025" in before


@pytest.mark.parametrize(
    "path", ["tags/nothing/", "2025/13/", "2025/01/", "0/1/", "1/1/", "999/12/", "9000/12/", "9999/12/", "99999/1/"]
)
def test_a_shelf_with_nothing_on_it_is_not_found(client: Client, make_theme: Any, path: str) -> None:
    make_theme("Rain")
    assert client.get(f"/themes/{path}").status_code == 404


def test_the_sections_know_nothing_of_each_other(
    client: Client, adult_client: Client, make_theme: Any, adult_blog: Any
) -> None:
    make_theme("Rain")
    make_theme("Velvet", section="adult")
    make_theme("Candles", blog=adult_blog)
    make_theme("Silk", section="adult", **PAST)
    for path in ("/themes/", "/themes/feed.atom", "/center/"):
        page = text(client, path)
        assert "Rain" in page
        assert not any(word in page for word in ("Velvet", "Candles", "Silk"))
    page = text(adult_client, "/themes/")
    assert "Rain" not in page
    assert all(word in page for word in ("Velvet", "Candles", "Silk"))
    assert "Location" in adult_client.get("/themes/random").headers
    assert adult_client.get("/themes/random").headers["Location"].startswith("http://adult.localhost:8000/")


def test_a_theme_at_random_is_an_open_one_and_never_remembered(client: Client, make_theme: Any) -> None:
    make_theme("Practise here", slug="practice", closes_in=None)
    make_theme("Fog", **PAST)
    make_theme("Snow", **COMING)
    assert "No theme is open just now" in text(client, "/themes/random")
    make_theme("Rain")
    response = client.get("/themes/random")
    assert (response.status_code, response.headers["Location"]) == (302, "http://localhost:8000/center/rain/")
    assert response.headers["Cache-Control"] == "no-store"


def test_every_open_theme_can_come_up(client: Client, make_theme: Any) -> None:
    places = {make_theme(title).entry.address for title in ("Rain", "Wind")}
    assert {client.get("/themes/random").headers["Location"] for _ in range(40)} == places


def test_the_feed_tells_of_themes_when_they_open(client: Client, make_theme: Any) -> None:
    make_theme("Rain")
    make_theme("Snow", **COMING)
    opened = timezone.now() - timedelta(hours=2)
    Entry.objects.update(updated_at=opened - timedelta(days=9), published_at=opened - timedelta(days=9))
    Entry.objects.filter(title="Rain").update(opens_at=opened)
    feed = etree.fromstring(client.get("/themes/feed.atom").content)
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Rain"
    published = datetime.fromisoformat(str(entry.findtext(f"{ATOM}published")))
    assert abs(published - opened) < timedelta(seconds=2)


def test_every_theme_that_owners_opened_is_looked_up_here_and_no_blog_crowds_out_another(
    client: Client, make_theme: Any, make_blog: Any, monkeypatch: Any
) -> None:
    few, many = make_blog(), make_blog()
    make_theme("Of few", blog=few, opens_in=timedelta(days=-9))
    for number in range(3):
        make_theme(f"Of many {number}", blog=many)
    for number in range(2):
        make_theme(f"Later {number}", blog=many, **COMING)
    page = text(client, "/themes/")
    for title in ("Of few", "Of many 0", "Of many 1", "Of many 2"):
        assert title in part(page, "by-owners")
    for title in ("Later 0", "Later 1"):
        assert title in part(page, "coming")
    monkeypatch.setattr(index, "CARDS", 2)
    owners = part(text(client, "/themes/"), "by-owners")
    assert "Of few" in owners
    assert owners.count("Of many") == 1


def test_a_section_without_themes_has_a_page_all_the_same(client: Client, db: None) -> None:
    page = text(client, "/themes/")
    assert "No theme is open just now." in page
    assert "None has closed yet." in page


def test_the_index_asks_no_more_for_many_themes(
    client: Client, make_theme: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(8):
        make_theme(f"Rain {number}")
        make_theme(f"Fog {number}", **PAST)
        make_theme(f"Snow {number}", **COMING)
    with django_assert_max_num_queries(14):
        text(client, "/themes/")
