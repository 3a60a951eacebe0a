"""From when up to when each date of the ranking goes: by the clocks of now, but final days keep the hours they had.

So the dates follow each other without a gap also when RANKING_TIME_ZONE changes: the first that is not final begins
where the last final one ended, and has more or fewer hours for once. Both sections have the same hours.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone

from buttobi.ranking import days
from buttobi.ranking.models import Day

_DAY = timedelta(days=1)
# No two zones are further apart than a bit more than a day: so many dates away, no final day reaches into another.
_NEAR = [_DAY * number for number in range(-3, 4)]
# What must be known around a date to say this of it, and of those about which it is asked with it.
_AROUND = 10 * _DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One date: up to `ends`, which is the first instant of the next. Of no length where its zone left it out."""

    day: date
    begins: datetime
    ends: datetime
    zone: ZoneInfo

    def __contains__(self, moment: datetime) -> bool:
        return self.begins <= moment < self.ends

    @property
    def is_empty(self) -> bool:
        """Whether no instant belongs to it."""
        return self.begins >= self.ends

    @property
    def provisional_at(self) -> datetime:
        """From when on it is shown provisionally."""
        return max(self.ends, days.on_the_clock(self.day + _DAY, days.PROVISIONAL, self.zone))

    @property
    def final_at(self) -> datetime:
        """From when on it is final."""
        return max(self.ends, days.on_the_clock(self.day + _DAY, days.FINAL, self.zone))


@dataclass(frozen=True, slots=True, kw_only=True)
class Spans:
    """The hours of dates, given those of final days."""

    final: Mapping[date, Span]

    def span(self, day: date) -> Span:
        """The hours of one date."""
        return self.final.get(day) or Span(day=day, begins=self._begins(day), ends=self._ends(day), zone=days.zone())

    def date_of(self, moment: datetime) -> date:
        """The date to which an instant belongs."""
        by_clock = days.date_of(moment)
        return next((by_clock + away for away in _NEAR if moment in self.span(by_clock + away)), by_clock)

    def yesterday(self, now: datetime) -> date:
        """The last date of some length that is over."""
        day = self.date_of(now) - _DAY
        while self.span(day).is_empty:
            day -= _DAY
        return day

    def _begins(self, day: date) -> datetime:
        before = self.final.get(day - _DAY)
        return before.ends if before else self._between(days.begins(day), day)

    def _ends(self, day: date) -> datetime:
        after = self.final.get(day + _DAY)
        return after.begins if after else self._between(days.ends(day), day)

    def _between(self, moment: datetime, day: date) -> datetime:
        """A moment, but not one that belongs to a final day before or after a date."""
        near = [self.final[day + away] for away in _NEAR if day + away in self.final]
        moment = max([moment, *(one.ends for one in near if one.day < day)])
        return min([moment, *(one.begins for one in near if one.day > day)])


def around(day: date) -> Spans:
    """What is to be known of one date and of those next to it."""
    return _of(Day.objects.filter(date__gt=day - _AROUND, date__lt=day + _AROUND))


def since(moment: datetime) -> Spans:
    """What is to be known of every date from that of a moment on."""
    return _of(Day.objects.filter(date__gt=days.date_of(moment) - _AROUND))


def running(now: datetime | None = None) -> Span:
    """The date that is running: the first that is not final."""
    now = now or timezone.now()
    known = around(days.date_of(now))
    return known.span(known.date_of(now))


def _of(found: QuerySet[Day]) -> Spans:
    rows = found.filter(state=Day.State.FINAL).values_list("date", "begins_at", "ends_at", "time_zone")
    return Spans(
        final={
            day: Span(day=day, begins=begins, ends=ends, zone=ZoneInfo(zone))
            for day, begins, ends, zone in rows.distinct()
        }
    )
