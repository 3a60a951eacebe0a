"""The plan of a Trackback Center: on which days which themes are open, and where there are too few.

Arithmetic over days alone: no row is read or written here. A day is one of the Center's time zone.
"""

from calendar import Calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

# How long a theme is open that nobody gave another end.
DAYS = 14
# How far ahead a free day is looked for.
AHEAD = 366
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """From when, and until when (None: for good), a theme is open."""

    opens_at: datetime
    closes_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """One month of a calendar."""

    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> "Month":
        return cls(year=day.year, month=day.month)

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def days(self) -> list[date]:
        """Every day of it, in order."""
        calendar = Calendar().itermonthdates(self.year, self.month)
        return [day for day in calendar if day.month == self.month]

    @property
    def before(self) -> "Month":
        return Month.of(self.first - _DAY)

    @property
    def after(self) -> "Month":
        return Month.of(self.days[-1] + _DAY)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"


def begins(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of a day there, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def midnight(moment: datetime, zone: ZoneInfo) -> datetime:
    """The end of the day that a moment is in there, in UTC: people say until which day, not until which minute."""
    day = moment.astimezone(zone).date()
    return moment if begins(day, zone) == moment else begins(day + _DAY, zone)


def is_open_on(window: Window, day: date, zone: ZoneInfo) -> bool:
    """Whether a theme is open during any part of a day."""
    starts, ends = begins(day, zone), begins(day + _DAY, zone)
    return window.opens_at < ends and (window.closes_at is None or window.closes_at > starts)


def open_on(windows: Sequence[Window], day: date, zone: ZoneInfo) -> int:
    """How many themes are open during any part of a day."""
    return sum(is_open_on(window, day, zone) for window in windows)


def stretch(window: Window, days: Sequence[date], zone: ZoneInfo) -> tuple[int, int]:
    """Which of consecutive days a theme is open on: the number of days before them, and how many they are."""
    found = [number for number, day in enumerate(days) if is_open_on(window, day, zone)]
    return (found[0], len(found)) if found else (0, 0)


def gaps(windows: Sequence[Window], days: Sequence[date], zone: ZoneInfo, *, wanted: int) -> list[date]:
    """The days on which fewer themes than `wanted` are open."""
    return [day for day in days if open_on(windows, day, zone) < wanted]


def next_free(windows: Sequence[Window], *, after: date, zone: ZoneInfo, wanted: int) -> Window:
    """Fourteen days for one theme more, from the first midnight after `after` on which there are too few.

    Where there are always enough, from the first day on which no other theme opens.
    """
    ahead = [after + number * _DAY for number in range(1, AHEAD + 1)]
    day = next(iter(gaps(windows, ahead, zone, wanted=wanted)), None) or next(_quiet(windows, ahead, zone), ahead[0])
    return fortnight(day, zone)


def fortnight(day: date, zone: ZoneInfo) -> Window:
    """Fourteen days from the first moment of a day on."""
    return Window(opens_at=begins(day, zone), closes_at=begins(day + DAYS * _DAY, zone))


def _quiet(windows: Sequence[Window], days: Sequence[date], zone: ZoneInfo) -> Iterator[date]:
    opening = {window.opens_at.astimezone(zone).date() for window in windows}
    return (day for day in days if day not in opening)
