"""A slow and obvious ranking, written from the rules alone: it reads every row and asks each question by itself.

It shares no line with the product: dates are found by walking through the minutes, sites are told by whoever made them.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from buttobi.trackbacks.models import Received, Target

MINUTE = timedelta(minutes=1)


@dataclass
class Setting:
    """What the operator has set, and in which zone the ranking lives."""

    zone: str = "Asia/Tokyo"
    per_blog: int = 10
    per_host: int = 10
    require_link: bool = False
    require_blog: bool = True
    min_hours: int = 0


@dataclass
class Obvious:
    """The ranking as one would make it with paper and much time. `sites` names the blog of each page elsewhere,
    `pages` the page itself.
    """

    setting: Setting
    sites: dict[str, str]
    pages: dict[str, str]
    # Which trackbacks counted on final days before, and which stood in the lists on them.
    already: set[int] = field(default_factory=set)
    listed: set[int] = field(default_factory=set)
    _begun: dict[date, datetime] = field(default_factory=dict)

    def begin(self, day: date) -> datetime:
        """The first minute at which a clock of the zone shows that date, or a later one."""
        zone = ZoneInfo(self.setting.zone)
        minute = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=30)
        while day not in self._begun:
            if minute.astimezone(zone).date() >= day:
                self._begun[day] = minute
            minute += MINUTE
        return self._begun[day]

    def on(self, day: date, section: str) -> tuple[list[tuple[int, int, int, int]], set[int], set[int]]:
        """The table (blog, trackbacks, from blogs, most trackbacked page), what counted, and what was looked at."""
        begin, end = self.begin(day), self.begin(day + timedelta(days=1))
        rows = list(Received.objects.select_related("target__blog", "source__blog"))
        of_day = [row for row in rows if begin <= self.moment(row) < end]
        of_day.sort(key=lambda row: (self.moment(row), row.pk))
        counted: list[Received] = []
        for row in of_day:
            heard = counted + [one for one in rows if one.pk in self.already]
            if (
                self.is_fit(row)
                and not self.is_heard_of(row, heard)
                and self.is_not_too_many(row, counted, rows, begin)
            ):
                counted.append(row)
        here = [row for row in counted if row.target.blog.section == section]
        looked_at = {row.pk for row in of_day if row.target.blog.section == section}
        return self.table(here), {row.pk for row in here}, looked_at

    def listed_on(self, day: date) -> set[int]:
        """What belongs to a day and is shown to readers now."""
        begin, end = self.begin(day), self.begin(day + timedelta(days=1))
        rows = Received.objects.select_related("target__blog", "source__blog")
        return {row.pk for row in rows if begin <= self.moment(row) < end and self.is_listed(row)}

    def is_listed(self, row: Received) -> bool:
        if row.state != "shown":
            return False
        if row.source is None:
            return not row.adult or row.target.blog.section == "adult"
        source = row.source.blog
        return row.source.listed and source.state == "open" and source.section == row.target.blog.section

    def moment(self, row: Received) -> datetime:
        if row.approved_at is not None:
            return row.approved_at
        if row.shown_at is not None:
            zone = ZoneInfo(self.setting.zone)
            day = row.received_at.astimezone(zone).date()
            # Clocks that were put back may show a date that is over.
            if self.begin(day + timedelta(days=1)) <= row.received_at:
                day += timedelta(days=1)
            next_day = day + timedelta(days=1)
            six = datetime(next_day.year, next_day.month, next_day.day, 6, tzinfo=zone).astimezone(UTC)
            if row.shown_at >= six:
                return row.shown_at
        return row.received_at

    def is_fit(self, row: Received) -> bool:
        target = row.target.blog
        if not self.is_listed(row) or row.pk in self.already or row.pk in self.listed:
            return False
        if target.official or not row.target.listed:
            return False
        if row.approved_at is not None and row.approved_at > row.received_at + timedelta(days=7):
            return False
        return self.is_fit_from_here(row) if row.source else self.is_fit_from_elsewhere(row)

    def is_heard_of(self, row: Received, heard: list[Received]) -> bool:
        """Whether the same page elsewhere spoke of the same page here, whatever address it gave then."""
        if row.source is not None:
            return False
        of_target = [one for one in heard if one.target == row.target and one.source is None]
        return self.pages[row.source_url] in [self.pages[one.source_url] for one in of_target]

    def is_fit_from_elsewhere(self, row: Received) -> bool:
        if row.link != "links":
            return False
        return bool(row.blog_name) or row.has_feed or not self.setting.require_blog

    def is_fit_from_here(self, row: Received) -> bool:
        assert row.source is not None
        target, source = row.target.blog, row.source.blog
        if source == target or (source.owner is not None and source.owner == target.owner):
            return False
        if row.link != "links" and (self.setting.require_link or not row.by_author):
            return False
        return not self.setting.min_hours or self.is_grown(row)

    def is_grown(self, row: Received) -> bool:
        assert row.source is not None
        age = self.moment(row) - row.source.blog.created_at
        others = Target.objects.filter(blog=row.source.blog, listed=True).exclude(pk=row.source.pk)
        return age >= timedelta(hours=self.setting.min_hours) and others.exists()

    def is_not_too_many(self, row: Received, counted: list[Received], rows: list[Received], begin: datetime) -> bool:
        origin = self.origin(row)
        of_pair = [one for one in counted if self.origin(one) == origin and one.target.blog == row.target.blog]
        if len(of_pair) >= self.setting.per_blog:
            return False
        if row.source is not None:
            return True
        met = [one for one in rows if self.origin(one) == origin and one.shown_at and one.shown_at < begin]
        return bool(met) or len([one for one in counted if self.origin(one) == origin]) < self.setting.per_host

    def origin(self, row: Received) -> str:
        return self.sites[row.source_url] if row.source is None else f"blog:{row.source.blog.pk}"

    def table(self, rows: list[Received]) -> list[tuple[int, int, int, int]]:
        lines = []
        for blog in {row.target.blog for row in rows}:
            its = [row for row in rows if row.target.blog == blog]
            origins = {self.origin(row) for row in its}
            last = max(self.moment(row) for row in its)
            pages = {row.target.pk for row in its}
            best = min(
                pages,
                key=lambda page: (
                    -len([row for row in its if row.target.pk == page]),
                    max((self.moment(row), row.pk) for row in its if row.target.pk == page),
                ),
            )
            lines.append((-len(its), -len(origins), last, blog.pk, best))
        return [(blog, -count, -blogs, best) for count, blogs, _, blog, best in sorted(lines)]
