"""What a form takes along of a theme, and what is found to have changed."""

import pytest

from buttobi.center import stand
from buttobi.center.models import Theme
from buttobi.entries.models import Entry, Tag

pytestmark = pytest.mark.django_db


def test_a_mark_tells_which_fields_changed(make_theme):
    theme = make_theme()
    marked = stand.mark(stand.of(theme.entry, theme))
    assert stand.changed(marked, stand.of(theme.entry, theme)) == ()
    theme.entry.title, theme.on_shelf = "Hail", True
    theme.entry.tags.add(Tag.objects.create(blog=theme.entry.blog, name="weather"))
    assert stand.changed(marked, stand.of(theme.entry, theme)) == ("title", "tags", "on_shelf")


def test_an_owners_mark_leaves_the_words_of_the_entry_alone(make_theme, blog):
    theme = make_theme(blog=blog)
    marked = stand.mark(stand.of(theme.entry, theme), stand.OF_OWNERS)
    theme.entry.title = "Hail"
    assert stand.changed(marked, stand.of(theme.entry, theme)) == ()
    assert "state" in stand.changed(marked, stand.of(theme.entry, None))


@pytest.mark.parametrize("marked", ["", "x", "=,=", "title", "\x00", "nothing=1"])
def test_what_is_no_mark_finds_nothing_changed_or_says_so(marked):
    assert set(stand.changed(marked, stand.blank())) <= {"title"}


def test_of_two_that_write_the_one_that_came_later_is_told(make_theme):
    theme = make_theme()
    marked = stand.mark(stand.of(theme.entry, theme))
    stand.check(entry=theme.entry, marked=marked)
    Theme.objects.update(cover_alt="Wet.")
    with pytest.raises(stand.Overtaken):
        stand.check(entry=theme.entry, marked=marked)
    Entry.objects.update(state=Entry.State.DELETED)
    with pytest.raises(Entry.DoesNotExist):
        stand.check(entry=theme.entry, marked=marked)
