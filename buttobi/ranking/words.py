"""What the ranking says of a day and of a place, in the active language."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from buttobi.entries.views import reading_days
from buttobi.ranking import rings
from buttobi.ranking.models import Day, Standing
from buttobi.ranking.table import Row, Table

_INSTANT = timedelta(microseconds=1)
_SIGNS = {"up": "↑", "down": "↓", "same": "=", "new": "＊", "back": "↩"}


def day(on: date) -> str:
    """`22 Sep 2026`, `2026年9月22日`."""
    return reading_days.day(_noon(on))


def month(on: date) -> str:
    """`September 2026`, `2026年9月`."""
    return reading_days.month(_noon(on))


def hours(of: Day) -> str:
    """From when to when it goes, on the clocks that it was kept by: `00:00 to 24:00 JST`, with dates where needed."""
    zone = ZoneInfo(of.time_zone)
    begins, ends = of.begins_at.astimezone(zone), of.ends_at.astimezone(zone)
    first, last = _clock(begins), _clock(ends)
    goes_to_midnight = (of.ends_at - _INSTANT).astimezone(zone).date() == of.date != ends.date()
    start, end = _on(of, begins), "24:00" if goes_to_midnight else _on(of, ends)
    if first == last:
        words = _("%(start)s to %(end)s %(clock)s") % {"start": start, "end": end, "clock": last}
    else:
        words = _("%(start)s %(first)s to %(end)s %(last)s") % {
            "start": start,
            "first": first,
            "end": end,
            "last": last,
        }
    length = round((of.ends_at - of.begins_at) / timedelta(hours=1), 1)
    if length == 24:
        return words
    return _("{words} ({more})").format(words=words, more=_("a day of %(n)g hours") % {"n": length})


def state(table: Table) -> str:
    """Where the day stands: `being counted`, `provisional`, `final`, and whether staff corrected it."""
    if table.day is None:
        return ""
    label = str(table.day.get_state_display())
    return _("%(state)s, corrected") % {"state": label} if table.is_corrected else label


def tie(row: Row) -> str:
    """What stands beside a rank that others have, too."""
    return pgettext("rank", "tie") if row.tied else ""


def change(row: Row) -> str:
    """What became of its place since the day before, in words."""
    if row.change == "up":
        return ngettext("up %(n)s", "up %(n)s", row.steps) % {"n": row.steps}
    if row.change == "down":
        return ngettext("down %(n)s", "down %(n)s", row.steps) % {"n": row.steps}
    said = {"same": pgettext("rank", "same"), "new": pgettext("rank", "new"), "back": pgettext("rank", "back")}
    return said.get(row.change, "")


def sign(row: Row) -> str:
    """The same as a sign."""
    return _SIGNS.get(row.change, "")


def flags(standing: Standing) -> list[str]:
    """Why staff are asked to look at it."""
    return [_(rings.FLAGS[flag]) for flag in standing.flags if flag in rings.FLAGS]


def all_flags() -> list[str]:
    """Every reason for which staff are asked to look."""
    return [_(flag) for flag in rings.FLAGS.values()]


def _on(of: Day, at: datetime) -> str:
    """`07:00`, with its date when that is not the day's own."""
    return f"{at:%H:%M}" if at.date() == of.date else f"{day(at.date())} {at:%H:%M}"


def _noon(on: date) -> datetime:
    return datetime.combine(on, time(12), tzinfo=timezone.get_current_timezone())


def _clock(at: datetime) -> str:
    """`JST`; clocks without letters are named by their distance, `UTC+03`."""
    name = at.tzname() or "UTC"
    return f"UTC{name}" if name[0] in "+-" else name
