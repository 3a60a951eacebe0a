"""Which instants belong to a date of the ranking, in RANKING_TIME_ZONE; every moment here is in UTC.

A date begins with the first instant at which the clocks of the zone show it (or a later one), and ends when the next
one begins. So each instant belongs to one date, whatever the clocks do: a day has 23 or 25 hours, or none at all where
a zone left one out, and an hour that comes twice around midnight belongs to the date that has begun.
"""

from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

# On the clocks of the next day: when a day is shown for the first time, and when it is settled.
PROVISIONAL = time(0, 30)
FINAL = time(6, 0)

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


def zone() -> ZoneInfo:
    """The zone whose dates the ranking keeps."""
    return ZoneInfo(settings.RANKING_TIME_ZONE)


def date_of(moment: datetime) -> date:
    """The date to which an instant belongs."""
    return _date_of(moment, zone())


def begins(day: date) -> datetime:
    """The first instant of a date. Raises OverflowError at the ends of the calendar."""
    return _first_instant(day, zone())


def ends(day: date) -> datetime:
    """The first instant that is not of that date any more."""
    return _first_instant(day + _DAY, zone())


def provisional_at(day: date) -> datetime:
    """From when on a date is shown provisionally: half past midnight of the next."""
    return max(ends(day), on_the_clock(day + _DAY, PROVISIONAL, zone()))


def final_at(day: date) -> datetime:
    """From when on a date is final: six in the morning of the next."""
    return max(ends(day), on_the_clock(day + _DAY, FINAL, zone()))


def on_the_clock(day: date, at: time, clocks: ZoneInfo) -> datetime:
    """When the clocks show that time first; where they leap over it, as if they had not."""
    return datetime.combine(day, at, clocks).astimezone(UTC)


def today(now: datetime | None = None) -> date:
    """The date that is running, by the clocks."""
    return date_of(now or timezone.now())


def yesterday(now: datetime | None = None) -> date:
    """The last date of some length that is over."""
    day = today(now) - _DAY
    while begins(day) == ends(day):
        day -= _DAY
    return day


def _date_of(moment: datetime, clocks: ZoneInfo) -> date:
    day = moment.astimezone(clocks).date()
    # Clocks that were put back across midnight show a date that is over.
    while _first_instant(day + _DAY, clocks) <= moment:
        day += _DAY
    return day


@lru_cache(maxsize=4096)
def _first_instant(day: date, clocks: ZoneInfo) -> datetime:
    midnight = datetime.combine(day, time())
    if_late, if_early = (midnight.replace(tzinfo=clocks, fold=fold).astimezone(UTC) for fold in (0, 1))
    if if_late.astimezone(clocks).replace(tzinfo=None) == midnight:
        return if_late
    # The clocks leapt over this midnight: at the leap, which lies between the two, the date began.
    seconds = range(int((if_late - if_early).total_seconds()) + 1)

    def is_over(second: int) -> bool:
        return (if_early + second * _SECOND).astimezone(clocks).replace(tzinfo=None) >= midnight

    return if_early + bisect_left(seconds, True, key=is_over) * _SECOND
