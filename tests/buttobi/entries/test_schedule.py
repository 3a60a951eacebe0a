"""Entries that are published by the clock."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import DatabaseError

from buttobi.entries import schedule
from buttobi.entries.models import Entry
from buttobi.entries.publish import publish
from buttobi.trackbacks.models import Received

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def theme(clock, make_entry, other_blog):
    return make_entry(blog=other_blog)


@pytest.fixture
def scheduled(theme, make_entry):
    entry = make_entry(scheduled_for=LATER, trackback_urls=theme.target.trackback_url)
    assert entry.state == Entry.State.SCHEDULED
    return entry


def test_nothing_is_public_and_nothing_is_sent_before_its_hour(clock, scheduled):
    clock.move_to(LATER - timedelta(seconds=1))
    assert schedule.publish_due() == 0
    assert Entry.objects.get(pk=scheduled.pk).state == Entry.State.SCHEDULED
    assert not Received.objects.exists()


def test_at_its_hour_the_entry_is_published_under_that_date_and_its_trackbacks_are_sent(clock, scheduled, theme):
    clock.move_to(LATER + timedelta(seconds=7))
    assert schedule.publish_due() == 1
    entry = Entry.objects.get(pk=scheduled.pk)
    assert (entry.state, entry.published_at, entry.scheduled_for) == (Entry.State.PUBLISHED, LATER, None)
    assert Received.objects.shown().get(target=theme.target).source == entry.target


def test_a_second_tick_publishes_nothing_again(clock, scheduled):
    clock.move_to(LATER)
    assert [schedule.publish_due(), schedule.publish_due()] == [1, 0]


def test_of_two_ticks_that_saw_the_same_entry_one_publishes_it(clock, scheduled):
    clock.move_to(LATER)
    first, second = (Entry.objects.get(pk=scheduled.pk) for _ in range(2))
    assert publish(entry=first)
    assert not publish(entry=second)
    assert Received.objects.count() == 1


def test_a_tick_that_saw_the_old_date_does_not_publish_before_the_new_one(clock, scheduled):
    clock.move_to(LATER)
    seen_by_the_tick = Entry.objects.get(pk=scheduled.pk)
    Entry.objects.filter(pk=scheduled.pk).update(scheduled_for=LATER + timedelta(days=1))
    assert not publish(entry=seen_by_the_tick)
    assert Entry.objects.get(pk=scheduled.pk).state == Entry.State.SCHEDULED


def test_what_a_broken_tick_left_the_next_one_publishes(clock, scheduled, make_entry, monkeypatch):
    another = make_entry(scheduled_for=LATER + timedelta(minutes=1))
    clock.move_to(LATER + timedelta(hours=1))
    monkeypatch.setattr(schedule, "publish", _breaks_for(scheduled))
    assert schedule.publish_due() == 1
    assert Entry.objects.get(pk=another.pk).state == Entry.State.PUBLISHED
    monkeypatch.undo()
    assert schedule.publish_due() == 1
    assert Entry.objects.get(pk=scheduled.pk).state == Entry.State.PUBLISHED


def _breaks_for(broken):
    def attempt(*, entry):
        if entry.pk == broken.pk:
            raise DatabaseError("disk full")
        return publish(entry=entry)

    return attempt


def test_in_a_blog_that_was_closed_meanwhile_the_entry_waits(clock, scheduled, blog):
    clock.move_to(LATER)
    type(blog).objects.filter(pk=blog.pk).update(state=blog.State.CLOSED)
    assert schedule.publish_due() == 0
    type(blog).objects.filter(pk=blog.pk).update(state=blog.State.OPEN)
    assert schedule.publish_due() == 1


def test_the_clock_rings_every_ten_seconds():
    from buttobi.celery import app
    from buttobi.entries import tasks

    assert app.conf.beat_schedule[tasks.publish_due.name]["schedule"] == 10
