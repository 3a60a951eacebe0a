"""Many hosts at once: each at its own pace, and none of them a burden to the others."""

import asyncio
from datetime import timedelta

import pytest
from django.utils import timezone

from buttobi.outbound.rates import parse_rates
from buttobi.trackbacks.models import Sent
from buttobi.trackbacks.sending import deliver
from tests import strangers

State = Sent.State
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loopback")]

YES = b"<?xml version='1.0'?><response><error>0</error></response>"


def test_a_hundred_hosts_are_visited_while_some_of_them_keep_silent(make_sent, monkeypatch):
    monkeypatch.setattr(deliver, "DEADLINE", 4.0)

    async def behave(asked, writer):
        if asked.headers["host"].startswith("tarpit"):
            await asyncio.sleep(3600)
        writer.write(strangers.answer(YES, content_type="text/xml"))

    with strangers.serve(behave) as there:
        for number in range(20):
            make_sent(there.at("/tb/1", host=f"tarpit{number}.localhost"))
        for number in range(80):
            make_sent(there.at("/tb/1", host=f"blog{number}.localhost"))
        began = timezone.now()
        deliver.drain()
    accepted = Sent.objects.filter(state=State.ACCEPTED)
    assert accepted.count() == 80
    # All of them were done while the silent ones were still waited for.
    assert accepted.latest("changed_at").changed_at - began < timedelta(seconds=4)
    assert Sent.objects.filter(state=State.LATER).count() == 20


def test_hosts_that_never_answered_get_half_of_the_room(make_sent):
    for number in range(8):
        make_sent(f"http://stranger{number}.example.org/tb/1")
    assert len(deliver.claim(8, strangers=4)) == 4


def test_a_host_is_asked_no_more_often_than_its_pace_and_the_rest_waits(make_sent, settings):
    settings.HOST_PACE = parse_rates("3/min")
    settings.HOST_PACE_ALLOWED_TOO = True
    with strangers.serve(strangers.says(strangers.answer(YES, content_type="text/xml"))) as there:
        for number in range(6):
            make_sent(there.at(f"/tb/{number}"))
        deliver.drain()
    assert len(there.asked) == 3
    waiting = Sent.objects.exclude(state=State.ACCEPTED)
    assert waiting.count() == 3
    assert all(sent.due_at > timezone.now() + timedelta(seconds=30) for sent in waiting)
    # It was not our turn, so nothing was attempted.
    assert {sent.tries for sent in waiting} == {0}


def test_patience_that_a_host_asks_for_holds_for_all_its_rows(make_sent, settings):
    settings.HOST_PACE_ALLOWED_TOO = True
    busy = strangers.page("", status=503, headers=["Retry-After: 3600"])
    with strangers.serve(busy) as there:
        for number in range(3):
            make_sent(there.at(f"/tb/{number}"))
        deliver.drain()
    assert len(there.asked) == 1
    assert all(sent.due_at > timezone.now() + timedelta(minutes=50) for sent in Sent.objects.all())
