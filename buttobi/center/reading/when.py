"""When a theme takes trackbacks, in the words of its reader and the time of its blog.

A day far off is a day. Where it is near, and wherever an hour is said, whose clock it is stands beside it: a reader on
the other side of the world still has the last evening, or has missed it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import dateformat, timezone, translation
from django.utils.translation import gettext, ngettext, pgettext

from buttobi.center.models import SOON, Theme
from buttobi.center.starters import PRACTICE
from buttobi.entries.models import Entry
from buttobi.entries.views import reading_days

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
MOMENT = timedelta(microseconds=1)
_THIS_YEAR = {"ja": "n月j日", "en": "j M"}


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """The life of a theme in words; `stamp` names the moment that they speak of, for `<time>`."""

    life: str
    """A value of Theme.Life. A theme whose doors were shut by hand is closed, whatever its dates say."""
    says: str
    """`open until 30 Nov`, `opens on 1 Dec`, `closed since 21 Nov`; near that day, as `exact` has it."""
    exact: str = ""
    """`open until 30 Nov, 23:59 (Tokyo)`; the same as `says` where no moment is spoken of."""
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
        return _at(entry.opens_at, now, gettext("opens on %(day)s"), life=life)
    if life == Theme.Life.CLOSED and entry.closes_at is not None:
        return _at(entry.closes_at, now, gettext("closed since %(day)s"), life=life)
    if entry.target is None or not entry.target.is_open:
        return _always(gettext("takes no new trackbacks"), life=Theme.Life.CLOSED)
    if entry.closes_at is None:
        return _always(gettext("always open") if is_practice(entry) else pgettext("theme", "open"), life=life)
    closing = soon(entry.closes_at, now) if theme.is_closing_soon(now) else ""
    return _at(entry.closes_at, now, gettext("open until %(day)s"), life=life, closing=closing, is_end=True)


def _always(says: str, *, life: str) -> When:
    return When(life=life, says=says, exact=says)


def _at(moment: datetime, now: datetime, words: str, *, life: str, closing: str = "", is_end: bool = False) -> When:
    """`is_end`: up to that moment; what ends at midnight ends with the day before, as people say it."""
    local = timezone.localtime(moment)
    is_midnight = (local.hour, local.minute) == (0, 0)
    said = (local - MINUTE).replace(second=0) if is_end and is_midnight else local
    exact = words % {"day": _moment(said, now)}
    is_far = is_midnight and abs(moment - now) > SOON
    says = words % {"day": _day(said.date(), now)} if is_far else exact
    return When(life=life, says=says, exact=exact, closing=closing, stamp=reading_days.stamp(moment))


def whose(zone: ZoneInfo) -> str:
    """Whose clock it is, as people say it: `Tokyo`, `New York`, `UTC`."""
    if zone.key == "Asia/Tokyo":
        return pgettext("time zone", "Tokyo")
    return zone.key.rpartition("/")[2].replace("_", " ")


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
    """The days on which a theme was open: `1–8 Nov 2026`, `28 Nov – 3 Dec 2026`, `2026年11月1日〜8日`."""
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
        return f"{_in_full(first)}〜{last.day}日"
    return f"{_in_full(first)}〜{dateformat.format(last, 'n月j日' if first.year == last.year else 'Y年n月j日')}"


def _in_full(day: date) -> str:
    return dateformat.format(day, reading_days.DAY["ja" if _is_japanese() else "en"])


def _moment(local: datetime, now: datetime) -> str:
    """`30 Nov, 23:59 (Tokyo)`."""
    day = f"{_day(local.date(), now)}{' ' if _is_japanese() else ', '}{dateformat.format(local, 'H:i')}"
    zone = timezone.get_current_timezone()
    return gettext("{words} ({more})").format(words=day, more=whose(zone)) if isinstance(zone, ZoneInfo) else day


def _day(day: date, now: datetime) -> str:
    formats = reading_days.DAY if day.year != timezone.localtime(now).year else _THIS_YEAR
    return dateformat.format(day, formats["ja" if _is_japanese() else "en"])


def _is_japanese() -> bool:
    return translation.get_language() == "ja"
