"""One month of a Trackback Center as staff see it: which theme is open on which day, and where there are too few."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from buttobi.blogs.models import Blog
from buttobi.center import plan, shelf
from buttobi.center.models import Run, Theme
from buttobi.center.plan import Month, Window
from buttobi.center.reading import when
from buttobi.entries.models import Entry
from buttobi.entries.views import reading_words

WEEKEND = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One time that a theme is open, or was, over the days of the month."""

    life: str
    """A value of Theme.Life."""
    says: str
    start: int
    """How many days of the month come before it, how many it covers, and how many are free since the bar before it."""
    span: int
    free: int
    goes_on_before: bool
    goes_on_after: bool
    is_closing: bool

    @property
    def end(self) -> int:
        return self.start + self.span


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One theme in the month: a bar for each time that it is open in it."""

    theme: Theme
    title: str
    lang: str
    bars: tuple[Bar, ...]
    after: int
    """How many days come after the last bar."""
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
    opening: tuple[tuple[Row, Bar], ...]
    closing: tuple[tuple[Row, Bar], ...]

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
    def first_gap(self) -> date | None:
        """Where a theme is missing first."""
        return next((day.date for day in self.days if day.is_gap), None)

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
    calendar = _Calendar(month=month, zone=center.zone, now=now)
    themes = shelf.of_center(center.section).defer(*_TEXTS)
    before = _before(themes, calendar)
    dated = themes.filter(calendar.has("entry__opens_at", "entry__closes_at") | Q(pk__in=list(before)))
    with timezone.override(center.zone):
        rows = [_row(theme, before.get(theme.pk, ()), calendar) for theme in dated.order_by(*_IN_TURN)]
        undated = [_row(theme, (), calendar) for theme in themes.filter(_UNDATED).order_by("-pk")]
    rows.sort(key=lambda row: row.bars[0].start if row.bars else 0)
    return Board(
        month=month,
        days=tuple(_day(number, rows, calendar) for number in range(len(calendar.days))),
        rows=tuple(rows),
        undated=tuple(undated),
        wanted=settings.OPEN_THEMES,
    )


# What the plan has no use for.
_TEXTS = ("entry__body", "entry__second_body")
_IN_TURN = ("entry__opens_at", "pk")
_UNDATED = Q(entry__opens_at=None, entry__state=Entry.State.DRAFT, on_shelf=False)


class _Calendar:
    """The days of the month, where the Center is."""

    def __init__(self, *, month: Month, zone: ZoneInfo, now: datetime) -> None:
        self.days, self.zone, self.now = month.days, zone, now
        self.today = now.astimezone(zone).date()
        self.starts, self.ends = (plan.begins(one.first, zone) for one in (month, month.after))

    def has(self, opens: str, closes: str) -> Q:
        """What is open on some day of the month, by its columns."""
        lasts = Q(**{closes: None}) | Q(**{f"{closes}__gt": self.starts})
        return lasts & Q(**{f"{opens}__lt": self.ends})


def _before(themes: QuerySet[Theme], calendar: _Calendar) -> dict[int, list[Window]]:
    """When themes were open in the month, of which their dates tell nothing any more; by the theme, in order."""
    found = Run.objects.earlier().filter(calendar.has("opened_at", "closed_at"))
    every = found.filter(theme__in=themes.order_by().values("pk")).order_by("opened_at")
    windows: dict[int, list[Window]] = defaultdict(list)
    for theme, opened_at, closed_at in every.values_list("theme", "opened_at", "closed_at"):
        windows[theme].append(Window(opens_at=opened_at, closes_at=closed_at))
    return windows


def _is_news(before: Day | None, day: Day) -> bool:
    begins_to_lack = day.is_gap and not (before is not None and before.is_gap)
    return day.has_news or day.is_today or begins_to_lack


def _row(theme: Theme, before: Sequence[Window], calendar: _Calendar) -> Row:
    words = reading_words.of_entry(theme.entry)
    bars = list(_bars(theme, before, calendar))
    return Row(
        theme=theme,
        title=words.title,
        lang=words.language,
        bars=tuple(bars),
        after=len(calendar.days) - (bars[-1].end if bars else 0),
        lacks_words=theme.life(calendar.now) != Theme.Life.DRAFT and lacks_words(theme.entry),
    )


def _bars(theme: Theme, before: Sequence[Window], calendar: _Calendar) -> Iterator[Bar]:
    entry, life = theme.entry, theme.life(calendar.now)
    windows = [(window, Theme.Life.CLOSED) for window in before]
    if entry.opens_at is not None:
        windows.append((Window(opens_at=entry.opens_at, closes_at=entry.closes_at), life))
    starts = [plan.stretch(window, calendar.days, calendar.zone) for window, _ in windows]
    end = 0
    for number, (window, stands) in enumerate(windows):
        start, span = starts[number]
        # A day on which it closed and opened again is one of the later bar.
        later = [first for first, days in starts[number + 1 :] if days]
        span = min(start + span, *later) - start if later else span
        if span <= 0:
            continue
        is_now = number == len(windows) - 1 and entry.opens_at is not None
        yield Bar(
            life=stands,
            says=_says(theme, window, stands, is_now=is_now, calendar=calendar),
            start=start,
            span=span,
            free=start - end,
            goes_on_before=window.opens_at < calendar.starts,
            goes_on_after=window.closes_at is None or window.closes_at > calendar.ends,
            is_closing=is_now and theme.is_closing_soon(calendar.now),
        )
        end = start + span


def _says(theme: Theme, window: Window, life: str, *, is_now: bool, calendar: _Calendar) -> str:
    if life == Theme.Life.DRAFT:
        return str(Theme.Life.DRAFT.label)
    if (is_now and life != Theme.Life.CLOSED) or window.closes_at is None:
        return when.of(theme, calendar.now).says
    return when.period(window.opens_at, window.closes_at, calendar.zone)


def lacks_words(entry: Entry) -> bool:
    """Whether a theme is written in one language only."""
    return not entry.second_title or entry.second_title == entry.title or not entry.title


def _day(number: int, rows: Sequence[Row], calendar: _Calendar) -> Day:
    day, today = calendar.days[number], calendar.today
    bars = [(row, bar) for row in rows for bar in row.bars]
    count = sum(bar.start <= number < bar.end for _, bar in bars if bar.life != Theme.Life.DRAFT)
    return Day(
        date=day,
        open=count,
        is_gap=day >= today and count < settings.OPEN_THEMES,
        is_past=day < today,
        is_today=day == today,
        is_weekend=day.weekday() >= WEEKEND,
        opening=tuple((row, bar) for row, bar in bars if bar.start == number and not bar.goes_on_before),
        closing=tuple((row, bar) for row, bar in bars if bar.end - 1 == number and not bar.goes_on_after),
    )
