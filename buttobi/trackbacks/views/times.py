"""Dates and times as an owner reads them, in the time zone of the blog that they concern."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from buttobi.blogs.models import Blog


def in_full(at: datetime, blog: Blog) -> str:
    """Day and time."""
    # Translators: the form of a date with its time, in Django's letters: 22 Sep 2026, 10:42
    return date_format(at.astimezone(blog.zone), gettext("j M Y, H:i"))


def in_short(at: datetime, blog: Blog, *, now: datetime | None = None) -> str:
    """The time for today, the day for this year, day and year for what is older."""
    local = at.astimezone(blog.zone)
    today = (now or timezone.now()).astimezone(blog.zone)
    if local.date() == today.date():
        return date_format(local, "H:i")
    # Translators: a day of this year, and a day with its year, in Django's letters: 22 Sep · 22 Sep 2026
    return date_format(local, gettext("j M") if local.year == today.year else gettext("j M Y"))


def for_machines(at: datetime, blog: Blog) -> str:
    """ISO 8601, as `datetime` attributes have it."""
    return at.astimezone(blog.zone).isoformat(timespec="seconds")
