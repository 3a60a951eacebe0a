"""An owner has a page examined again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from buttobi.trackbacks import look_again, receive, tasks
from buttobi.trackbacks.models import Received

pytestmark = pytest.mark.django_db


@pytest.fixture
def rung(monkeypatch):
    bells: list[object] = []
    monkeypatch.setattr(look_again, "ring", bells.append)
    return bells


def test_it_is_due_at_once_and_the_bell_is_rung(make_received, rung):
    row = make_received(tries=5)
    assert look_again.look_again(row)
    row.refresh_from_db()
    assert row.due_at <= timezone.now()
    assert row.tries == 0
    assert rung == [tasks.examine_due]


def test_half_a_minute_after_the_last_look_at_the_earliest(make_received, rung):
    row = make_received(checked_at=timezone.now())
    assert look_again.look_again(row)
    row.refresh_from_db()
    assert timedelta(seconds=25) < row.due_at - timezone.now() <= timedelta(seconds=30)
    assert not rung


def test_what_an_author_here_sent_needs_none(source, target, rung):
    assert not look_again.look_again(receive.from_here(source=source, target=target))
    assert Received.objects.get().due_at is None
