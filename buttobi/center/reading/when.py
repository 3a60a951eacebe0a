"""When a theme takes trackbacks, in the words of its reader and the time of its blog."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import dateformat, timezone, translation
from django.utils.translation import gettext, ngettext, pgettext

from buttobi.center.models import Theme
from buttobi.center.starters import PRACTICE
from buttobi.entries.models import Entry
from buttobi.entries.views import reading_days

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MOMENT = timedelta(microseconds=1)
_THIS_YEAR = {"ja": "n月j日", "en": "j M"}


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """The life of a theme in words; `at` and `stamp` name the moment that they speak of, for `<time>`."""

    life: str
    """A value of Theme.Life. A theme whose doors were shut by hand is closed, whatever its dates say."""
    says: str
    """`open until 30 Nov`, `opens on 1 Dec`, `closed since 21 Nov`."""
    closing: str = ""
    """`closing soon, in 2 days`; empty when it is not."""
    stamp: str = ""

    @property
    def is_open(self) -> bool:
        return self.life == Theme.Life.OPEN


def of(theme: Theme, now: datetime | None = None) -> When:
    """Where a theme stands now."""
    now = now or timezone.now()
    with timezone.override(theme.entry.blog.zone):
        return _of(theme, now)


def _of(theme: Theme, now: datetime) -> When:
    entry, life = theme.entry, theme.life(now)
    if life == Theme.Life.ANNOUNCED and entry.opens_at is not None:
        says = gettext("opens on %(day)s") % {"day": _beginning(entry.opens_at, now)}
        return When(life=life, says=says, stamp=reading_days.stamp(entry.opens_at))
    if life == Theme.Life.CLOSED and entry.closes_at is not None:
        says = gettext("closed since %(day)s") % {"day": _beginning(entry.closes_at, now)}
        return When(life=life, says=says, stamp=reading_days.stamp(entry.closes_at))
    if entry.target is None or not entry.target.is_open:
        return When(life=Theme.Life.CLOSED, says=gettext("takes no new trackbacks"))
    if entry.closes_at is None:
        return When(life=life, says=gettext("always open") if is_practice(entry) else pgettext("theme", "open"))
    says = gettext("open until %(day)s") % {"day": _end(entry.closes_at, now)}
    closing = soon(entry.closes_at, now) if theme.is_closing_soon(now) else ""
    return When(life=life, says=says, closing=closing, stamp=reading_days.stamp(entry.closes_at))


def is_practice(entry: Entry) -> bool:
    """Whether it is the theme of a Trackback Center that is there for trying out."""
    return entry.blog.official and entry.slug == PRACTICE


def soon(closes_at: datetime, now: datetime) -> str:
    """How much time is left to answer, when it is little."""
    left = closes_at - now
    if left < HOUR:
        return gettext("closing soon: within the hour")
    if left < DAY:
        hours = left // HOUR
        return ngettext("closing soon: in %(n)s hour", "closing soon: in %(n)s hours", hours) % {"n": hours}
    days = left // DAY
    return ngettext("closing soon: in %(n)s day", "closing soon: in %(n)s days", days) % {"n": days}


def period(opened_at: datetime, closed_at: datetime, zone: ZoneInfo) -> str:
    """The days on which a theme was open: `1–8 Nov 2026`, `28 Nov – 3 Dec 2026`, `2026年11月1日～8日`."""
    # What ends at midnight ends with the day before.
    first, last = (moment.astimezone(zone).date() for moment in (opened_at, closed_at - MOMENT))
    if last <= first:
        return _in_full(first)
    return _in_japanese(first, last) if _is_japanese() else _in_english(first, last)


def _in_english(first: date, last: date) -> str:
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{_in_full(last)}"
    begins = dateformat.format(first, "j M" if first.year == last.year else "j M Y")
    return f"{begins} – {_in_full(last)}"


def _in_japanese(first: date, last: date) -> str:
    if (first.year, first.month) == (last.year, last.month):
        return f"{_in_full(first)}～{last.day}日"
    return f"{_in_full(first)}～{dateformat.format(last, 'n月j日' if first.year == last.year else 'Y年n月j日')}"


def _in_full(day: date) -> str:
    return dateformat.format(day, reading_days.DAY["ja" if _is_japanese() else "en"])


def _end(moment: datetime, now: datetime) -> str:
    """Up to when, as people say it: what ends at midnight ends with the day before."""
    local = timezone.localtime(moment)
    if (local.hour, local.minute) == (0, 0):
        return _day(local.date() - DAY, now)
    return _moment(local, now)


def _beginning(moment: datetime, now: datetime) -> str:
    local = timezone.localtime(moment)
    return _day(local.date(), now) if (local.hour, local.minute) == (0, 0) else _moment(local, now)


def _moment(local: datetime, now: datetime) -> str:
    return f"{_day(local.date(), now)}{' ' if _is_japanese() else ', '}{dateformat.format(local, 'H:i')}"


def _day(day: date, now: datetime) -> str:
    formats = reading_days.DAY if day.year != timezone.localtime(now).year else _THIS_YEAR
    return dateformat.format(day, formats["ja" if _is_japanese() else "en"])


def _is_japanese() -> bool:
    return translation.get_language() == "ja"
