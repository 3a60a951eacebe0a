"""Which themes are open."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from buttobi.blogs.models import Blog
from buttobi.center.opening import open_centers
from buttobi.center.reading import themes
from buttobi.entries import update
from buttobi.entries.models import Entry
from buttobi.sections.section import Section
from buttobi.trackbacks.models import BlogPolicy
from tests.conftest import MakeEntry


@pytest.fixture(autouse=True)
def _centers(db: None) -> None:
    open_centers()


def test_open_themes_are_the_newest_first_without_the_one_to_practise() -> None:
    found = themes.open_themes(Section.GENERAL, limit=2)
    assert [theme.title for theme in found] == ["Animals / Pets", "Breakfast"]
    assert not any(theme.always_open for theme in themes.open_themes(Section.GENERAL))


def test_they_speak_the_readers_language() -> None:
    with translation.override("ja"):
        (theme,) = themes.open_themes(Section.GENERAL, limit=1)
    assert theme.title == "動物・ペット"
    assert theme.prompt.startswith("キーボードの上で")
    assert theme.lang == "ja"


def test_a_closed_theme_is_not_open() -> None:
    entry = Entry.objects.get(blog__name="center", slug="animals-pets")
    entry.accepts_trackbacks = False
    entry.save()
    update.update(entry=entry)
    assert themes.open_themes(Section.GENERAL, limit=1)[0].title == "Breakfast"


def test_a_center_whose_entries_are_all_closed_has_no_open_theme() -> None:
    center = Blog.objects.get(name="center")
    BlogPolicy.objects.create(blog=center, closed=True)
    assert themes.open_themes(Section.GENERAL) == []
    assert themes.open_themes(Section.ADULT)


def test_answers_are_counted(make_entry: MakeEntry) -> None:
    theme = themes.open_themes(Section.GENERAL, limit=1)[0]
    assert theme.answers == 0
    make_entry(trackback_urls=theme.trackback_url)
    assert themes.open_themes(Section.GENERAL, limit=1)[0].answers == 1


def test_each_section_has_its_own_and_one_to_practise() -> None:
    assert themes.open_themes(Section.ADULT, limit=1)[0].title == "First dates"
    practice = themes.practice_theme(Section.ADULT)
    assert practice is not None
    assert practice.always_open
    assert "adult.localhost" in practice.url


def test_without_a_center_there_are_none() -> None:
    Entry.objects.all().delete()
    assert themes.open_themes(Section.GENERAL) == []
    assert themes.practice_theme(Section.GENERAL) is None


def test_an_entry_that_its_owner_opened_is_one_of_its_sections_and_names_its_blog(make_theme: Any, blog: Blog) -> None:
    make_theme("Small repairs", blog=blog)
    make_theme("Fog", blog=blog, closes_in=timedelta(days=-1), opens_in=timedelta(days=-9))
    (card,) = themes.opened_by_owners(Section.GENERAL)
    assert (card.title, card.blog, card.blog_url) == ("Small repairs", "Cats", blog.address)
    assert not any(card.title == "Small repairs" for card in themes.open_themes(Section.GENERAL))
    assert themes.opened_by_owners(Section.ADULT) == []


def test_a_theme_in_its_last_days_says_so(make_theme: Any) -> None:
    make_theme("Wind", closes_in=timedelta(hours=30))
    card = next(card for card in themes.open_themes(Section.GENERAL) if card.title == "Wind")
    assert card.closing
    assert card.closes == "closing soon: in 1 day"


def test_a_theme_of_a_blog_that_was_closed_is_gone_from_every_list(make_theme: Any, blog: Blog) -> None:
    make_theme("Small repairs", blog=blog)
    blog.state = Blog.State.CLOSED
    blog.save()
    assert themes.opened_by_owners(Section.GENERAL) == []
    assert not themes.public(Section.GENERAL).filter(entry__blog=blog).exists()


def test_past_and_coming_themes_are_told_apart(make_theme: Any) -> None:
    make_theme("Frost", opens_in=timedelta(days=-9), closes_in=timedelta(days=-2))
    make_theme("Fog", opens_in=timedelta(days=-9), closes_in=timedelta(days=-1))
    make_theme("Snow", opens_in=timedelta(days=2))
    make_theme("Hail", opens_in=timedelta(days=1))
    assert [theme.entry.title for theme in themes.past(Section.GENERAL)] == ["Fog", "Frost"]
    assert [theme.entry.title for theme in themes.coming(Section.GENERAL)] == ["Hail", "Snow"]


def test_of_each_blog_the_newest_theme_is_shown(make_theme: Any, blog: Blog, other_blog: Blog) -> None:
    for number in range(3, 0, -1):
        make_theme(f"Many {number}", blog=blog, opens_in=timedelta(hours=-number))
    make_theme("One", blog=other_blog, opens_in=timedelta(days=-2))
    assert [card.title for card in themes.opened_by_owners(Section.GENERAL)] == ["Many 1", "One"]


def test_of_each_blog_the_next_theme_is_announced_and_of_the_center_every_one(make_theme: Any, blog: Blog) -> None:
    for number in range(1, 4):
        make_theme(f"Many {number}", blog=blog, opens_in=timedelta(hours=number))
    make_theme("Snow", opens_in=timedelta(days=2))
    make_theme("Hail", opens_in=timedelta(days=1))
    found = themes.one_a_blog(themes.coming(Section.GENERAL))
    assert [theme.entry.title for theme in found] == ["Many 1", "Hail", "Snow"]


def drawn(number: int) -> Counter[str]:
    return Counter(card.blog for _ in range(number) if (card := themes.random_open(Section.GENERAL)))


def test_half_of_the_draws_are_the_centers_and_blogs_share_the_rest(
    make_theme: Any, blog: Blog, other_blog: Blog
) -> None:
    for number in range(9):
        make_theme(f"Many {number}", blog=blog)
    make_theme("One", blog=other_blog)
    found = drawn(200)
    # Six standard deviations around half, and around a quarter: nine themes are met as often as one.
    assert 58 < found[""] < 142
    assert 14 < found[other_blog.title] < 87


def test_where_the_center_has_none_a_theme_of_a_blog_is_drawn(make_theme: Any, blog: Blog) -> None:
    Entry.objects.all().delete()
    assert themes.random_open(Section.GENERAL) is None
    make_theme("One", blog=blog)
    assert drawn(3) == {blog.title: 3}
