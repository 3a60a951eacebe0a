"""The page of a theme as its readers see it."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from buttobi.center.models import Run
from buttobi.center.reading import answers
from buttobi.entries.models import Entry, Tag
from buttobi.entries.publish import publish
from buttobi.entries.unpublish import unpublish
from buttobi.trackbacks.models import Received, Target

pytestmark = pytest.mark.django_db


def text(client: Client, path: str, language: str = "en") -> str:
    response = client.get(path, headers={"Accept-Language": language})
    assert response.status_code == 200, path
    return response.content.decode()


def answer(make_entry: Any, theme: Any, **fields: Any) -> Any:
    return make_entry(trackback_urls=theme.entry.target.trackback_url, **fields)


def at(theme: Any, **moments: Any) -> None:
    """Moves the time of a theme, for its entry and its page in the heart."""
    Entry.objects.filter(pk=theme.entry_id).update(**moments)
    Target.objects.filter(pk=theme.entry.target_id).update(**moments)


def test_an_open_theme_says_until_when_and_leads_to_writing(client: Client, make_theme: Any) -> None:
    theme = make_theme("Rain", closes_in=timedelta(days=2, minutes=5))
    page = text(client, "/center/rain/")
    assert "open until" in page
    assert "closing soon: in 2 days" in page
    assert "The Trackback URL for this entry is" in page
    assert f">{theme.entry.target.trackback_url}<" in page
    assert "/-/new/?trackback=" in page
    assert "From another blog? Three steps" in page
    assert "Nobody has written on this theme yet." in page


def test_before_it_opens_there_is_no_url_but_a_date(client: Client, make_theme: Any) -> None:
    theme = make_theme("Rain", opens_in=timedelta(days=5), closes_in=timedelta(days=9))
    page = text(client, "/center/rain/")
    assert "opens on" in page
    assert "This theme is not open yet." in page
    assert f">{theme.entry.target.trackback_url}<" not in page
    assert "Write on this theme" not in page


def test_when_it_is_over_its_answers_stay(client: Client, make_theme: Any, make_entry: Any) -> None:
    theme = make_theme("Rain")
    answer(make_entry, theme, title="Umbrellas")
    at(theme, closes_at=timezone.now() - timedelta(hours=1))
    page = text(client, "/center/rain/")
    assert "closed since" in page
    assert "This theme is closed. Its answers stay to be read." in page
    assert f">{theme.entry.target.trackback_url}<" not in page
    assert "Write on this theme" not in page
    assert "Umbrellas" in page
    assert "1 answer" in page


def test_answers_are_read_in_three_orders(client: Client, make_theme: Any, make_entry: Any) -> None:
    theme = make_theme("Rain")
    for title in ("Drop one", "Drop two", "Drop three"):
        answer(make_entry, theme, title=title)
    newest, oldest = text(client, "/center/rain/"), text(client, "/center/rain/?order=oldest")
    assert newest.index("Drop three") < newest.index("Drop two") < newest.index("Drop one")
    assert oldest.index("Drop one") < oldest.index("Drop two") < oldest.index("Drop three")
    drawn = client.get("/center/rain/?order=random")
    assert drawn.headers["Cache-Control"] == "no-store"
    assert drawn.content.decode().count('class="knot"') == 3
    assert client.get("/center/rain/?order=loudest").status_code == 404


def test_only_the_plain_address_is_for_search_engines(client: Client, make_theme: Any, make_entry: Any) -> None:
    answer(make_entry, make_theme("Rain"))
    for query in ("?order=oldest", "?order=random"):
        response = client.get(f"/center/rain/{query}")
        assert response.headers["X-Robots-Tag"] == "noindex"
        page = response.content.decode()
        assert '<link rel="canonical" href="http://localhost:8000/center/rain/">' in page
        assert '<meta name="robots" content="noindex">' in page
    assert "X-Robots-Tag" not in client.get("/center/rain/").headers


def test_pages_of_answers_keep_the_order(
    client: Client, make_theme: Any, make_entry: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "ROWS", 2)
    theme = make_theme("Rain")
    for title in ("Drop one", "Drop two", "Drop three"):
        answer(make_entry, theme, title=title)
    assert "order=oldest&amp;page=2" in text(client, "/center/rain/?order=oldest")
    second = text(client, "/center/rain/?order=oldest&page=2")
    assert "Drop three" in second
    assert "Drop one" not in second
    assert client.get("/center/rain/?page=3").status_code == 404


def test_an_answer_under_the_themes_own_title_says_something_else(
    client: Client, make_theme: Any, make_entry: Any
) -> None:
    answer(make_entry, make_theme("Rain"), title="RAIN!", html="<p>It poured. All day.</p>")
    page = text(client, "/center/rain/")
    assert ">It poured.</a>" in page
    assert "RAIN!" not in page


def test_the_round_up_is_told_once_it_is_published(client: Client, make_theme: Any, make_entry: Any) -> None:
    theme = make_theme("Rain")
    told = make_entry(blog=theme.entry.blog, title="Rain: what you wrote", slug="rain-round-up", published=False)
    closed_at = timezone.now() - timedelta(hours=1)
    at(theme, closes_at=closed_at)
    Run.objects.create(theme=theme, opened_at=theme.entry.opens_at, closed_at=closed_at, round_up=told)
    assert "what you wrote" not in text(client, "/center/rain/")
    publish(entry=told)
    assert "Rain: what you wrote" in text(client, "/center/rain/")


def test_the_times_that_it_was_open_before_are_told_with_their_answers_and_round_ups(
    client: Client, make_theme: Any, make_entry: Any, make_blog: Any
) -> None:
    theme = make_theme("Rain", opens_in=-timedelta(hours=1))
    told = make_entry(blog=theme.entry.blog, title="Rain: what you wrote", tells_links=False)
    opened_at = datetime(2026, 11, 1, tzinfo=ZoneInfo("Asia/Tokyo"))
    closed_at = datetime(2026, 11, 9, tzinfo=ZoneInfo("Asia/Tokyo"))
    Run.objects.create(theme=theme, opened_at=opened_at, closed_at=closed_at, round_up=told)
    for _ in range(3):
        answer(make_entry, theme, blog=make_blog())
    Received.objects.filter(pk__in=[row.pk for row in Received.objects.all()[:2]]).update(received_at=closed_at)
    page = text(client, "/center/rain/").partition('id="earlier"')[2].partition("</section>")[0]
    assert "1–8 Nov 2026" in page
    assert "2 answers" in page
    assert f'<a href="{told.address}">Rain: what you wrote</a>' in page
    assert "2026年11月1日〜8日" in text(client, "/center/rain/", "ja")


def test_an_entry_opened_as_a_theme_has_the_same_page_in_its_blogs_clothes(
    client: Client, make_theme: Any, blog: Any
) -> None:
    theme = make_theme("Small repairs", blog=blog)
    page = text(client, f"/cats/{theme.entry.slug}/")
    assert "Write on this theme" in page
    assert 'class="blog-title"' in page
    assert 'href="http://localhost:8000/themes/"' in page


def test_it_leads_to_the_theme_before_and_after_and_to_its_tags(client: Client, make_theme: Any) -> None:
    for days, title in enumerate(("Snow", "Rain", "Fog")):
        make_theme(title, opens_in=timedelta(days=days - 5))
    rain = Entry.objects.get(title="Rain")
    rain.tags.add(Tag.objects.create(blog=rain.blog, name="weather"))
    page = text(client, "/center/rain/")
    assert 'rel="prev">← Snow' in page
    assert 'rel="next">Fog →' in page
    assert 'href="http://localhost:8000/themes/tags/weather/"' in page


def test_it_leads_to_its_feed_and_its_conversation(client: Client, make_theme: Any, make_entry: Any) -> None:
    answer(make_entry, make_theme("Rain"))
    page = text(client, "/center/rain/")
    for tail in ("trackbacks.atom", "conversation/", "conversation/map/"):
        assert f'href="http://localhost:8000/center/rain/{tail}"' in page


def test_a_theme_costs_as_many_queries_with_thirty_answers_as_with_one(
    client: Client, make_theme: Any, make_entry: Any, make_blog: Any, django_assert_max_num_queries: Any
) -> None:
    theme = make_theme("Rain")
    for _ in range(12):
        answer(make_entry, theme, blog=make_blog())
    with django_assert_max_num_queries(13):
        text(client, "/center/rain/")


def test_a_theme_that_left_the_public_is_none(client: Client, make_theme: Any) -> None:
    theme = make_theme("Rain")
    unpublish(entry=theme.entry)
    assert client.get("/center/rain/").status_code == 404


def test_what_waits_is_counted(client: Client, make_theme: Any, make_entry: Any) -> None:
    answer(make_entry, make_theme("Rain"))
    Received.objects.update(state=Received.State.HELD)
    assert "1 waiting for approval" in text(client, "/center/rain/")


def test_the_page_speaks_the_readers_language(client: Client, make_theme: Any) -> None:
    make_theme("Rain", second_title="雨", second_html="<p>今も覚えている雨をひとつ。</p>")
    page = text(client, "/center/rain/", "ja")
    assert "今も覚えている雨をひとつ。" in page
    assert "Write about it." not in page
