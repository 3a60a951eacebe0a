"""What is over, with the answers of its own time."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import Http404
from django.utils import timezone

from buttobi.center.models import Run
from buttobi.center.reading import past
from buttobi.entries.models import Entry
from buttobi.trackbacks.models import Received, Target

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def was_open(theme: Any, *, days: int, until: int, answers: int = 0, **fields: Any) -> Run:
    """A time that began and ended so many days ago, with so many answers from elsewhere."""
    now = timezone.now()
    run = Run.objects.create(theme=theme, opened_at=now - days * DAY, closed_at=now - until * DAY, **fields)
    for number in range(answers):
        key = f"{run.pk}-{number}"
        row = Received.objects.create(
            target=theme.entry.target, source_url=f"https://there.example/{key}", source_key=key, state="shown"
        )
        Received.objects.filter(pk=row.pk).update(received_at=run.opened_at + DAY / 2)
    return run


def page(section: str = "general", number: int = 1, rows: int = 30) -> list[Any]:
    return past.cards(past.page_of(section, number, rows=rows))


def test_a_theme_that_is_open_again_stays_among_what_is_past(make_theme: Any) -> None:
    theme = make_theme("Rain", opens_in=-DAY)
    was_open(theme, days=30, until=20, answers=3)
    was_open(theme, days=60, until=50, answers=2)
    first, second = page()
    assert (first.title, first.life, first.answers, second.answers) == ("Rain", "closed", 3, 2)
    assert first.closes.startswith("open ")
    assert first.closes != second.closes


def test_what_ended_last_comes_first_whether_written_down_or_not(make_theme: Any) -> None:
    make_theme("Just now", opens_in=-9 * DAY, closes_in=-DAY / 24)
    fog = make_theme("Fog", opens_in=-9 * DAY, closes_in=-2 * DAY)
    Run.objects.create(theme=fog, opened_at=fog.entry.opens_at, closed_at=fog.entry.closes_at)
    again = make_theme("Again")
    was_open(again, days=5, until=3)
    shut = make_theme("Shut by hand", opens_in=-9 * DAY, closes_in=None)
    Target.objects.filter(pk=shut.entry.target_id).update(accepts=False)
    found = [(card.title, card.closes) for card in page()]
    assert [title for title, _ in found] == ["Just now", "Fog", "Again", "Shut by hand"]
    assert found[1][1].startswith("closed since ")


def test_pages_follow_each_other(make_theme: Any) -> None:
    theme = make_theme("Rain")
    for number in range(3):
        was_open(theme, days=50 - 10 * number, until=45 - 10 * number, answers=number)
    assert [card.answers for card in page(rows=2)] == [2, 1]
    assert [card.answers for card in page(number=2, rows=2)] == [0]
    with pytest.raises(Http404):
        page(number=3, rows=2)


def test_only_what_readers_find_is_there(make_theme: Any, make_blog: Any) -> None:
    hidden = make_theme("Hidden")
    was_open(hidden, days=9, until=8)
    Entry.objects.filter(pk=hidden.entry_id).update(state="unpublished")
    was_open(make_theme("Night", section="adult"), days=9, until=8)
    assert not page()
    assert [card.title for card in page("adult")] == ["Night"]


def test_one_blog_has_its_own(make_theme: Any, blog: Any) -> None:
    was_open(make_theme("Mine", blog=blog), days=9, until=8)
    rain = make_theme("Rain")
    was_open(rain, days=9, until=8)
    assert [card.title for card in past.newest(rain.entry.blog, 6)] == ["Rain"]
    assert [card.title for card in past.newest(blog, 6)] == ["Mine"]


def test_many_cost_no_more_than_few(make_theme: Any, django_assert_max_num_queries: Any) -> None:
    for number in range(6):
        theme = make_theme(f"Rain {number}", closes_in=-DAY / 24)
        was_open(theme, days=9 + number, until=8, answers=1)
    with django_assert_max_num_queries(6):
        assert len(page()) == 12
