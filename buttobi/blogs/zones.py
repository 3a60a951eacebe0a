"""Time zones that a person can choose by typing."""

from functools import cache
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


@cache
def names() -> tuple[str, ...]:
    """Every zone named after a place, and UTC; in alphabetical order."""
    return tuple(sorted(name for name in available_timezones() if name == "UTC" or _is_place(name)))


def clean(typed: str) -> str:
    """The zone that was meant, however its letters are written; a ValidationError when there is none."""
    wanted = typed.strip().replace(" ", "_").casefold()
    for name in names():
        if name.casefold() == wanted:
            return name
    raise ValidationError(_("Please choose a time zone of the list, for example Asia/Tokyo."), code="no_such_zone")


def _is_place(name: str) -> bool:
    return "/" in name and not name.startswith(("Etc/", "SystemV/", "US/", "posix/", "right/"))
