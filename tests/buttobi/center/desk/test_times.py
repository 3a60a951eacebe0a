"""The times that a theme was open, as whoever keeps it sees them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from buttobi.center.desk import times
from buttobi.center.models import Run

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_the_last_one_is_told_and_those_before_are_listed(make_theme, make_entry):
    theme = make_theme("Rain", opens_in=-9 * DAY, closes_in=-DAY)
    drafted = make_entry(blog=theme.entry.blog, title="Told", published=False)
    now = timezone.now()
    Run.objects.create(theme=theme, opened_at=now - 30 * DAY, closed_at=now - 20 * DAY)
    Run.objects.create(theme=theme, opened_at=theme.entry.opens_at, closed_at=theme.entry.closes_at, round_up=drafted)
    found = times.of(theme)
    assert found["told"] is not None
    assert found["told"].entry == drafted
    (before,) = found["times"]
    assert (before.answers, before.late, before.entry) == (0, 0, None)


def test_while_it_is_open_every_time_is_one_before(make_theme):
    theme = make_theme("Rain")
    now = timezone.now()
    Run.objects.create(theme=theme, opened_at=now - 30 * DAY, closed_at=now - 20 * DAY)
    found = times.of(theme)
    assert found["told"] is None
    assert len(found["times"]) == 1
