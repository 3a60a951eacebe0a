"""A month of the service in a simulated clock: themes open and close, round-ups are drafted, thirty days are ranked.

Only the clock's bells ring, and only while a worker is there: one night there was none. Everything is read as visitors
read it, and compared with what this file counts by itself.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone

from buttobi.accounts.models import Account
from buttobi.blogs.models import Blog
from buttobi.center import tasks as center
from buttobi.center.models import Theme
from buttobi.entries.models import Entry
from buttobi.ranking import tasks as ranking
from buttobi.ranking.models import Day
from tests.conftest import MakeBlog, MakeEntry

pytestmark = pytest.mark.django_db

ZONE = ZoneInfo("Asia/Tokyo")
FIRST = date(2026, 11, 1)
DAYS = [FIRST + timedelta(days=ahead) for ahead in range(30)]
QUIET = {date(2026, 11, 5), date(2026, 11, 22)}
MISSED_FROM = datetime(2026, 11, 12, 23, 0, tzinfo=ZONE)
MISSED_UNTIL = datetime(2026, 11, 14, 9, 30, tzinfo=ZONE)
STRUCK_ON = date(2026, 11, 18)
# When the clock is looked at: 40 minutes after each of these.
HOURS = (0, 3, 6, 9, 10, 12, 18)
# Each theme is open for five days; the one that opens on the 26th has no answer by then.
THEMES = 6
LONG = timedelta(days=5)


@dataclass
class Month:
    """What happened, as it was done: no row of the service is asked."""

    counted: dict[date, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    answers: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    doors: dict[tuple[date, str], bool] = field(default_factory=dict)
    struck: str = ""


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)


@pytest.fixture
def blogs(make_account: Callable[..., Account], make_blog: MakeBlog) -> list[Blog]:
    with time_machine.travel(at(FIRST, 0), tick=False):
        return [
            make_blog(f"blog-{number:02}", title=f"Blog {number:02}", owner=make_account(f"owner{number}"))
            for number in range(13)
        ]


@pytest.fixture
def month(
    blogs: list[Blog],
    make_theme: Callable[..., Theme],
    make_entry: MakeEntry,
    client: Client,
    staff: Account,
    signed_in_as: Callable[[Account], Client],
) -> Month:
    chance = random.Random(20261101)
    happened = Month()
    with time_machine.travel(at(FIRST, 0), tick=False):
        themes = [
            make_theme(f"Theme {number}", opens_in=number * LONG, closes_in=(number + 1) * LONG)
            for number in range(THEMES)
        ]
        written = [make_entry(blog=blog, title=f"{blog.title} begins") for blog in blogs]
    for day in [*DAYS, DAYS[-1] + timedelta(days=1)]:
        for hour in HOURS:
            moment = at(day, hour, 40)
            if not MISSED_FROM <= moment < MISSED_UNTIL:
                _ring(moment)
            if hour == 10 and day in DAYS:
                _knock_at_themes(moment, client, themes, happened)
                if day not in QUIET:
                    _write(moment, chance, blogs, themes, written, make_entry, happened)
            if day == STRUCK_ON + timedelta(days=2) and hour == 12:
                _strike(moment, signed_in_as(staff), happened)
    return happened


def _ring(moment: datetime) -> None:
    with time_machine.travel(moment, tick=False):
        center.turn()
        ranking.total_due()


def _knock_at_themes(moment: datetime, client: Client, themes: list[Theme], happened: Month) -> None:
    """Somebody without a page tries every theme; what a closed one answers is read, what an open one takes is refused
    by its examination."""
    with time_machine.travel(moment, tick=False):
        for theme in themes:
            target = theme.entry.target
            assert target is not None
            reply = client.post(f"/tb/{target.pk}", {"url": f"https://there.example/{moment:%d}/{theme.pk}"})
            is_taken = b"<error>0</error>" in reply.content
            assert is_taken or b"This theme is " in reply.content
            happened.doors[moment.date(), theme.entry.title] = is_taken


def _write(
    moment: datetime,
    chance: random.Random,
    blogs: list[Blog],
    themes: list[Theme],
    written: list[Entry],
    make_entry: MakeEntry,
    happened: Month,
) -> None:
    """Up to nine entries, each an answer to entries of other blogs, some on the theme of the day too."""
    theme = next(one for one in themes if one.life(moment) == Theme.Life.OPEN)
    with time_machine.travel(moment, tick=False):
        for number in range(chance.randint(1, 9)):
            blog = chance.choice(blogs)
            others = [entry for entry in written if entry.blog_id != blog.pk]
            answered = chance.sample(others, chance.randint(1, 3))
            targets = [entry.target for entry in answered if entry.target is not None]
            title = f"{blog.title} on {moment:%d}, {number}"
            if chance.random() < 0.5 and theme is not themes[-1] and theme.entry.target is not None:
                targets.append(theme.entry.target)
                happened.answers[theme.entry.title].append(title)
            urls = "\n".join(target.trackback_url for target in targets)
            written.append(make_entry(blog=blog, title=title, trackback_urls=urls))
            for entry in answered:
                happened.counted[moment.date()][entry.blog.name] += 1


def _strike(moment: datetime, browser: Client, happened: Month) -> None:
    """The first of a day, for a reason that everybody may read."""
    with time_machine.travel(moment, tick=False):
        happened.struck = rows(STRUCK_ON)[0]["blog"]["name"]
        path = f"/-/ranking/general/{STRUCK_ON}/{happened.struck}/"
        assert browser.post(path, {"act": "strike", "reason": "Sent by one hand"}).status_code == 302


def said(day: date) -> dict[str, Any]:
    reader = Client(HTTP_HOST=settings.GENERAL_HOST)
    found: dict[str, Any] = reader.get(f"/ranking/{day}.json").json()
    return found


def rows(day: date) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = said(day)["rows"]
    return found


def wanted(happened: Month, day: date) -> dict[str, int]:
    """The counts of a day without the struck, by name."""
    return {name: n for name, n in happened.counted[day].items() if (day, name) != (STRUCK_ON, happened.struck)}


def test_a_month(month: Month, client: Client) -> None:
    english = {"Accept-Language": "en"}
    with time_machine.travel(at(DAYS[-1] + timedelta(days=1), 12), tick=False):
        assert (
            Day.objects.filter(section="general", date__range=(DAYS[0], DAYS[-1]), state=Day.State.FINAL).count() == 30
        )
        for day in DAYS:
            _check_day(month, day)
        # The night without a worker was made good as soon as there was one.
        missed = Day.objects.filter(section="general", date__in=[date(2026, 11, 12), date(2026, 11, 13)])
        assert {timezone.localtime(one.final_at, ZONE).date() for one in missed if one.final_at} == {
            MISSED_UNTIL.date()
        }
        # A day without trackbacks is an honest page, not a missing one.
        page = client.get("/ranking/2026-11-22/", headers=english).content.decode()
        assert "No trackbacks" in page
        # The struck one is gone, for everybody to see why.
        page = client.get(f"/ranking/{STRUCK_ON}/", headers=english).content.decode()
        assert "Corrected" in page
        assert "Sent by one hand" in page
        _check_themes(month)


def _check_day(month: Month, day: date) -> None:
    found, counts = rows(day), wanted(month, day)
    by_count = sorted(counts.values(), reverse=True)
    assert [row["trackbacks"] for row in found] == by_count[:10]
    assert {row["blog"]["name"]: row["trackbacks"] for row in found}.items() <= counts.items()
    # Equal counts share a rank, and the next one is as far down as there are blogs above it.
    assert [row["rank"] for row in found] == [by_count.index(row["trackbacks"]) + 1 for row in found]


def _check_themes(month: Month) -> None:
    for number, theme in enumerate(Theme.objects.filter(entry__title__startswith="Theme ").order_by("entry__opens_at")):
        opens = FIRST + number * LONG
        for day in DAYS:
            assert month.doors[day, theme.entry.title] == (opens <= day < opens + LONG), (theme.entry.title, day)
        answers = month.answers[theme.entry.title]
        assert (theme.round_up is not None) == bool(answers)
        if theme.round_up is not None:
            assert theme.round_up.state == Entry.State.DRAFT
            assert all(f"[{title}]" in theme.round_up.body for title in answers)
    assert Entry.objects.filter(rounds_up__isnull=False).count() == sum(map(bool, month.answers.values()))
