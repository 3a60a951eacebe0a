"""Who may write where."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from buttobi.blogs import access, close


def test_a_person_writes_in_their_own_blogs(account, blog, adult_blog, other_blog):
    assert list(access.writable_by(account)) == [blog, adult_blog]
    assert access.may_write(account, blog)
    assert not access.may_write(account, other_blog)
    assert not access.may_write(AnonymousUser(), blog)


def test_a_closed_blog_is_still_ones_own_and_a_deleted_one_is_not(account, blog):
    close.close(blog=blog)
    assert access.may_write(account, blog)
    close.delete(blog=blog)
    assert not access.may_write(account, blog)
    assert not access.writable_by(account).exists()


def test_staff_writes_in_the_centers_and_in_nobody_elses_blog(account, staff, blog, make_blog):
    center = make_blog("the-center", owner=None, official=True)
    assert list(access.writable_by(staff)) == [center]
    assert access.may_write(staff, center)
    assert not access.may_write(staff, blog)
    assert not access.may_write(account, center)


def test_a_blog_of_somebody_else_is_as_unknown_as_one_that_never_was(account, blog, other_blog):
    assert access.own(account, blog.name) == blog
    close.delete(blog=blog)
    for name in (blog.name, other_blog.name, "never-was"):
        with pytest.raises(Http404):
            access.own(account, name)
