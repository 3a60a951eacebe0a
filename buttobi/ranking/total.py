"""Totals a day of a section, and every day that was missed."""

from datetime import date, datetime

from buttobi.ranking.models import Day
from buttobi.sections.section import Section


def total(section: Section, day: date, *, now: datetime | None = None) -> Day:
    """Counts a day as of now, once or a hundred times; a final one stays what it is."""
    raise NotImplementedError


def catch_up(section: Section, *, now: datetime | None = None) -> list[Day]:
    """Totals every day of a section that is over and not final yet, in order."""
    raise NotImplementedError
