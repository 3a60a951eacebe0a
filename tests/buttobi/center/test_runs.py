"""Each time that a theme was open is written down when it ends."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from buttobi.center import compose, runs, shelf, tasks
from buttobi.center.desk import owner_themes
from buttobi.center.models import Run, Theme
from buttobi.entries import keep, write
from buttobi.entries.models import Entry
from buttobi.entries.publish import publish
from buttobi.entries.write import Written
from buttobi.trackbacks.models import Received, Target
from tests.buttobi.trackbacks.test_races import at_once

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
OPENED = NOW - DAY
CLOSING = NOW + 7 * DAY


@pytest.fixture
def clock(settings):
    settings.OPEN_THEMES = 0
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def theme(clock, make_theme):
    return make_theme("Rain")


def again(theme):
    return Theme.objects.select_related("entry__blog", "entry__target").get(pk=theme.pk)


def written():
    return list(Run.objects.order_by("opened_at").values_list("opened_at", "closed_at"))


def test_nothing_is_written_of_a_theme_that_is_open(theme, clock):
    clock.move_to(CLOSING - timedelta(seconds=1))
    tasks.turn()
    assert not written()


def test_the_bell_writes_what_is_over_once(theme, clock):
    for minutes in range(3):
        clock.move_to(CLOSING + timedelta(minutes=minutes))
        tasks.turn()
    assert written() == [(OPENED, CLOSING)]


def test_what_is_taken_from_the_shelf_again_keeps_its_earlier_time(theme, clock):
    """Also when no bell rang between its end and its new beginning."""
    later = CLOSING + 20 * DAY
    clock.move_to(later)
    assert shelf.take(theme=again(theme), now=later)
    assert written() == [(OPENED, CLOSING)]
    assert again(theme).entry.opens_at == later


def test_a_closed_theme_that_staff_keep_open_longer_opens_anew(theme, clock):
    clock.move_to(CLOSING + 2 * DAY)
    assert compose.open_until(theme=again(theme), closes_at=CLOSING + 9 * DAY)
    assert written() == [(OPENED, CLOSING)]
    entry = again(theme).entry
    assert (entry.opens_at, entry.closes_at) == (CLOSING + 2 * DAY, CLOSING + 9 * DAY)
    assert Target.objects.get(entry=entry).opens_at == CLOSING + 2 * DAY


def test_closed_by_a_slip_of_the_hand_it_was_open_all_the_time(theme, make_entry, blog, clock, signed_in_as, staff):
    make_entry(blog=blog, trackback_urls=theme.entry.target.trackback_url)
    browser = signed_in_as(staff)
    browser.post(f"/-/themes/{theme.pk}/close/")
    clock.move_to(NOW + timedelta(minutes=5))
    tasks.turn()
    drafted = Run.objects.get().round_up
    assert drafted is not None
    Entry.objects.filter(pk=theme.entry_id).update(second_title="雨", second_body="話。")
    browser.post(f"/-/themes/{theme.pk}/open/")
    assert again(theme).life(timezone.now()) == Theme.Life.OPEN
    assert again(theme).entry.opens_at == OPENED
    assert not written()
    drafted.refresh_from_db()
    assert drafted.state == Entry.State.DELETED


def test_a_round_up_that_readers_know_stays_and_the_theme_opens_anew(theme, make_entry, blog, clock):
    make_entry(blog=blog, trackback_urls=theme.entry.target.trackback_url)
    clock.move_to(CLOSING)
    tasks.turn()
    publish(entry=Entry.objects.get(rounds_up__isnull=False))
    assert compose.open_until(theme=again(theme), closes_at=CLOSING + DAY)
    assert written() == [(OPENED, CLOSING)]
    assert again(theme).entry.opens_at == CLOSING


def typed_in(drafted):
    keep.keep(entry=drafted, values=keep.values_of(drafted) | {"body": "Long words of mine."})


def saved_in(drafted):
    write.save_draft(entry=drafted, written=Written(title="Mine", body="Long words of mine."))


def planned(drafted):
    drafted.step(Entry.State.SCHEDULED)


@pytest.mark.parametrize("work", [typed_in, saved_in, planned])
def test_a_round_up_that_somebody_worked_on_stays_and_the_theme_opens_anew(work, theme, make_entry, blog, clock):
    make_entry(blog=blog, trackback_urls=theme.entry.target.trackback_url)
    clock.move_to(CLOSING)
    tasks.turn()
    drafted = Entry.objects.get(rounds_up__isnull=False)
    clock.shift(timedelta(minutes=50))
    work(drafted)
    assert compose.open_until(theme=again(theme), closes_at=CLOSING + DAY)
    assert written() == [(OPENED, CLOSING)]
    assert again(theme).entry.opens_at == timezone.now()
    assert Entry.objects.kept().get(rounds_up__isnull=False) == drafted


def test_a_bell_that_read_before_a_slip_was_undone_writes_nothing(theme, clock):
    compose.close_now(theme=again(theme))
    clock.shift(timedelta(minutes=1))
    stale = again(theme)
    assert compose.open_until(theme=again(theme), closes_at=CLOSING)
    assert not runs.note(stale, timezone.now())
    assert not written()


def test_an_open_theme_that_gets_another_end_goes_on(theme, clock):
    assert compose.open_until(theme=again(theme), closes_at=CLOSING + DAY)
    assert not written()
    assert again(theme).entry.opens_at == OPENED


def test_an_open_theme_that_is_put_off_was_open_until_now(theme):
    assert compose.set_time(entry=again(theme).entry, opens_at=NOW + 3 * DAY, closes_at=NOW + 9 * DAY)
    assert written() == [(OPENED, NOW)]


def test_an_announced_theme_that_is_put_off_was_never_open(make_theme, clock):
    theme = make_theme("Snow", opens_in=2 * DAY, closes_in=9 * DAY)
    assert compose.set_time(entry=again(theme).entry, opens_at=NOW + 5 * DAY, closes_at=None)
    assert not written()


def test_a_draft_that_waited_for_its_day_was_never_open(make_theme, clock):
    theme = make_theme("Snow", published=False, opens_in=-9 * DAY, closes_in=-2 * DAY)
    tasks.turn()
    assert shelf.take(theme=again(theme), now=NOW)
    assert not written()


def test_an_owner_who_opens_a_theme_again_has_two_times(make_theme, blog, clock):
    theme = make_theme("Repairs", blog=blog)
    clock.move_to(CLOSING + DAY)
    entry = again(theme).entry
    owner_themes.open_as_theme(entry=entry, opens_at=entry.opens_at, closes_at=CLOSING + 5 * DAY)
    assert written() == [(OPENED, CLOSING)]
    assert again(theme).entry.opens_at == CLOSING + DAY


def test_a_form_that_lost_the_race_writes_nothing_down(theme, clock):
    clock.move_to(CLOSING + DAY)
    stale = again(theme).entry
    Entry.objects.filter(pk=stale.pk).update(closes_at=CLOSING + 9 * DAY)
    assert not compose.set_time(entry=stale, opens_at=OPENED, closes_at=CLOSING + 3 * DAY)
    assert not shelf.take(theme=Theme(pk=theme.pk, entry=stale), now=timezone.now())
    assert not written()


@pytest.mark.django_db(transaction=True)
def test_of_many_that_find_the_same_end_one_writes_it(make_theme):
    theme = again(make_theme("Rain", closes_in=-DAY / 2))
    now = timezone.now()
    assert sorted(map(str, at_once(*[lambda: runs.note(theme, now)] * 3))) == ["False", "False", "True"]


# --- Whose answer is it?


@pytest.fixture
def twice(theme, make_entry, make_blog, clock):
    """A theme that was open twice, with two answers in the first time, and one in the second."""

    def answer(title):
        return make_entry(blog=make_blog(), title=title, trackback_urls=theme.entry.target.trackback_url)

    answer("First"), answer("Second")
    clock.move_to(CLOSING + DAY)
    shelf.take(theme=again(theme), now=timezone.now())
    clock.move_to(CLOSING + 2 * DAY)
    answer("Third")
    clock.move_to(CLOSING + 30 * DAY)
    runs.note_ended(timezone.now())
    return list(Run.objects.order_by("opened_at"))


def titles(rows):
    return [row.source.title for row in rows]


def test_each_time_has_its_own_answers(twice):
    assert [titles(runs.answers_in(run)) for run in twice] == [["First", "Second"], ["Third"]]
    assert [vars(run)["answers"] for run in runs.counted(Run.objects.order_by("opened_at"))] == [2, 1]


def test_an_answer_that_is_shown_later_belongs_to_the_time_in_which_it_came(twice):
    row = Received.objects.get(source__title="Second")
    Received.objects.filter(pk=row.pk).update(state=Received.State.HELD)
    assert titles(runs.answers_in(twice[0])) == ["First"]
    assert moved(row)
    assert titles(runs.answers_in(twice[0])) == ["First", "Second"]


def moved(row):
    row.refresh_from_db()
    return row.step(Received.State.SHOWN)


def test_late_are_answers_that_the_round_up_does_not_tell_of(twice):
    drafted = twice[0]
    drafted.tellings.create(received=Received.objects.get(source__title="First"))
    assert titles(runs.late_in(drafted)) == ["Second"]
    assert [vars(run)["late"] for run in runs.with_late(Run.objects.order_by("opened_at"))] == [1, 1]
    drafted.tellings.update(cut_at=NOW)
    assert titles(runs.late_in(drafted)) == ["First", "Second"]
