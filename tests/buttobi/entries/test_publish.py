"""What happens when an entry becomes public."""

import threading

import pytest
from django.db import connection
from django.utils import timezone

from buttobi.entries.models import Entry
from buttobi.entries.publish import publish
from buttobi.trackbacks.models import Received, Sent, Target


def test_a_published_entry_has_a_page_that_can_be_trackbacked(make_entry):
    entry = make_entry(title="Paws", html="<p>Soft <b>paws</b>.</p>")
    assert (entry.state, entry.slug) == (Entry.State.PUBLISHED, "paws")
    assert (entry.target.path, entry.target.title, entry.target.summary) == ("paws/", "Paws", "Soft paws.")
    assert entry.target.is_open


def test_an_untitled_entry_goes_by_its_first_words(make_entry):
    entry = make_entry(title="", html="<p>It rained all day, and the cat slept.</p>")
    assert entry.target.title == "It rained all day, and the cat slept."


def test_the_summary_of_a_page_is_cut_at_252_characters(make_entry):
    summary = make_entry(html=f"<p>{'猫' * 400}</p>").target.summary
    assert len(summary) == 252
    assert summary.endswith("…")


def test_a_trackback_to_an_entry_here_is_listed_at_once(make_entry, other_blog):
    theme = make_entry(blog=other_blog)
    entry = make_entry(trackback_urls=theme.target.trackback_url)
    received = Received.objects.shown().get(target=theme.target)
    assert received.source == entry.target
    assert received.by_author
    assert Sent.objects.get().state == Sent.State.ACCEPTED


def test_a_trackback_to_a_page_elsewhere_is_owed(make_entry):
    entry = make_entry(trackback_urls="https://there.example.org/tb/1\nhttps://there.example.org/tb/2")
    assert [sent.target_url for sent in Sent.objects.filter(source=entry.target).order_by("pk")] == [
        "https://there.example.org/tb/1",
        "https://there.example.org/tb/2",
    ]
    assert set(Sent.objects.values_list("state", flat=True)) == {Sent.State.WAITING}


@pytest.mark.parametrize("audience", [Entry.Audience.LINK, Entry.Audience.ME])
def test_an_entry_that_not_everyone_can_read_sends_nothing_and_takes_nothing(make_entry, other_blog, audience):
    theme = make_entry(blog=other_blog)
    entry = make_entry(audience=audience, trackback_urls=theme.target.trackback_url)
    assert entry.state == Entry.State.PUBLISHED
    assert entry.target is None
    assert not Sent.objects.exists()
    assert not Received.objects.exists()


def test_publishing_twice_does_nothing_the_second_time(make_entry):
    entry = make_entry(published=False, trackback_urls="https://there.example.org/tb/1")
    seen_before = Entry.objects.get(pk=entry.pk)
    assert publish(entry=entry)
    assert not publish(entry=seen_before)
    assert not publish(entry=entry)
    assert Target.objects.count() == Sent.objects.count() == 1


def test_nothing_is_published_in_a_closed_blog(blog, make_entry):
    blog.state = blog.State.CLOSED
    blog.save()
    entry = make_entry(published=False)
    assert not publish(entry=entry)
    assert Entry.objects.get().state == Entry.State.DRAFT


@pytest.mark.django_db(transaction=True)
def test_of_two_that_publish_at_the_same_moment_one_does(make_entry):
    entry = make_entry(published=False, trackback_urls="https://there.example.org/tb/1")
    won = _at_once([Entry.objects.select_related("blog").get(pk=entry.pk) for _ in range(4)])
    assert sorted(won) == [False, False, False, True]
    assert Target.objects.count() == Sent.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_entries_that_reach_for_one_address_at_the_same_moment_each_get_their_own(make_entry):
    entries = [make_entry(published=False, title="Paws") for _ in range(4)]
    assert all(_at_once([Entry.objects.select_related("blog").get(pk=entry.pk) for entry in entries]))
    assert sorted(Entry.objects.values_list("slug", flat=True)) == ["paws", "paws-2", "paws-3", "paws-4"]


def _at_once(entries):
    """What `publish` says to each entry, all called at the same moment."""
    gate, said = threading.Barrier(len(entries)), []

    def run(entry):
        gate.wait()
        try:
            said.append(publish(entry=entry))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[entry]) for entry in entries]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(said) == len(entries)
    return said


def test_an_entry_keeps_the_date_of_its_first_publication(make_entry):
    from buttobi.entries.unpublish import unpublish

    entry = make_entry()
    first = entry.published_at
    unpublish(entry=entry)
    assert publish(entry=entry)
    assert Entry.objects.get().published_at == first <= timezone.now()
