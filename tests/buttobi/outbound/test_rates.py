"""Rates and patience: arithmetic."""

from datetime import UTC, datetime, timedelta

import pytest

from buttobi.outbound.rates import Rate, next_time, parse_rates, retry_after

NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
RATES = parse_rates("10/min,60/h")


def test_rates_are_read():
    assert list(RATES) == [Rate(times=10, seconds=60.0), Rate(times=60, seconds=3600.0)]
    assert parse_rates(" 3/s ") == (Rate(times=3, seconds=1.0),)
    assert parse_rates("") == ()


@pytest.mark.parametrize("text", ["ten/min", "10", "10/day", "0/min", "-1/min", "10/min;60/h", "1.5/s"])
def test_what_is_no_rate_is_refused_with_a_sentence(text):
    with pytest.raises(ValueError, match="HOST_PACE takes rates"):
        parse_rates(text)


def test_the_next_time_is_inside_every_rate():
    assert next_time([], RATES) == 0.0
    assert next_time([float(second) for second in range(9)], RATES) == 0.0
    assert next_time([float(second) for second in range(10)], RATES) == 60.0
    assert next_time([minute * 60.0 for minute in range(60)], RATES) == 3600.0


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("120", timedelta(minutes=2)),
        (" 120 ", timedelta(minutes=2)),
        ("Sun, 01 Nov 2026 12:10:00 GMT", timedelta(minutes=10)),
        ("99999999999999999999", timedelta(hours=24)),
        ("999999999999", timedelta(hours=24)),
        ("Fri, 31 Dec 9999 23:59:59 GMT", timedelta(hours=24)),
        ("0", None),
        ("-5", None),
        ("１２０", None),
        ("Sun, 99 Foo", None),
        ("\x00", None),
        ("Sun, 01 Nov 2026 11:00:00 GMT", None),
        ("soon", None),
        ("", None),
    ],
)
def test_retry_after_is_believed_up_to_a_day(value, wait):
    assert retry_after(value, NOW) == (NOW + wait if wait else None)
