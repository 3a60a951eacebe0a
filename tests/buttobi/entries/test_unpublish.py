"""Taking an entry back, deleting it, and bringing it back."""

import pytest

from buttobi.entries.delete import delete
from buttobi.entries.models import Entry, WorkingCopy
from buttobi.entries.publish import publish
from buttobi.entries.unpublish import unpublish
from buttobi.entries.update import update
from buttobi.trackbacks.models import Received, Sent, Target


@pytest.fixture
def theme(make_entry, other_blog):
    return make_entry(blog=other_blog, title="A theme")


@pytest.fixture
def answer(make_entry, theme):
    return make_entry(title="An answer", trackback_urls=theme.target.trackback_url)


def shown(theme):
    return Received.objects.shown().filter(target=theme.target).count()


def test_an_unpublished_entry_leaves_every_list_at_once_and_comes_back_when_published_again(theme, answer):
    assert shown(theme) == 1
    assert unpublish(entry=answer)
    assert shown(theme) == 0
    assert not Target.objects.get(entry=answer).is_open
    assert publish(entry=answer)
    assert shown(theme) == 1
    assert Sent.objects.count() == Received.objects.count() == 1


def test_what_is_not_published_cannot_be_unpublished(make_entry):
    assert not unpublish(entry=make_entry(published=False))


def test_of_two_that_unpublish_one_does(answer):
    seen_before = Entry.objects.get(pk=answer.pk)
    assert unpublish(entry=answer)
    assert not unpublish(entry=seen_before)


def test_a_deleted_entry_loses_its_words_and_keeps_its_address(theme, answer):
    WorkingCopy.objects.create(entry=answer, values={"title": "later"})
    assert delete(entry=answer)
    gone = Entry.objects.get(pk=answer.pk)
    assert (gone.state, gone.slug) == (Entry.State.DELETED, "an-answer")
    assert not any([gone.title, gone.body, gone.html, gone.trackback_urls])
    page = Target.objects.get(entry=answer)
    assert not any([page.title, page.summary, page.listed, page.accepts])
    assert not WorkingCopy.objects.exists()
    assert shown(theme) == 0
    assert not publish(entry=gone)


def test_a_published_entry_for_only_some_leaves_the_lists_and_returns_when_everyone_may_read_it(theme, answer):
    before = answer.address
    Entry.objects.filter(pk=answer.pk).update(audience=Entry.Audience.LINK)
    answer.refresh_from_db()
    assert update(entry=answer)
    assert shown(theme) == 0
    assert answer.address != before
    Entry.objects.filter(pk=answer.pk).update(audience=Entry.Audience.EVERYONE)
    answer.refresh_from_db()
    assert update(entry=answer)
    assert shown(theme) == 1


def test_a_published_entry_that_was_for_its_author_alone_sends_its_trackbacks_when_everyone_may_read_it(
    make_entry, theme
):
    entry = make_entry(audience=Entry.Audience.ME, trackback_urls=theme.target.trackback_url)
    Entry.objects.filter(pk=entry.pk).update(audience=Entry.Audience.EVERYONE)
    entry.refresh_from_db()
    assert update(entry=entry)
    assert shown(theme) == 1
