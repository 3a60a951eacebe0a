"""A month of the plan as staff see it."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from buttobi.center.desk import month
from buttobi.center.models import Run
from buttobi.center.plan import Month

NOW = datetime(2026, 11, 12, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
NOVEMBER = Month(year=2026, month=11)


@pytest.fixture(autouse=True)
def clock(settings):
    settings.OPEN_THEMES = 1
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def board(theme, shown=NOVEMBER):
    return month.board(theme.entry.blog, shown, NOW)


def test_every_theme_of_the_month_is_a_bar_over_its_days(make_theme):
    theme = make_theme("Rain", opens_in=-2 * DAY, closes_in=3 * DAY)
    (row,) = board(theme).rows
    (bar,) = row.bars
    assert (row.title, bar.life, bar.start, bar.free, bar.span, row.after) == ("Rain", "open", 9, 9, 6, 15)
    assert (bar.goes_on_before, bar.goes_on_after) == (False, False)


def test_a_theme_that_was_open_before_has_a_bar_for_each_time(make_theme):
    theme = make_theme("Rain", opens_in=-2 * DAY, closes_in=3 * DAY)
    Run.objects.create(theme=theme, opened_at=NOW - 20 * DAY, closed_at=NOW - 8 * DAY)
    Run.objects.create(theme=theme, opened_at=NOW - 4 * DAY, closed_at=NOW - 2 * DAY - timedelta(hours=1))
    found = board(theme)
    (row,) = found.rows
    assert [(bar.life, bar.start, bar.span, bar.free) for bar in row.bars] == [
        ("closed", 0, 4, 0),
        ("closed", 7, 2, 3),
        ("open", 9, 6, 0),
    ]
    assert (row.bars[0].goes_on_before, row.bars[0].says) == (True, "23 Oct – 4 Nov 2026")
    assert [day.open for day in found.days][:11] == [1, 1, 1, 1, 0, 0, 0, 1, 1, 1, 1]
    (october,) = board(theme, NOVEMBER.before).rows
    assert [(bar.start, bar.span) for bar in october.bars] == [(22, 9)]


def test_a_theme_that_goes_on_in_the_next_month_is_in_both(make_theme):
    theme = make_theme("Rain", opens_in=-2 * DAY, closes_in=30 * DAY)
    assert board(theme).rows[0].bars[0].goes_on_after
    december = board(theme, NOVEMBER.after).rows[0].bars[0]
    assert (december.goes_on_before, december.start) == (True, 0)
    assert not board(theme, NOVEMBER.before).rows


def test_days_to_come_with_too_few_themes_are_gaps_and_past_ones_are_not(make_theme):
    found = board(make_theme("Rain", opens_in=-DAY, closes_in=2 * DAY))
    assert [day.date.day for day in found.days if day.is_gap] == list(range(15, 31))
    assert found.gaps == 16
    assert [day.open for day in found.days][9:15] == [0, 1, 1, 1, 1, 0]


def test_a_draft_is_shown_and_fills_no_gap(make_theme):
    found = board(make_theme("Rain", published=False))
    assert [bar.life for row in found.rows for bar in row.bars] == ["draft"]
    assert found.days[12].is_gap


def test_a_draft_without_a_day_stands_below(make_theme):
    theme = make_theme("Rain", published=False)
    type(theme.entry).objects.update(opens_at=None, closes_at=None)
    found = board(theme)
    assert not found.rows
    assert [row.title for row in found.undated] == ["Rain"]


def test_what_opens_and_what_closes_is_news_of_its_day(make_theme):
    found = board(make_theme("Rain", opens_in=-2 * DAY, closes_in=3 * DAY))
    news = {day.date: (len(day.opening), len(day.closing)) for day in found.days if day.has_news}
    assert news == {date(2026, 11, 10): (1, 0), date(2026, 11, 15): (0, 1)}
    assert [day.date.day for day in found.past_news] == [10]
    # Today, the last day of the theme, and the first day without one.
    assert [day.date.day for day in found.coming_news] == [12, 15, 16]


def test_the_other_section_has_its_own_plan(make_theme):
    general = make_theme("Rain")
    adult = make_theme("Night", section="adult")
    assert [row.title for row in board(general).rows] == ["Rain"]
    assert [row.title for row in board(adult).rows] == ["Night"]


def test_an_announced_theme_in_one_language_is_marked(make_theme):
    assert board(make_theme("Rain")).rows[0].lacks_words


def test_many_themes_cost_no_more_queries_than_few(make_theme, django_assert_num_queries):
    center = make_theme("First").entry.blog
    for number in range(8):
        make_theme(f"Theme {number}", published=number % 2 == 0)
    with django_assert_num_queries(3):
        assert len(month.board(center, NOVEMBER, NOW).rows) == 9
