"""Closing, opening again, deleting."""

from buttobi.blogs import close
from buttobi.blogs.find import find
from buttobi.blogs.models import Blog


def test_a_closed_blog_opens_again(blog):
    assert close.close(blog=blog)
    assert not Blog.objects.open().exists()
    assert close.reopen(blog=blog)
    assert Blog.objects.open().get() == blog


def test_a_second_press_does_nothing(blog):
    other_tab = Blog.objects.get(pk=blog.pk)
    assert close.close(blog=blog)
    assert not close.close(blog=other_tab)


def test_a_deleted_blog_keeps_its_name_and_nothing_else(blog):
    assert close.delete(blog=blog)
    gone = find("cats")
    assert gone is not None
    assert (gone.state, gone.title, gone.description, gone.owner) == (Blog.State.DELETED, "", "", None)
    assert not close.reopen(blog=gone)


def test_a_closed_blog_can_be_deleted(blog):
    close.close(blog=blog)
    assert close.delete(blog=blog)


def test_nobody_closes_or_deletes_a_center(make_blog):
    center = make_blog("the-center", owner=None, official=True)
    assert not close.close(blog=center)
    assert not close.delete(blog=center)
