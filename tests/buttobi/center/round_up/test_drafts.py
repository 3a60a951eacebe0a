"""A round-up is drafted once for each time that a theme was open."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from buttobi.center import compose, runs, shelf, tasks
from buttobi.center.models import Run, Theme
from buttobi.center.round_up import drafts
from buttobi.entries.delete import delete
from buttobi.entries.models import Entry
from buttobi.markup.markdown import render
from buttobi.sections.section import Section
from buttobi.staff import moves
from buttobi.trackbacks import receive
from buttobi.trackbacks.models import Received, Sent
from tests.buttobi.trackbacks.test_races import at_once

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
CLOSING = NOW + 7 * DAY


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def theme(clock, make_theme):
    return make_theme("Rain", second_title="雨", second_body="話。", second_html="<p>話。</p>")


@pytest.fixture
def answer(theme, make_entry, other_blog):
    def write(title="My rain", blog=other_blog, **fields):
        return make_entry(blog=blog, title=title, trackback_urls=theme.entry.target.trackback_url, **fields)

    return write


def written():
    return Entry.objects.filter(rounds_up__isnull=False).order_by("pk")


def turn(at):
    with time_machine.travel(at, tick=False):
        tasks.turn()


def test_nothing_is_drafted_before_the_theme_is_over(answer):
    answer()
    turn(CLOSING - timedelta(seconds=1))
    assert not written()


def test_when_it_is_over_a_draft_in_both_languages_waits_for_staff(answer, theme, staff, signed_in_as):
    answer("My rain")
    turn(CLOSING)
    draft = written().get()
    assert (draft.state, draft.blog, draft.author) == (Entry.State.DRAFT, theme.entry.blog, None)
    assert draft.title == "Round-up: Rain"
    assert "My rain" in draft.body
    assert "雨" in draft.second_title
    assert "My rain" in draft.second_html
    assert Theme.objects.get().round_up == draft
    assert f"/-/entries/{draft.pk}/" in signed_in_as(staff).get("/-/themes/general/round-ups/").content.decode()


def test_however_often_the_bell_rings_there_is_one_draft(answer):
    answer()
    for minutes in range(5):
        turn(CLOSING + timedelta(minutes=minutes))
    assert written().count() == 1


def test_of_two_workers_that_saw_the_same_theme_one_drafts(answer):
    answer()
    with time_machine.travel(CLOSING, tick=False):
        runs.note_ended(CLOSING)
        first, second = list(drafts.due()) + list(drafts.due())
        assert drafts._draft(first, CLOSING)
        assert not drafts._draft(second, CLOSING)
    assert written().count() == 1


@pytest.mark.django_db(transaction=True)
def test_turns_at_the_same_moment_draft_once(make_theme, make_entry, other_blog):
    theme = make_theme("Rain")
    make_entry(blog=other_blog, trackback_urls=theme.entry.target.trackback_url)
    compose.close_now(theme=Theme.objects.get())
    now = timezone.now() + timedelta(seconds=1)
    settled = at_once(*[lambda: drafts.draft_due(now)] * 3)
    assert sorted(str(number) for number in settled) == ["0", "0", "1"]
    assert written().count() == 1


def test_of_very_many_answers_none_that_came_in_time_is_late(answer, make_blog, monkeypatch):
    monkeypatch.setattr(drafts, "MOST", 2)
    for number in range(4):
        answer(f"Answer {number}", blog=make_blog())
    turn(CLOSING)
    run = Run.objects.get()
    assert "Answer 3" not in written().get().body
    assert run.tellings.count() == 4
    assert not runs.late_in(run)


def test_a_theme_without_answers_has_a_run_and_no_round_up(theme):
    turn(CLOSING)
    assert not written()
    assert (Run.objects.get().closed_at, Run.objects.get().round_up) == (CLOSING, None)
    assert not drafts.due()


def test_an_only_answer_that_is_shown_later_has_a_round_up_then(answer, theme):
    answer()
    Received.objects.update(state=Received.State.HELD)
    turn(CLOSING)
    assert not written()
    Received.objects.update(state=Received.State.SHOWN)
    turn(CLOSING + 9 * DAY)
    assert "My rain" in written().get().body


def test_a_round_up_that_was_thrown_away_is_not_drafted_again(answer):
    answer()
    turn(CLOSING)
    delete(entry=written().get())
    turn(CLOSING + DAY)
    assert written().get().state == Entry.State.DELETED


def test_only_what_readers_see_is_told(answer, theme):
    answer("Shown")
    answer("Refused", blog=theme.entry.blog)
    Received.objects.filter(source__title="Refused").update(state=Received.State.REFUSED)
    turn(CLOSING)
    assert "Refused" not in written().get().body


def test_it_waits_for_an_answer_that_is_being_examined_but_not_for_ever(answer, theme):
    answer()
    with time_machine.travel(CLOSING - timedelta(minutes=1), tick=False):
        receive.arrive(target=theme.entry.target, protocol="trackback", source_url="https://there.example/1")
    turn(CLOSING)
    assert not written()
    turn(CLOSING + drafts.PATIENCE)
    assert written().count() == 1


def test_a_theme_that_was_open_again_is_rounded_up_again_with_its_new_answers_alone(answer, clock, settings):
    settings.OPEN_THEMES = 0
    answer("In the first week")
    turn(CLOSING)
    clock.move_to(CLOSING + DAY)
    shelf.take(theme=Theme.objects.select_related("entry__blog").get(), now=timezone.now())
    clock.move_to(CLOSING + 2 * DAY)
    answer("In the second week")
    turn(CLOSING + 20 * DAY)
    first, second = Entry.objects.filter(title__startswith="Round-up").order_by("pk")
    assert "In the second week" in second.body
    assert "In the first week" not in second.body
    assert [run.round_up for run in Run.objects.order_by("opened_at")] == [first, second]
    assert first.state == Entry.State.DRAFT


def test_of_too_many_answers_the_first_are_told_and_the_theme_has_the_others(answer, monkeypatch):
    monkeypatch.setattr(drafts, "MOST", 2)
    for title in ("First", "Second", "Third", "Fourth"):
        answer(title)
    turn(CLOSING)
    body = written().get().body
    assert "There are more answers on" in body
    assert ("First" in body, "Third" in body) == (True, False)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_written_down_while_it_is_being_read_and_rendered(make_theme, make_entry, other_blog, monkeypatch):
    theme = make_theme("Rain")
    make_entry(blog=other_blog, trackback_urls=theme.entry.target.trackback_url)
    held = []

    def watched(body):
        held.append(connection.in_atomic_block)
        return render(body)

    monkeypatch.setattr(drafts, "render", watched)
    assert drafts.draft(theme=theme, now=CLOSING + DAY)
    assert held == [False, False]


def test_an_answer_that_left_while_it_was_written_about_is_not_told(answer, theme, other_blog, staff, monkeypatch):
    answer("My rain")
    answer("Stays", blog=theme.entry.blog)
    meanwhile = [lambda: moves.go(blog=other_blog, to=Section.ADULT, by=staff)]

    def slowly(body):
        if meanwhile:
            meanwhile.pop()()
        return render(body)

    monkeypatch.setattr(drafts, "render", slowly)
    turn(CLOSING)
    assert not written()
    turn(CLOSING + timedelta(minutes=1))
    assert "My rain" not in written().get().body
    assert "Stays" in written().get().body


def test_published_through_new_submission_it_pings_nobody_and_the_theme_knows_it(answer, staff, signed_in_as, clock):
    answer()
    turn(CLOSING)
    draft = written().get()
    browser = signed_in_as(staff)
    clock.move_to(CLOSING)
    sheet = browser.get(f"/-/entries/{draft.pk}/")
    assert sheet.status_code == 200
    fields = {name: getattr(draft, name) for name in ("title", "body", "second_title", "second_body")}
    fields |= {"audience": "everyone", "accepts_trackbacks": "on", "tags": "", "act": "submit"}
    sent = browser.post(f"/-/entries/{draft.pk}/", fields)
    assert sent.status_code == 302
    published = Entry.objects.get(rounds_up__theme=Theme.objects.get())
    assert published.state == Entry.State.PUBLISHED
    assert not Sent.objects.filter(source=published.target).exists()


def test_the_round_up_of_an_owners_theme_is_a_draft_in_their_blog(make_theme, make_entry, blog, other_blog, clock):
    theme = make_theme("My challenge", blog=blog)
    make_entry(blog=other_blog, title="Mine", trackback_urls=theme.entry.target.trackback_url)
    turn(CLOSING)
    draft = written().get()
    assert (draft.blog, draft.author, draft.second_body) == (blog, blog.owner, "")
    assert "Mine" in draft.body


def test_where_the_adult_section_is_off_only_general_is_served(make_theme, make_entry, make_blog, clock, settings):
    theme = make_theme("Night", section="adult")
    make_entry(blog=make_blog("moon", section="adult"), trackback_urls=theme.entry.target.trackback_url)
    settings.ADULT_SECTION = False
    turn(CLOSING)
    assert not written()
    settings.ADULT_SECTION = True
    turn(CLOSING)
    assert written().get().blog.section == "adult"
