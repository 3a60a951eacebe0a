"""The Centers open with their themes, once."""

import time

import pytest
from django.test import Client

from buttobi.blogs.models import Blog
from buttobi.center import starters_adult, starters_general
from buttobi.center.opening import open_centers
from buttobi.center.starters import PRACTICE, Starter
from buttobi.entries.delete import delete
from buttobi.entries.models import Entry
from buttobi.sections.addresses import reserved_names


@pytest.mark.parametrize("themes", [starters_general.THEMES, starters_adult.THEMES])
def test_a_center_opens_with_twelve_themes_and_one_to_practise(themes: tuple[Starter, ...]) -> None:
    slugs = [theme.slug for theme in themes]
    assert len(slugs) >= 13
    assert len(set(slugs)) == len(slugs)
    assert slugs[-1] == PRACTICE


def test_the_first_theme_is_animals_and_pets() -> None:
    first = starters_general.THEMES[0]
    assert (first.title, first.ja_title) == ("Animals / Pets", "動物・ペット")


def test_every_theme_takes_trackbacks_in_both_languages(db: None) -> None:
    open_centers()
    for entry in Entry.objects.all():
        assert entry.target is not None
        assert entry.target.is_open
        assert all((entry.title, entry.html, entry.second_title, entry.second_html, entry.target.summary))
    assert Blog.objects.get(name="center").official
    assert Blog.objects.get(name="adult-center").section == "adult"


def test_opening_again_changes_nothing_and_brings_nothing_back(db: None) -> None:
    open_centers()
    delete(entry=Entry.objects.get(blog__name="center", slug="rain"))
    Entry.objects.filter(blog__name="center", slug="books").update(title="Another title")
    before = list(Entry.objects.order_by("pk").values())
    open_centers()
    assert list(Entry.objects.order_by("pk").values()) == before


def test_it_takes_no_noticeable_time(db: None) -> None:
    began = time.monotonic()
    open_centers()
    first = time.monotonic() - began
    open_centers()
    again = time.monotonic() - began - first
    assert first < 2
    assert again < 0.1


def test_nobody_can_take_the_names_of_the_centers(db: None) -> None:
    open_centers()
    assert Blog.objects.filter(name__in=["center", "adult-center"]).count() == 2
    assert "adult" in reserved_names()


def test_themes_stand_in_the_order_of_the_list(client: Client, db: None) -> None:
    open_centers()
    page = client.get("/center/", headers={"Accept-Language": "en"}).content.decode()
    places = [page.index(f"/center/{theme.slug}/") for theme in starters_general.THEMES]
    # The RDF block names them all in the same order.
    assert places == sorted(places)
