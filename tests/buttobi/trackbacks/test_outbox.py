"""What an author may do about a trackback that was sent, and what not."""

from datetime import timedelta

import pytest
from django.utils import timezone

from buttobi.trackbacks import announce, judge, outbox, presence, tasks
from buttobi.trackbacks.models import Received, Sent

State = Sent.State
pytestmark = pytest.mark.django_db


@pytest.fixture
def rung(monkeypatch):
    bells: list[object] = []
    monkeypatch.setattr(outbox, "ring", bells.append)
    return bells


@pytest.fixture
def given(source, target):
    (sent,) = announce.announce(source=source, urls=[target.trackback_url])
    return sent


def again(row):
    row.refresh_from_db()
    return row


def test_send_now_does_not_wait(make_sent, rung):
    sent = make_sent(state=State.LATER, due_at=timezone.now() + timedelta(hours=6))
    outbox.send_now(sent)
    assert again(sent).due_at <= timezone.now()
    assert rung == [tasks.deliver_due]


def test_what_may_have_arrived_is_not_hurried(make_sent, rung):
    sent = make_sent(state=State.LATER, doubts=1, due_at=timezone.now() + timedelta(hours=1))
    with pytest.raises(outbox.Impossible):
        outbox.send_now(sent)
    assert again(sent).due_at > timezone.now()


@pytest.mark.parametrize("state", [State.REFUSED, State.UNCLEAR, State.GAVE_UP, State.CANCELLED, State.ACCEPTED])
def test_send_again_begins_a_new_round(make_sent, rung, state):
    long_ago = timezone.now() - timedelta(days=9)
    sent = make_sent(state=state, tries=6, doubts=2, answer="No.", problem="Oh.", owed_since=long_ago, due_at=long_ago)
    outbox.send_again(sent)
    assert (again(sent).state, sent.tries, sent.doubts, sent.answer, sent.problem) == (State.WAITING, 0, 0, "", "")
    assert sent.owed_since > long_ago
    assert list(Sent.objects.due(timezone.now())) == [sent]
    assert rung == [tasks.deliver_due]


@pytest.mark.parametrize("state", [State.WAITING, State.FINDING, State.SENDING, State.LATER])
def test_what_is_on_its_way_is_not_sent_again(make_sent, rung, state):
    with pytest.raises(outbox.Impossible):
        outbox.send_again(make_sent(state=state))
    assert not rung


def test_what_can_never_be_sent_is_not_sent_again_and_says_why(source, rung):
    (sent,) = announce.announce(source=source, urls=["http://localhost:8000/tb/999"])
    with pytest.raises(outbox.Impossible, match=judge.NO_ENTRY):
        outbox.send_again(sent)


@pytest.mark.parametrize("state", [State.WAITING, State.FINDING, State.LATER])
def test_cancel_stops_what_was_not_sent(make_sent, state):
    sent = make_sent(state=state, lease="somebody")
    outbox.cancel(sent)
    assert (again(sent).state, sent.lease) == (State.CANCELLED, "")


@pytest.mark.parametrize("state", [State.SENDING, State.ACCEPTED, State.REFUSED])
def test_it_is_too_late_to_cancel_what_was_sent(make_sent, state):
    with pytest.raises(outbox.Impossible, match="no longer possible"):
        outbox.cancel(make_sent(state=state))


def test_of_cancel_and_a_worker_one_wins(make_sent):
    sent = make_sent()
    seen = Sent.objects.get()
    assert sent.step(State.SENDING)
    with pytest.raises(outbox.Impossible):
        outbox.cancel(seen)


def test_withdraw_takes_it_off_the_list_here_and_send_again_brings_it_back(given, target):
    outbox.withdraw(given)
    assert again(given).state == State.WITHDRAWN
    assert not Received.objects.shown().filter(target=target).exists()
    outbox.send_again(given)
    assert again(given).state == State.ACCEPTED
    assert Received.objects.shown().filter(target=target).count() == 1


def test_withdrawing_does_not_undo_a_refusal(given):
    Received.objects.get().step(Received.State.REFUSED)
    outbox.withdraw(given)
    assert Received.objects.get().state == Received.State.REFUSED
    outbox.send_again(again(given))
    assert Received.objects.get().state == Received.State.REFUSED


def test_what_another_site_has_cannot_be_taken_back(make_sent):
    sent = make_sent(state=State.ACCEPTED)
    with pytest.raises(outbox.Impossible, match="cannot be taken back"):
        outbox.withdraw(sent)
    assert again(sent).state == State.ACCEPTED


def test_nothing_is_sent_while_the_entry_is_not_public(given, source, rung):
    outbox.withdraw(given)
    presence.leave(source)
    with pytest.raises(outbox.Impossible, match="not published"):
        outbox.send_again(again(given))
