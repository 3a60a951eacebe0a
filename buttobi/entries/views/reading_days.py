"""Dates as a reader reads them: in the active language and time zone."""

from datetime import datetime

from django.utils import dateformat, timezone, translation

DAY = {"ja": "Y年n月j日", "en": "j M Y"}
_MONTH = {"ja": "Y年n月", "en": "F Y"}
_MOMENT = {"ja": "Y年n月j日 H:i", "en": "j M Y, H:i"}


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
