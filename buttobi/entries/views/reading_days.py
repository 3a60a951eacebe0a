"""Dates as a reader reads them: in the active language and time zone."""

from datetime import datetime, tzinfo

from django.utils import dateformat, timezone, translation

DAY = {"ja": "Y年n月j日", "en": "j M Y"}
_MONTH = {"ja": "Y年n月", "en": "F Y"}
_MOMENT = {"ja": "Y年n月j日 H:i", "en": "j M Y, H:i"}

# Nothing here is older or younger. At the very ends of the calendar a moment of one zone is none of another.
_YEARS = range(1000, 9001)


def bounds_of_month(year: int, month: int, zone: tzinfo) -> tuple[datetime, datetime] | None:
    """When a month begins and the next one does, on the clocks of a zone; None for what is no month."""
    if year not in _YEARS or not 1 <= month <= 12:
        return None
    return datetime(year, month, 1, tzinfo=zone), datetime(year + month // 12, month % 12 + 1, 1, tzinfo=zone)


def day(at: datetime) -> str:
    """`22 Sep 2026`, `2026年9月22日`."""
    return _format(at, DAY)


def moment(at: datetime) -> str:
    """`22 Sep 2026, 10:42`, `2026年9月22日 10:42`."""
    return _format(at, _MOMENT)


def month(at: datetime) -> str:
    """`September 2026`, `2026年9月`."""
    return _format(at, _MONTH)


def stamp(at: datetime) -> str:
    """For machines: ISO 8601 in the active time zone, to the second."""
    return timezone.localtime(at).isoformat(timespec="seconds")


def _format(at: datetime, formats: dict[str, str]) -> str:
    return dateformat.format(timezone.localtime(at), formats.get(translation.get_language() or "en", formats["en"]))
