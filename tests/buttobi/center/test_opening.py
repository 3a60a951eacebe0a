"""The Centers open with their themes, once."""

import re
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from buttobi.blogs.models import Blog
from buttobi.center.models import Theme
from buttobi.center.opening import open_centers
from buttobi.center.reading import when
from buttobi.center.starters import PRACTICE, Starter, adult, general
from buttobi.entries.delete import delete
from buttobi.entries.models import Entry, Tag
from buttobi.sections.addresses import reserved_names


@pytest.mark.parametrize("themes", [general.THEMES, adult.THEMES])
def test_a_center_opens_with_twelve_themes_and_one_to_practise(themes: tuple[Starter, ...]) -> None:
    slugs = [theme.slug for theme in themes]
    assert len(slugs) >= 13
    assert len(set(slugs)) == len(slugs)
    assert slugs[-1] == PRACTICE


def test_the_first_theme_is_animals_and_pets() -> None:
    first = general.THEMES[0]
    assert (first.title, first.ja_title) == ("Animals / Pets", "動物・ペット")


def test_six_themes_and_the_one_to_practise_take_trackbacks_and_the_others_wait_on_the_shelf(db: None) -> None:
    open_centers()
    for section in ("general", "adult"):
        themes = Theme.objects.filter(entry__blog__section=section)
        assert sum(theme.life(timezone.now()) == Theme.Life.OPEN for theme in themes) == 7
        assert all(theme.on_shelf for theme in themes.filter(entry__state="draft"))
    for entry in Entry.objects.public():
        assert entry.target is not None
        assert entry.target.is_open
        assert entry.target.summary


def test_every_theme_is_written_in_both_languages(db: None) -> None:
    open_centers()
    for entry in Entry.objects.all():
        assert all((entry.title, entry.html, entry.second_title, entry.second_html))


def test_animals_and_pets_and_practising_have_no_end_and_the_others_close_one_by_one(db: None) -> None:
    open_centers()
    center = Entry.objects.public().filter(blog__name="center")
    assert {entry.slug for entry in center.filter(closes_at=None)} == {"animals-pets", PRACTICE}
    closings = sorted(entry.closes_at.date() for entry in center.exclude(closes_at=None) if entry.closes_at)
    assert len(set(closings)) == len(closings) == 5


def test_they_close_at_midnight_so_that_a_card_names_a_day_alone(db: None) -> None:
    open_centers()
    for theme in Theme.objects.filter(entry__state="published").exclude(entry__closes_at=None):
        assert re.fullmatch(r"open until [\w ]+", when.of(theme).says)


def test_the_centers_are_official(db: None) -> None:
    open_centers()
    assert Blog.objects.get(name="center").official
    assert Blog.objects.get(name="adult-center").section == "adult"


def test_opening_again_changes_nothing_and_brings_nothing_back(db: None) -> None:
    open_centers()
    delete(entry=Entry.objects.get(blog__name="center", slug="rain"))
    Entry.objects.filter(blog__name="center", slug="books").update(title="Another title")
    before = list(Entry.objects.order_by("pk").values())
    open_centers()
    assert list(Entry.objects.order_by("pk").values()) == before


def test_at_every_further_start_it_only_looks(db: None, django_assert_max_num_queries: Any) -> None:
    open_centers()
    with django_assert_max_num_queries(10) as asked:
        open_centers()
    words = {query["sql"].partition(" ")[0] for query in asked.captured_queries}
    assert words <= {"SELECT", "SAVEPOINT", "RELEASE"}


def test_nobody_can_take_the_names_of_the_centers(db: None) -> None:
    open_centers()
    assert Blog.objects.filter(name__in=["center", "adult-center"]).count() == 2
    assert "adult" in reserved_names()


def test_themes_stand_in_the_order_of_the_list(client: Client, db: None) -> None:
    open_centers()
    page = client.get("/center/", headers={"Accept-Language": "en"}).content.decode()
    places = [page.index(f"/center/{theme.slug}/") for theme in general.THEMES[:6]]
    # The RDF block names them all in the same order.
    assert places == sorted(places)


def test_a_new_service_has_themes_by_tag_in_both_sections(db: None, client: Client, adult_client: Client) -> None:
    open_centers()
    for browser, tag in ((client, "自然"), (adult_client, "love")):
        page = browser.get("/themes/", headers={"Accept-Language": "en"}).content.decode()
        assert "By tag" in page
        assert f">{tag}</a>" in page
    for starter in (*general.THEMES, *adult.THEMES):
        assert starter.tags or starter.slug == PRACTICE


def test_the_first_themes_of_a_service_that_was_upgraded_get_the_same_tags(db: None) -> None:
    first_themes = import_module("buttobi.center.migrations.0002_first_themes")
    starters = {starter.slug: starter.tags for starter in (*general.THEMES, *adult.THEMES) if starter.tags}
    assert {slug: names for names, slugs in first_themes.TAGS.items() for slug in slugs} == starters
    open_centers()
    own = Entry.objects.get(slug="rain")
    own.tags.set([Tag.objects.create(blog=own.blog, name="wet")])
    for entry in Entry.objects.exclude(pk=own.pk):
        entry.tags.clear()
    first_themes.file_under_tags(apps, None)
    named = {entry.slug: {tag.name for tag in entry.tags.all()} for entry in Entry.objects.exclude(slug=PRACTICE)}
    assert named == {slug: set(names) for slug, names in starters.items()} | {"rain": {"wet"}}
