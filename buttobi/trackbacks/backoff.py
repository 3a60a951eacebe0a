"""When to try again: how long to wait before which attempt, and when it is enough. Pure arithmetic."""

import random
from datetime import datetime, timedelta

# The wait before each attempt; the first one is made at once.
WAITS = (
    timedelta(0),
    timedelta(minutes=1),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(hours=24),
)
TRIES = len(WAITS)
# Nobody expects a trackback later than this.
LONGEST = timedelta(days=3)
# A POST of which nobody knows whether it arrived is not repeated earlier, and not without a look at their page.
IN_DOUBT = timedelta(hours=1)
JITTER = 0.2


def next_try(*, tries: int, since: datetime, now: datetime, not_before: datetime | None = None) -> datetime | None:
    """The time of the next attempt after `tries` of them, in a round that began at `since`; None when it is enough."""
    if tries >= TRIES:
        return None
    spread = 1 + random.uniform(-JITTER, JITTER)  # noqa: S311 - it only keeps many from coming at once
    at = now + WAITS[max(tries, 1)] * spread
    at = max(at, not_before or at)
    return at if at <= since + LONGEST else None
