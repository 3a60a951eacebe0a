"""What was lost is found, and what need not be kept is forgotten."""

from datetime import timedelta

import pytest
from django.utils import timezone

from buttobi.blogs.close import delete as delete_blog
from buttobi.celery import app
from buttobi.sections.models import MarkedHost
from buttobi.trackbacks import sweep, tasks
from buttobi.trackbacks.models import Received, Sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def rung(monkeypatch):
    bells: list[object] = []
    monkeypatch.setattr(sweep, "ring", bells.append)
    return bells


def test_it_rings_for_what_is_due(make_sent, rung):
    sweep.sweep()
    assert not rung
    make_sent()
    sweep.sweep()
    assert rung == [tasks.deliver_due]


def test_it_does_not_ring_for_what_has_time_or_is_in_hand(make_sent, rung):
    later = timezone.now() + timedelta(minutes=1)
    make_sent(due_at=later)
    make_sent(lease="theirs", leased_until=later)
    make_sent(state=Sent.State.ACCEPTED)
    sweep.sweep()
    assert not rung


def test_a_page_here_that_was_not_given_its_trackback_gets_it(make_sent, source, target, rung):
    sent = make_sent(source.trackback_url, target=source)
    sweep.sweep()
    sent.refresh_from_db()
    assert sent.state == Sent.State.ACCEPTED
    assert Received.objects.shown().get().target == source
    assert not rung


def test_it_rings_for_what_is_to_be_examined(make_received, rung):
    make_received(due_at=timezone.now() + timedelta(minutes=1))
    sweep.sweep()
    assert not rung
    make_received(due_at=timezone.now())
    sweep.sweep()
    assert rung == [tasks.examine_due]


def test_what_led_to_a_host_that_was_marked_meanwhile_is_taken_off(make_received):
    MarkedHost.objects.create(host="night.example.org")
    fields = {"state": Received.State.SHOWN, "pace": "go.example", "final_pace": "example.org"}
    row = make_received("https://go.example/x", final_url="https://night.example.org/x", **fields)
    beside = make_received("https://go.example/y", final_url="https://day.example.org/y", **fields)
    sweep.sweep()
    row.refresh_from_db()
    beside.refresh_from_db()
    assert (row.state, row.reason) == (Received.State.REFUSED, Received.Reason.MARKED_ADULT)
    assert beside.state == Received.State.SHOWN


def test_the_oldest_due_examination_is_named(make_received, make_sent):
    long_ago = timezone.now() - timedelta(minutes=7)
    make_sent()
    make_received(due_at=long_ago)
    assert sweep.oldest_due() == long_ago


def test_the_clock_rings_it_every_half_minute():
    assert app.conf.beat_schedule["sweep"]["schedule"] == 30
    assert {"sweep", "forget", "deliver", "examine"} <= set(app.tasks)


def test_the_oldest_due_work_is_named(make_sent):
    assert sweep.oldest_due() is None
    long_ago = timezone.now() - timedelta(minutes=7)
    make_sent()
    make_sent(due_at=long_ago)
    assert sweep.oldest_due() == long_ago


def test_personal_data_is_blanked_after_thirty_days_and_the_row_stays(make_received):
    now = timezone.now()
    traces = {"sender_ip": "192.0.2.1", "raw": b"url=x", "raw_charset": "utf-8"}
    old = make_received(received_at=now - timedelta(days=31), **traces)
    young = make_received(received_at=now - timedelta(days=29), **traces)
    sweep.forget()
    old.refresh_from_db()
    young.refresh_from_db()
    assert (old.sender_ip, bytes(old.raw), old.raw_charset) == (None, b"", "")
    assert old.title
    assert (young.sender_ip, bytes(young.raw)) == ("192.0.2.1", b"url=x")


def test_the_words_of_a_refused_one_go_too_and_it_stays_refused(make_received):
    old = timezone.now() - timedelta(days=31)
    row = make_received(state=Received.State.REFUSED, changed_at=old, received_at=old, excerpt="Pills", sentence="Buy.")
    sweep.forget()
    row.refresh_from_db()
    assert (row.title, row.excerpt, row.sentence, row.state) == ("", "", "", Received.State.REFUSED)


WORDS = {"title": "Pills", "excerpt": "Buy", "blog_name": "Theirs", "sentence": "buy here", "author": "Somebody"}


def test_nothing_that_the_page_of_a_refused_one_said_is_left(make_received):
    old = timezone.now() - timedelta(days=31)
    row = make_received(state=Received.State.REFUSED, changed_at=old, received_at=old, **WORDS)
    sweep.forget()
    row.refresh_from_db()
    assert {name: getattr(row, name) for name in WORDS} == dict.fromkeys(WORDS, "")


@pytest.mark.parametrize("state", [Received.State.SHOWN, Received.State.HELD])
def test_a_deleted_blog_keeps_no_words_of_those_who_trackbacked_it(make_received, make_target, other_blog, state):
    gone = make_received(state=state, **WORDS)
    kept = make_received(target=make_target("Bones", blog=other_blog), state=state, **WORDS)
    delete_blog(blog=gone.target.blog)
    sweep.forget()
    gone.refresh_from_db()
    kept.refresh_from_db()
    assert {name: getattr(gone, name) for name in WORDS} == dict.fromkeys(WORDS, "")
    assert {name: getattr(kept, name) for name in WORDS} == WORDS
