"""One month of a Trackback Center as staff see it: which theme is open on which day, and where there are too few."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from buttobi.blogs.models import Blog
from buttobi.center import plan, shelf
from buttobi.center.models import Theme
from buttobi.center.plan import Month, Window
from buttobi.center.reading import when
from buttobi.entries.models import Entry
from buttobi.entries.views import reading_words

WEEKEND = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One theme in the month: a bar over its days."""

    theme: Theme
    title: str
    lang: str
    life: str
    """A value of Theme.Life."""
    says: str
    before: int
    """How many days of the month come before the bar, how many it covers, and how many come after."""
    span: int
    after: int
    goes_on_before: bool
    goes_on_after: bool
    is_closing: bool
    lacks_words: bool
    """It is announced in one language only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day of the month."""

    date: date
    open: int
    is_gap: bool
    """It is to come, and has too few themes."""
    is_past: bool
    is_today: bool
    is_weekend: bool
    opening: tuple[Row, ...]
    closing: tuple[Row, ...]

    @property
    def has_news(self) -> bool:
        return bool(self.opening or self.closing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The month, day by day and theme by theme."""

    month: Month
    days: tuple[Day, ...]
    rows: tuple[Row, ...]
    undated: tuple[Row, ...]
    """Drafts without a day, the last written first; not those that wait on the shelf."""
    wanted: int

    @property
    def gaps(self) -> int:
        return sum(day.is_gap for day in self.days)

    @property
    def past_news(self) -> list[Day]:
        """The days before today on which something opened or closed."""
        return [day for day in self.days if day.is_past and day.has_news]

    @property
    def coming_news(self) -> list[Day]:
        """Today, and the days to come on which something opens, closes or begins to be missing."""
        pairs = zip((None, *self.days), self.days, strict=False)
        return [day for before, day in pairs if not day.is_past and _is_news(before, day)]


def board(center: Blog, month: Month, now: datetime) -> Board:
    """The plan of one month, in the Center's time and the reader's language."""
    days = month.days
    themes = shelf.of_center(center.section).defer(*_TEXTS)
    with timezone.override(center.zone):
        rows = [_row(theme, days, center, now) for theme in themes.filter(_in(month, center)).order_by(*_IN_TURN)]
        undated = [_row(theme, days, center, now) for theme in themes.filter(_UNDATED).order_by("-pk")]
    published = [
        window
        for row in rows
        if row.theme.entry.state == Entry.State.PUBLISHED and (window := _window(row.theme)) is not None
    ]
    today = now.astimezone(center.zone).date()
    return Board(
        month=month,
        days=tuple(_day(day, days, rows, published, center, today) for day in days),
        rows=tuple(rows),
        undated=tuple(undated),
        wanted=settings.OPEN_THEMES,
    )


# What the plan has no use for.
_TEXTS = ("entry__body", "entry__second_body")
_IN_TURN = ("entry__opens_at", "pk")
_UNDATED = Q(entry__opens_at=None, entry__state=Entry.State.DRAFT, on_shelf=False)


def _in(month: Month, center: Blog) -> Q:
    """Themes that are open on some day of a month."""
    starts, ends = (plan.begins(one.first, center.zone) for one in (month, month.after))
    lasts = Q(entry__closes_at=None) | Q(entry__closes_at__gt=starts)
    return lasts & Q(entry__opens_at__lt=ends)


def _is_news(before: Day | None, day: Day) -> bool:
    begins_to_lack = day.is_gap and not (before is not None and before.is_gap)
    return day.has_news or day.is_today or begins_to_lack


def _window(theme: Theme) -> Window | None:
    entry = theme.entry
    return Window(opens_at=entry.opens_at, closes_at=entry.closes_at) if entry.opens_at is not None else None


def _row(theme: Theme, days: Sequence[date], center: Blog, now: datetime) -> Row:
    window = _window(theme)
    before, span = plan.stretch(window, days, center.zone) if window is not None else (0, 0)
    words = reading_words.of_entry(theme.entry)
    life = theme.life(now)
    ends = plan.begins(Month.of(days[0]).after.first, center.zone)
    return Row(
        theme=theme,
        title=words.title,
        lang=words.language,
        life=life,
        says=str(Theme.Life.DRAFT.label) if life == Theme.Life.DRAFT else when.of(theme, now).says,
        before=before,
        span=span,
        after=len(days) - before - span,
        goes_on_before=window is not None and window.opens_at < plan.begins(days[0], center.zone),
        goes_on_after=window is not None and (window.closes_at is None or window.closes_at > ends),
        is_closing=theme.is_closing_soon(now),
        lacks_words=life != Theme.Life.DRAFT and lacks_words(theme.entry),
    )


def lacks_words(entry: Entry) -> bool:
    """Whether a theme is written in one language only."""
    return not entry.second_title or entry.second_title == entry.title or not entry.title


def _day(
    day: date, days: Sequence[date], rows: Sequence[Row], windows: Sequence[Window], center: Blog, today: date
) -> Day:
    number = days.index(day)
    count = plan.open_on(windows, day, center.zone)
    return Day(
        date=day,
        open=count,
        is_gap=day >= today and count < settings.OPEN_THEMES,
        is_past=day < today,
        is_today=day == today,
        is_weekend=day.weekday() >= WEEKEND,
        opening=tuple(row for row in rows if row.before == number and not row.goes_on_before),
        closing=tuple(row for row in rows if row.before + row.span - 1 == number and not row.goes_on_after),
    )
