"""Bells: rung on commit, once while one waits, and never a reason for an error."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from celery.signals import worker_init, worker_ready, worker_shutting_down
from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.db import transaction

from buttobi import celery
from buttobi.celery import FOLDER, app, bell, ring, stopping
from buttobi.running.tasks import pulse

RUNG: list[str] = []


@bell("tests.doorbell")
def doorbell() -> None:
    RUNG.append("doorbell")


@pytest.fixture(autouse=True)
def _silence():
    FOLDER.mkdir(mode=0o700, exist_ok=True)
    _forget()
    yield
    _forget()


def _forget() -> None:
    """Tests elsewhere ring into the same folder."""
    for message in FOLDER.iterdir():
        message.unlink()
    caches["bells"].clear()
    RUNG.clear()


def waiting() -> list[str]:
    """The bells in the folder."""
    return [json.loads(message.read_bytes())["headers"]["task"] for message in sorted(FOLDER.glob("*.msg"))]


@pytest.mark.django_db(transaction=True)
def test_a_bell_is_heard_only_after_the_commit():
    with transaction.atomic():
        ring(doorbell)
        assert waiting() == []
    assert waiting() == ["tests.doorbell"]


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_fails_rings_nothing():
    def ring_and_fail() -> None:
        with transaction.atomic():
            ring(doorbell)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ring_and_fail()
    assert waiting() == []


@pytest.mark.django_db(transaction=True)
def test_while_a_bell_waits_it_is_not_rung_again():
    for _ in range(5):
        ring(doorbell)
    assert waiting() == ["tests.doorbell"]


@pytest.mark.django_db(transaction=True)
def test_a_bell_that_was_answered_can_be_rung_again_even_while_it_works():
    @bell("tests.rings_itself")
    def rings_itself() -> None:
        ring(rings_itself)

    ring(rings_itself)
    rings_itself()
    assert waiting() == ["tests.rings_itself"] * 2


@pytest.fixture
def break_folder():
    """Puts a file where the folder of bells should be, or mends it."""

    def turn(*, whole: bool) -> None:
        if whole:
            FOLDER.unlink()
            FOLDER.mkdir(mode=0o700)
        else:
            FOLDER.rmdir()
            FOLDER.write_text("")

    yield turn
    if FOLDER.is_file():
        turn(whole=True)


@pytest.mark.django_db(transaction=True)
def test_a_lost_folder_raises_nothing_and_is_counted(break_folder):
    before = celery.lost()
    break_folder(whole=False)
    ring(doorbell)
    ring(doorbell)
    assert celery.lost() == before + 2


@pytest.mark.django_db(transaction=True)
def test_after_a_failure_the_next_ring_is_tried_again(break_folder):
    break_folder(whole=False)
    ring(doorbell)
    break_folder(whole=True)
    ring(doorbell)
    assert waiting() == ["tests.doorbell"]


@pytest.mark.django_db(transaction=True)
def test_a_lost_cache_raises_nothing(monkeypatch):
    def gone(*_: object, **__: object) -> None:
        raise ConnectionError("no cache")

    monkeypatch.setattr(type(caches["bells"]), "add", gone)
    monkeypatch.setattr(BaseCache, "delete", gone)
    monkeypatch.setattr(type(caches["bells"]), "delete", gone)
    ring(doorbell)
    doorbell()
    assert RUNG == ["doorbell"]


@pytest.mark.django_db(transaction=True)
def test_a_new_worker_is_heard_though_a_killed_one_took_the_bell_along():
    ring(doorbell)
    for message in FOLDER.iterdir():
        message.unlink()  # taken by a worker that was killed with it in its hands
    ring(doorbell)
    assert waiting() == []
    worker_ready.send(sender=None)
    ring(doorbell)
    assert waiting().count("tests.doorbell") == 1


def test_only_json_is_understood():
    assert app.conf.accept_content == ["json"]
    assert app.conf.task_ignore_result
    assert not app.conf.worker_enable_remote_control


def test_a_bell_with_a_period_is_rung_by_the_clock():
    assert app.conf.beat_schedule[pulse.name] == {"task": "running.pulse", "schedule": 10.0}
    assert "tests.doorbell" not in app.conf.beat_schedule


def test_a_worker_that_is_told_to_end_says_so_to_its_drains():
    assert not stopping()
    worker_shutting_down.send(sender="worker", sig="SIGTERM", how="Warm", exitcode=0)
    assert stopping()
    worker_init.send(sender=None)
    assert not stopping()


@pytest.mark.chaos
@pytest.mark.django_db(transaction=True)
def test_garbage_in_the_folder_does_not_end_a_worker():
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "buttobi.settings"}
    worker = subprocess.Popen([sys.executable, "-m", "buttobi.running.worker", str(os.getpid())], env=environment)
    try:
        for number, garbage in enumerate((b"", b"{", b"[]", b'{"body": "x", "headers": {}, "properties": {}}')):
            (FOLDER / f"{number}.bells.msg").write_bytes(garbage)
        end = time.monotonic() + 30
        while list(FOLDER.glob("*.msg")):
            assert worker.poll() is None
            assert time.monotonic() < end, "the worker took nothing"
            time.sleep(0.1)
        time.sleep(1)
        assert worker.poll() is None
    finally:
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(10) == 0
