"""Opening a blog."""

import pytest
from django.core.exceptions import ValidationError

from buttobi.blogs.models import Blog, FormerName
from buttobi.blogs.open import open_blog
from buttobi.sections.section import Section


def test_a_blog_lives_on_the_host_of_its_section(account):
    general = open_blog(owner=account, name="birds", title="Birds", language="en")
    adult = open_blog(owner=account, name="moths", title="Moths", section=Section.ADULT)
    assert general.address == "http://localhost:8000/birds/"
    assert adult.address == "http://adult.localhost:8000/moths/"
    assert (general.time_zone, general.language, adult.language) == ("Asia/Tokyo", "en", "ja")


def test_names_are_unique_over_both_sections(account, blog):
    with pytest.raises(ValidationError) as refusal:
        open_blog(owner=account, name="cats", title="Cats again", section=Section.ADULT)
    assert refusal.value.message_dict == {"name": ["Another blog has, or had, this name. Please choose another."]}


def test_a_name_that_a_blog_gave_up_stays_its_own(account, blog):
    FormerName.objects.create(blog=blog, name="kittens")
    with pytest.raises(ValidationError):
        open_blog(owner=account, name="kittens", title="Kittens")


def test_everything_wrong_is_said_at_once(account):
    with pytest.raises(ValidationError) as refusal:
        open_blog(
            owner=account, name="-", title=" ", section="x", language="fr", time_zone="Mars", description="x" * 401
        )
    assert set(refusal.value.message_dict) == {"name", "title", "section", "language", "time_zone", "description"}


def test_of_two_that_open_one_name_at_once_the_second_is_told(account, blog, monkeypatch):
    monkeypatch.setattr("buttobi.blogs.names.is_taken", lambda _name, **_by: False)
    with pytest.raises(ValidationError) as refusal:
        open_blog(owner=account, name="cats", title="Cats again")
    assert "name" in refusal.value.message_dict
    assert Blog.objects.count() == 1
