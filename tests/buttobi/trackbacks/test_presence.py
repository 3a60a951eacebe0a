"""A page leaves the public and comes back, and its trackbacks with it."""

import pytest

from buttobi.trackbacks import announce, outbox, presence
from buttobi.trackbacks.models import Received, Sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def given(source, target):
    (sent,) = announce.announce(source=source, urls=[target.trackback_url])
    return sent


def listed(target):
    return [row.source for row in Received.objects.shown().filter(target=target)]


def test_its_trackbacks_leave_every_list_at_once_and_return(given, source, target):
    presence.leave(source)
    assert listed(target) == []
    assert Received.objects.get().state == Received.State.WITHDRAWN
    presence.come_back(source)
    assert listed(target) == [source]


def test_what_its_author_withdrew_stays_away(given, source, target):
    outbox.withdraw(given)
    presence.leave(source)
    presence.come_back(source)
    assert listed(target) == []


def test_what_was_refused_stays_refused(given, source, target):
    Received.objects.get().step(Received.State.REFUSED, reason=Received.Reason.OWNER)
    presence.leave(source)
    presence.come_back(source)
    assert Received.objects.get().state == Received.State.REFUSED


def test_what_was_held_is_held_again(source, target, make_received):
    row = make_received(source.address, source=source)
    presence.leave(source)
    presence.come_back(source)
    row.refresh_from_db()
    assert row.state == Received.State.HELD


def test_what_it_received_stays(given, source, target):
    presence.leave(target)
    assert listed(target) == [source]


def test_what_it_owes_waits_for_it(source, make_sent, django_capture_on_commit_callbacks, monkeypatch):
    rung: list[object] = []
    monkeypatch.setattr(presence, "ring", rung.append)
    make_sent(source=source)
    presence.leave(source)
    presence.come_back(source)
    assert len(rung) == 1
    assert Sent.objects.get().state == Sent.State.WAITING
