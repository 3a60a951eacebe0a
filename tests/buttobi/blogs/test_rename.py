"""Renaming a blog."""

import pytest
from django.core.exceptions import ValidationError

from buttobi.blogs.find import find, former
from buttobi.blogs.models import Blog, FormerName
from buttobi.blogs.rename import rename


def test_the_old_name_leads_to_the_blog(blog):
    rename(blog=blog, name="Kittens")
    assert blog.name == "kittens"
    assert find("kittens") == blog
    assert find("cats") is None
    assert former("cats") == blog


def test_a_blog_may_go_back_to_a_name_of_its_own(blog):
    rename(blog=blog, name="kittens")
    rename(blog=blog, name="cats")
    assert find("cats") == blog
    assert former("kittens") == blog
    assert former("cats") is None


def test_a_blog_renamed_twice_is_found_by_both_old_names(blog):
    rename(blog=blog, name="kittens")
    rename(blog=blog, name="lions")
    assert former("cats") == former("kittens") == find("lions")


@pytest.mark.parametrize("name", ["dogs", "puppies", "tb", "a"])
def test_a_name_that_is_taken_or_bad_changes_nothing(blog, other_blog, name):
    FormerName.objects.create(blog=other_blog, name="puppies")
    with pytest.raises(ValidationError) as refusal:
        rename(blog=blog, name=name)
    assert list(refusal.value.message_dict) == ["name"]
    assert find("cats") == blog
    assert not FormerName.objects.filter(blog=blog).exists()


def test_the_same_name_is_no_renaming(blog):
    rename(blog=blog, name="cats")
    assert not FormerName.objects.exists()


def test_of_two_renamings_at_once_the_second_loses(blog):
    other_tab = Blog.objects.get(pk=blog.pk)
    rename(blog=blog, name="kittens")
    with pytest.raises(ValidationError):
        rename(blog=other_tab, name="lions")
    assert former("cats") == find("kittens")
