"""When to try again."""

from datetime import UTC, datetime, timedelta

import pytest

from buttobi.trackbacks.backoff import LONGEST, TRIES, WAITS, next_try

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize("tries", range(1, TRIES))
def test_each_wait_is_as_long_as_the_table_says_give_or_take_a_fifth(tries):
    at = next_try(tries=tries, since=NOW, now=NOW)
    assert at is not None
    assert WAITS[tries] * 0.8 <= at - NOW <= WAITS[tries] * 1.2


def test_waits_differ_so_that_many_do_not_come_at_once():
    assert len({next_try(tries=3, since=NOW, now=NOW) for _ in range(20)}) > 1


def test_six_tries_are_enough():
    assert next_try(tries=TRIES, since=NOW, now=NOW) is None


def test_three_days_are_enough():
    assert next_try(tries=2, since=NOW - LONGEST, now=NOW) is None


def test_a_server_that_asks_for_patience_gets_it():
    at = next_try(tries=1, since=NOW, now=NOW, not_before=NOW + timedelta(hours=5))
    assert at == NOW + timedelta(hours=5)
