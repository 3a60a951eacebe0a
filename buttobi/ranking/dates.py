"""Dates and months in addresses: `2026-11-21` and `2026-11`, and nothing that merely looks like one."""

from datetime import date

from django.urls import register_converter


class DateConverter:
    """One day."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


class MonthConverter:
    """One month, as its first day."""

    regex = "[0-9]{4}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(f"{value}-01")

    def to_url(self, value: date) -> str:
        return f"{value:%Y-%m}"


register_converter(DateConverter, "date")
register_converter(MonthConverter, "month")
