"""How often something may be done, and how long somebody asks us to wait. Pure arithmetic."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

# Whoever asks for more patience than this gets this much.
LONGEST_RETRY_AFTER = timedelta(hours=24)
HOUR = 3600.0

_SECONDS = {"s": 1.0, "min": 60.0, "h": HOUR}
_RATE = re.compile(r"([1-9][0-9]{0,5})/(s|min|h)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """So many times within so many seconds."""

    times: int
    seconds: float


def parse_rates(text: str) -> tuple[Rate, ...]:
    """The rates of a list like `10/min,60/h`. Raises ValueError with a sentence."""
    rates = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        found = _RATE.fullmatch(part)
        if found is None:
            raise ValueError(f"HOST_PACE takes rates like 10/min,60/h; {part!r} is none.")
        rates.append(Rate(times=int(found[1]), seconds=_SECONDS[found[2]]))
    return tuple(rates)


def next_time(times: Sequence[float], rates: Iterable[Rate]) -> float:
    """The first moment at which one more stays inside every rate, after these moments, oldest first."""
    return max((times[-rate.times] + rate.seconds for rate in rates if len(times) >= rate.times), default=0.0)


def retry_after(value: str, now: datetime) -> datetime | None:
    """The time that a Retry-After header names, 24 hours on at most; None when it names none that is to come."""
    value = value.strip()
    if value.isascii() and value.isdigit():
        asked = timedelta(seconds=int(value[:9]))
    else:
        try:
            named = parsedate_to_datetime(value)
        except (TypeError, ValueError, IndexError, OverflowError):
            return None
        asked = (named if named.tzinfo else named.replace(tzinfo=UTC)) - now
    return now + min(asked, LONGEST_RETRY_AFTER) if asked > timedelta(0) else None
