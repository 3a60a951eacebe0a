"""A blog goes to the other section, by its owner's word or by that of staff."""

import pytest
from django.core.exceptions import ValidationError

from buttobi.blogs import close, find, move, rename
from buttobi.blogs.models import Blog, FormerSection, Move
from buttobi.sections.section import Section


def test_it_moves_and_its_old_section_is_remembered(blog, account):
    done = move.go(blog=blog, to=Section.ADULT, by=account)
    assert done is not None
    assert (done.state, done.to, done.decided_by) == (Move.State.DONE, Section.ADULT, account)
    blog.refresh_from_db()
    assert blog.section == Section.ADULT
    assert find.moved(Section.GENERAL, "cats") == blog
    assert find.moved(Section.ADULT, "cats") is None


def test_back_again_it_has_left_the_other_one(blog, staff):
    move.go(blog=blog, to=Section.ADULT, by=staff)
    move.go(blog=blog, to=Section.GENERAL, by=staff)
    assert list(FormerSection.objects.values_list("section", flat=True)) == [Section.ADULT]
    assert find.moved(Section.GENERAL, "cats") is None
    assert find.moved(Section.ADULT, "cats") == blog


def test_of_two_that_move_it_at_once_one_wins(blog, account):
    other_tab = Blog.objects.get(pk=blog.pk)
    assert move.go(blog=blog, to=Section.ADULT, by=account)
    assert move.go(blog=other_tab, to=Section.ADULT, by=account) is None
    assert Move.objects.count() == 1


def test_a_center_and_a_deleted_blog_stay(make_blog, blog, staff):
    center = make_blog("the-center", owner=None, official=True)
    assert move.go(blog=center, to=Section.ADULT, by=staff) is None
    close.delete(blog=blog)
    assert move.go(blog=blog, to=Section.ADULT, by=staff) is None


def test_a_closed_blog_may_move(blog, account):
    close.close(blog=blog)
    assert move.go(blog=blog, to=Section.ADULT, by=account)


def test_without_an_adult_section_nothing_moves_there(blog, account, settings):
    settings.ADULT_SECTION = False
    assert blog.may_move_to is None
    assert move.go(blog=blog, to=Section.ADULT, by=account) is None


def test_without_an_adult_section_its_old_address_leads_nowhere(blog, account, settings):
    move.go(blog=blog, to=Section.ADULT, by=account)
    settings.ADULT_SECTION = False
    assert find.moved(Section.GENERAL, "cats") is None


def test_a_former_name_leads_there_as_well(blog, account):
    rename.rename(blog=blog, name="kittens")
    move.go(blog=blog, to=Section.ADULT, by=account)
    assert find.moved(Section.GENERAL, "cats") == find.moved(Section.GENERAL, "kittens") == blog


def test_general_is_asked_for_once_and_may_be_taken_back(adult_blog, account):
    asked = move.ask(blog=adult_blog, by=account, reason="  It is about astronomy. ")
    assert (asked.state, asked.reason) == (Move.State.WAITING, "It is about astronomy.")
    with pytest.raises(ValidationError, match="asked already"):
        move.ask(blog=adult_blog, by=account, reason="Again")
    assert move.take_back(move=asked)
    assert not move.take_back(move=asked)
    assert move.waiting(adult_blog) is None


def test_nobody_asks_for_the_way_that_is_open(blog, account):
    with pytest.raises(ValidationError, match="cannot be moved"):
        move.ask(blog=blog, by=account, reason="x")


def test_what_was_asked_for_is_what_is_done(adult_blog, account, staff):
    asked = move.ask(blog=adult_blog, by=account, reason="Stars")
    done = move.go(blog=adult_blog, to=Section.GENERAL, by=staff, answer="We looked.")
    assert done == asked
    assert (done.asked_by, done.decided_by, done.reason, done.answer) == (account, staff, "Stars", "We looked.")
    assert not move.decline(move=asked, by=staff, answer="Too late")


def test_what_is_declined_can_be_asked_for_again(adult_blog, account, staff):
    asked = move.ask(blog=adult_blog, by=account, reason="Stars")
    assert move.decline(move=asked, by=staff, answer="The pictures are not for everybody.")
    assert not move.decline(move=asked, by=staff, answer="Twice")
    assert adult_blog.last_move == asked
    assert move.ask(blog=adult_blog, by=account, reason="I took them out")
