"""The life of a theme in words."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from buttobi.center.models import Theme
from buttobi.center.reading import when

pytestmark = pytest.mark.django_db
# Midnight of 22 November where the Center lives.
NOW = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)


@pytest.fixture
def theme(make_theme: Any) -> Any:
    """A theme that is open for good, in a Center in Tokyo."""
    theme = make_theme("Rain", closes_in=None)
    theme.entry.blog.time_zone = "Asia/Tokyo"
    theme.entry.opens_at = NOW - timedelta(days=10)
    return theme


def words(theme: Theme, language: str = "en") -> str:
    with translation.override(language):
        found = when.of(theme, NOW)
    return f"{found.life}: {found.says}" + (f" · {found.closing}" if found.closing else "")


def test_without_an_end_it_is_open(theme: Any) -> None:
    assert words(theme) == "open: open"


def test_what_ends_at_midnight_ends_with_the_day_before(theme: Any) -> None:
    theme.entry.closes_at = NOW + timedelta(days=9)
    assert words(theme) == "open: open until 30 Nov"
    theme.entry.closes_at = NOW + timedelta(days=9, hours=18)
    assert words(theme) == "open: open until 1 Dec, 18:00 (Tokyo)"


@pytest.mark.parametrize(
    ("zone", "language", "says"),
    [
        ("Asia/Tokyo", "en", "open until 23 Nov, 23:59 (Tokyo)"),
        ("Asia/Tokyo", "ja", "11月23日 23:59（日本時間）まで募集中"),
        ("America/New_York", "en", "open until 23 Nov, 10:00 (New York)"),
        ("America/New_York", "ja", "11月23日 10:00（New York）まで募集中"),
    ],
)
def test_near_its_end_the_hour_is_said_and_on_whose_clock(theme: Any, zone: str, language: str, says: str) -> None:
    theme.entry.blog.time_zone = zone
    theme.entry.closes_at = NOW + timedelta(days=2)
    with translation.override(language):
        assert when.of(theme, NOW).says == says


def test_far_from_its_end_the_hour_is_a_look_away(client: Any, theme: Any, make_theme: Any) -> None:
    theme.entry.closes_at = NOW + timedelta(days=9)
    found = when.of(theme, NOW)
    assert (found.says, found.exact) == ("open until 30 Nov", "open until 30 Nov, 23:59 (Tokyo)")
    open_now = make_theme("Snow", opens_in=timedelta(days=-9), closes_in=timedelta(days=5))
    exact = when.of(open_now).exact
    assert "(Tokyo)" in exact
    assert f'title="{exact}"' in client.get("/center/").content.decode()
    assert f">{exact}</time>" in client.get(open_now.entry.address).content.decode()


def test_another_year_is_said(theme: Any) -> None:
    theme.entry.closes_at = NOW + timedelta(days=60)
    assert words(theme) == "open: open until 20 Jan 2027"


@pytest.mark.parametrize(
    ("left", "says"),
    [
        (timedelta(days=3), "closing soon: in 3 days"),
        (timedelta(days=1, hours=23), "closing soon: in 1 day"),
        (timedelta(hours=23), "closing soon: in 23 hours"),
        (timedelta(minutes=59), "closing soon: within the hour"),
    ],
)
def test_in_its_last_days_it_says_how_long(theme: Any, left: timedelta, says: str) -> None:
    theme.entry.closes_at = NOW + left
    assert words(theme).endswith(f" · {says}")


def test_more_than_three_days_are_not_soon(theme: Any) -> None:
    theme.entry.closes_at = NOW + timedelta(days=3, seconds=1)
    assert "soon" not in words(theme)


def test_before_and_after_it_says_so(theme: Any) -> None:
    theme.entry.opens_at = NOW + timedelta(hours=6)
    assert words(theme) == "announced: opens on 22 Nov, 06:00 (Tokyo)"
    theme.entry.opens_at, theme.entry.closes_at = NOW - timedelta(days=9), NOW
    assert words(theme) == "closed: closed since 22 Nov, 00:00 (Tokyo)"


def test_one_that_was_shut_by_hand_is_closed(theme: Any) -> None:
    theme.entry.target.accepts = False
    assert words(theme) == "closed: takes no new trackbacks"


def test_only_a_centers_practice_theme_is_always_open(make_theme: Any, blog: Any) -> None:
    assert words(make_theme(slug="practice", closes_in=None, opens_in=timedelta(days=-9999))) == "open: always open"
    assert words(make_theme(slug="practice", blog=blog, closes_in=None, opens_in=timedelta(days=-9999))) == "open: open"


TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.mark.parametrize(
    ("first", "last", "en", "ja"),
    [
        ("2026-11-01T00:00+09:00", "2026-11-09T00:00+09:00", "1–8 Nov 2026", "2026年11月1日〜8日"),
        ("2026-11-28T00:00+09:00", "2026-12-04T00:00+09:00", "28 Nov – 3 Dec 2026", "2026年11月28日〜12月3日"),
        (
            "2026-12-28T00:00+09:00",
            "2027-01-04T00:00+09:00",
            "28 Dec 2026 – 3 Jan 2027",
            "2026年12月28日〜2027年1月3日",
        ),
        ("2026-11-01T09:00+09:00", "2026-11-01T10:00+09:00", "1 Nov 2026", "2026年11月1日"),
        ("2026-11-01T00:00+09:00", "2026-11-02T00:00+09:00", "1 Nov 2026", "2026年11月1日"),
    ],
)
def test_days_that_are_over_are_said_as_people_say_them(first: str, last: str, en: str, ja: str) -> None:
    opened_at, closed_at = map(datetime.fromisoformat, (first, last))
    for language, said in (("en", en), ("ja", ja)):
        with translation.override(language):
            assert when.period(opened_at, closed_at, TOKYO) == said
