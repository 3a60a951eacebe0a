"""Names of blogs."""

import pytest
from django.core.exceptions import ValidationError

from buttobi.blogs import names
from buttobi.blogs.models import FormerName
from buttobi.sections import addresses


@pytest.mark.parametrize(
    ("typed", "kept"), [("cats", "cats"), ("Cats", "cats"), ("ｃａｔｓ", "cats"), (" a1 ", "a1"), ("a-b", "a-b")]
)
def test_a_good_name_is_kept_in_plain_lower_case(typed, kept):
    assert names.clean(typed) == kept


@pytest.mark.parametrize("typed", ["", "a", "a" * 41, "-a", "a-", "a_b", "a.b", "a b", "猫", "a/b", "ab\ncd"])
def test_a_name_of_another_form_is_refused_in_one_sentence(typed):
    with pytest.raises(ValidationError) as refusal:
        names.clean(typed)
    assert len(refusal.value.messages) == 1


@pytest.mark.parametrize("name", ["adult", "www", "new", "center", "adult-center", "tb", "help", "localhost"])
def test_a_name_that_the_service_needs_is_refused(name):
    with pytest.raises(ValidationError) as refusal:
        names.clean(name)
    assert "The service needs this name" in refusal.value.messages[0]


def test_every_first_segment_of_the_service_is_refused():
    for name in addresses.reserved_names():
        with pytest.raises(ValidationError):
            names.clean(name)


def test_a_configured_host_reserves_its_first_label(settings):
    settings.GENERAL_HOST = "buttobi.example"
    with pytest.raises(ValidationError):
        names.clean("buttobi")


def test_a_name_is_taken_by_a_blog_and_by_what_a_blog_was_called(blog, other_blog):
    FormerName.objects.create(blog=blog, name="kittens")
    assert names.is_taken("cats")
    assert names.is_taken("kittens")
    assert not names.is_taken("kittens", by_other_than=blog)
    assert names.is_taken("kittens", by_other_than=other_blog)
    assert not names.is_taken("birds")
