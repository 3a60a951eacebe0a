"""Many at once: one row, one claim, one winner."""

import threading
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from buttobi.trackbacks import moderation
from buttobi.trackbacks.models import Received, Sent
from buttobi.trackbacks.sending import deliver

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Begins all of them at the same moment; what they gave."""
    gate = threading.Barrier(len(acts))
    given: list[object] = []

    def run(act: Callable[[], object]) -> None:
        try:
            gate.wait(10)
            given.append(act())
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(given) == len(acts)
    return given


def test_the_same_ping_many_times_at_once_is_one_row(target):
    body = urlencode({"url": "https://there.example.org/1", "title": "Cats"})

    def knock() -> bytes:
        browser = Client(HTTP_HOST=settings.GENERAL_HOST)
        form = "application/x-www-form-urlencoded"
        return browser.post(f"/tb/{target.pk}", body, content_type=form).content

    answers = at_once(*[knock] * 8)
    assert all(b"<error>0</error>" in bytes(answer) for answer in answers if isinstance(answer, bytes))
    assert Received.objects.count() == 1


def test_workers_that_claim_at_once_share_nothing(make_sent):
    for number in range(30):
        make_sent(f"http://there{number}.example.org/tb/1")
    claims = at_once(*[lambda: [sent.pk for sent, _ in deliver.claim(10)]] * 5)
    taken = [pk for claim in claims if isinstance(claim, list) for pk in claim]
    assert len(taken) == len(set(taken)) > 0
    assert Sent.objects.exclude(lease="").count() == len(taken)


def test_of_two_presses_at_once_one_wins(make_received):
    row = make_received()
    seen = [Received.objects.get(pk=row.pk) for _ in range(2)]
    done = at_once(lambda: moderation.show(seen[0]), lambda: moderation.refuse(seen[1]))
    assert sum(len(one.changes) for one in done if isinstance(one, moderation.Done)) == 1
