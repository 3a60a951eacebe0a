"""Answers that came in after their round-up was drafted."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from buttobi.center import runs, tasks
from buttobi.center.models import Run
from buttobi.center.round_up import late
from buttobi.entries import keep
from buttobi.entries.models import Entry, WorkingCopy
from buttobi.entries.publish import publish
from buttobi.trackbacks.models import Received

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
CLOSING = NOW + timedelta(days=7)


@pytest.fixture
def clock(settings):
    settings.OPEN_THEMES = 0
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def run(clock, make_theme, make_entry, make_blog):
    """A theme that is over and rounded up, with an answer that was held then and is shown now."""
    theme = make_theme("Rain", second_title="雨", second_body="話。", second_html="<p>話。</p>")
    for title in ("In time", "Late"):
        make_entry(blog=make_blog(), title=title, trackback_urls=theme.entry.target.trackback_url)
    held = Received.objects.filter(source__title="Late")
    held.update(state=Received.State.HELD)
    clock.move_to(CLOSING)
    tasks.turn()
    held.update(state=Received.State.SHOWN)
    found = Run.objects.select_related("theme__entry__blog", "round_up").get()
    assert found.round_up is not None
    edited = f"My own beginning.\n\n{found.round_up.body}"
    Entry.objects.filter(pk=found.round_up.pk).update(body=edited)
    found.round_up.refresh_from_db()
    return found


def test_a_draft_gets_their_lines_in_both_languages_and_keeps_what_was_edited(run):
    assert late.add(run=run) == 1
    entry = Entry.objects.get(pk=run.round_up_id)
    assert entry.body.startswith(run.round_up.body.rstrip())
    assert "## Came in later\n\n- [Late]" in entry.body
    assert "[Late]" in entry.second_body
    assert ">Late</a>" in entry.html
    assert ">Late</a>" in entry.second_html
    assert late.add(run=run) == 0
    assert Entry.objects.get(pk=run.round_up_id).body == entry.body


def test_what_somebody_is_typing_gets_them_too(run):
    keep.keep(entry=run.round_up, values=keep.values_of(run.round_up) | {"body": "I am typing."})
    late.add(run=run)
    assert WorkingCopy.objects.get().values["body"].startswith("I am typing.\n\n## Came in later\n\n- [Late]")
    assert "[Late]" in Entry.objects.get(pk=run.round_up_id).body


def test_a_published_one_has_them_among_its_unsent_changes(run):
    publish(entry=run.round_up)
    before = Entry.objects.get(pk=run.round_up_id).body
    late.add(run=run)
    late.add(run=run)
    assert Entry.objects.get(pk=run.round_up_id).body == before
    said = WorkingCopy.objects.get().values
    assert said["body"].startswith("My own beginning.")
    assert said["body"].count("[Late]") == said["second_body"].count("[Late]") == 1


@pytest.fixture
def save(run, staff, signed_in_as):
    """Saves the round-up from a form that holds these words."""
    browser = signed_in_as(staff)

    def press(values):
        sent = {name: value for name, value in values.items() if value}
        assert browser.post(f"/-/entries/{run.round_up_id}/", sent | {"act": "draft"}).status_code == 302

    return press


def test_added_and_lost_to_a_form_that_was_opened_before_they_are_news_again(run, save):
    opened = keep.values_of(run.round_up)
    late.add(run=run)
    assert not runs.late_in(run)
    save(opened)
    assert "[Late]" not in Entry.objects.get(pk=run.round_up_id).body
    assert list(runs.late_in(run).values_list("source__title", flat=True)) == ["Late"]
    late.add(run=run)
    save(keep.values_of(Entry.objects.get(pk=run.round_up_id)))
    assert "[Late]" in Entry.objects.get(pk=run.round_up_id).body
    assert not runs.late_in(run)


def test_lost_and_then_left_out_they_stay_out(run, save):
    opened = keep.values_of(run.round_up)
    late.add(run=run)
    save(opened)
    late.leave_out(run=run)
    save(opened)
    assert not runs.late_in(run)


def test_of_what_was_told_from_the_beginning_whoever_edits_may_say_less(run, save):
    save(keep.values_of(run.round_up) | {"body": "A short one.", "second_body": ""})
    assert list(runs.late_in(run).values_list("source__title", flat=True)) == ["Late"]


def test_a_draft_that_got_them_is_not_untouched(run):
    late.add(run=run)
    entry = Entry.objects.get(pk=run.round_up_id)
    assert entry.updated_at == timezone.now()


def test_left_out_they_are_no_news_and_stand_nowhere(run):
    assert late.leave_out(run=run) == 1
    assert late.add(run=run) == 0
    assert "Late" not in Entry.objects.get(pk=run.round_up_id).body
