"""A trackback as the readers of its list see it."""

from typing import Any

import pytest
from django.test import Client

from buttobi.entries.views import reading_trackbacks
from buttobi.trackbacks.models import Received

pytestmark = pytest.mark.django_db


@pytest.fixture
def theme(make_theme: Any) -> Any:
    return make_theme("Rain", second_title="雨")


def answer(make_entry: Any, theme: Any, **fields: Any) -> Any:
    return make_entry(trackback_urls=theme.entry.target.trackback_url, **fields)


@pytest.mark.parametrize("title", ["RAIN!", "雨"])
def test_an_answer_under_the_themes_title_is_called_by_its_first_sentence(
    make_entry: Any, theme: Any, title: str
) -> None:
    answer(make_entry, theme, title=title, html="<p>It poured. All day long.</p>")
    row = Received.objects.get()
    item = reading_trackbacks.item(row, target=theme.entry.target)
    assert (item.title, item.excerpt) == ("It poured.", "All day long.")


def test_an_answer_with_a_title_of_its_own_keeps_it(make_entry: Any, theme: Any) -> None:
    answer(make_entry, theme, title="Umbrellas", html="<p>It poured. All day long.</p>")
    item = reading_trackbacks.item(Received.objects.get(), target=theme.entry.target)
    assert (item.title, item.excerpt) == ("Umbrellas", "It poured. All day long.")


def test_one_that_says_nothing_else_keeps_the_title_that_it_has(make_entry: Any, theme: Any) -> None:
    answer(make_entry, theme, title="Rain", html="")
    assert reading_trackbacks.item(Received.objects.get(), target=theme.entry.target).title == "Rain"


def test_under_an_entry_that_is_no_theme_titles_stay_what_they_are(make_entry: Any, other_blog: Any) -> None:
    answered = make_entry(blog=other_blog, title="Rain")
    make_entry(title="Rain", html="<p>It poured.</p>", trackback_urls=answered.target.trackback_url)
    assert reading_trackbacks.item(Received.objects.get(), target=answered.target).title == "Rain"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//there.example/", "", "http://[::1"])
def test_a_row_that_is_at_no_address_of_the_web_leads_to_its_own_place(client: Client, theme: Any, url: str) -> None:
    target = theme.entry.target
    row = Received.objects.create(target=target, source_url=url, source_key="k", title="Odd", state="shown")
    assert reading_trackbacks.item(row, target=target).url == f"{target.address}#tb-{row.pk}"
    for path in ("/center/rain/", "/center/rain/trackbacks.atom", "/"):
        assert not url or f'href="{url}' not in client.get(path).content.decode()


def test_the_feed_of_a_theme_says_the_same_as_its_page(client: Client, make_entry: Any, theme: Any) -> None:
    answer(make_entry, theme, title="RAIN!", html="<p>It poured. All day long.</p>")
    feed = client.get("/center/rain/trackbacks.atom").content.decode()
    assert "<title>It poured.</title>" in feed
    assert "RAIN!" not in feed


def test_words_in_another_language_than_the_page_say_so(
    client: Client, make_entry: Any, make_blog: Any, theme: Any
) -> None:
    answer(make_entry, theme, blog=make_blog(language="ja"), title="傘の話")
    answer(make_entry, theme, blog=make_blog(language="en"), title="Umbrellas")
    page = client.get("/center/rain/", headers={"Accept-Language": "en"}).content.decode()
    assert '<p class="knot-title" lang="ja">' in page
    assert 'lang="en"><a' not in page
