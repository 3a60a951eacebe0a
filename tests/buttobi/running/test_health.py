"""When the service says that it is well."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from buttobi.running import health
from buttobi.running.models import Pulse
from buttobi.running.tasks import pulse

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def ago(seconds: float) -> datetime:
    return NOW - timedelta(seconds=seconds)


def test_a_worker_that_was_heard_and_no_late_work_is_health():
    found = health.judge(pulse=ago(5), waiting=ago(299), now=NOW)
    assert found.reasons == ()
    assert found.worker
    assert (found.worker_seconds, found.oldest_due_seconds) == (5, 299)


@pytest.mark.parametrize(
    ("last", "waiting", "reason"),
    [
        (None, None, "no worker has started yet"),
        (ago(61), None, "the worker was last heard 61 seconds ago"),
        (ago(1), ago(301), "the oldest work has been due for 301 seconds"),
    ],
)
def test_what_is_wrong_is_said(last, waiting, reason):
    assert health.judge(pulse=last, waiting=waiting, now=NOW).reasons == (reason,)


def test_a_clock_that_went_backwards_is_no_reason():
    assert health.judge(pulse=ago(-30), waiting=None, now=NOW).worker_seconds == 0


@pytest.mark.django_db
def test_a_ring_of_the_clock_is_a_sign_of_life(client):
    assert client.get("/healthz").status_code == 503
    pulse()
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_two_rings_are_one_row():
    pulse()
    pulse()
    assert Pulse.objects.count() == 1


@pytest.mark.django_db
def test_a_worker_that_fell_silent_is_503_with_the_reason(client):
    Pulse.objects.create(name=health.PULSE, at=timezone.now() - timedelta(minutes=2))
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["worker"] == "failing"
    assert "last heard" in answer.json()["reason"]


@pytest.mark.django_db
def test_late_work_is_503_with_the_reason(client, monkeypatch):
    pulse()
    monkeypatch.setattr(health, "oldest_due", lambda: timezone.now() - timedelta(hours=1))
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert "has been due" in answer.json()["reason"]


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_503(client, monkeypatch):
    def broken() -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(health, "oldest_due", broken)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["database"] == "failing"


@pytest.mark.django_db
@pytest.mark.parametrize("host", ["localhost:8000", "adult.localhost:8000", "127.0.0.1:8000", "who.example"])
def test_health_is_answered_on_every_host_to_get_and_head_alone(client, host):
    assert client.head("/healthz", HTTP_HOST=host).status_code == 503
    assert client.get("/healthz", HTTP_HOST=host).status_code == 503
    assert client.post("/healthz", HTTP_HOST=host).status_code == 405
