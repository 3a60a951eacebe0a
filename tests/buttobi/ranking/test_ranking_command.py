"""`buttobi ranking`."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from buttobi.ranking.models import Day
from buttobi.trackbacks.models import Received
from tests.buttobi.ranking.rows import come, page

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 3, tzinfo=UTC)


def run(*words: str) -> list[str]:
    out = StringIO()
    call_command("ranking", *words, stdout=out)
    return out.getvalue().splitlines()


@pytest.fixture(autouse=True)
def _two_days_later(blog: Any, time_machine: Any) -> None:
    come(page(blog), NOON)
    time_machine.move_to(NOON + timedelta(days=2), tick=False)


def test_it_totals_what_was_missed():
    assert run("--section", "general") == [
        "general 2026-11-20 final: 1 blogs",
        "general 2026-11-21 final: 0 blogs",
    ]
    assert run() == ["adult 2026-11-20 final: 0 blogs", "adult 2026-11-21 final: 0 blogs"]


def test_it_totals_one_date():
    assert run("2026-11-20") == ["general 2026-11-20 final: 1 blogs", "adult 2026-11-20 final: 0 blogs"]
    assert Day.objects.count() == 2


@pytest.mark.parametrize(
    ("date", "complaint"),
    [
        ("2026-11-23", "has not begun"),
        ("9999-12-31", "has not begun"),
        ("2026-11-19", "no trackback had come here"),
        ("1969-12-31", "no trackback had come here"),
        ("0001-01-01", "no trackback had come here"),
        ("yesterday", "is written like"),
    ],
)
def test_a_date_that_cannot_be_is_one_sentence(date, complaint):
    with pytest.raises(CommandError, match=complaint):
        run(date)
    assert not Day.objects.exists()


def test_before_anything_came_there_is_nothing_to_rank():
    Received.objects.all().delete()
    with pytest.raises(CommandError, match="no trackback had come here"):
        run("2026-11-20")


def test_a_final_day_stays_what_it_is_though_all_that_came_is_gone():
    run("2026-11-20")
    Received.objects.all().delete()
    assert run("2026-11-20", "--section", "general") == ["general 2026-11-20 final: 1 blogs"]


def test_a_date_that_its_zone_left_out_is_one_sentence(settings):
    settings.RANKING_TIME_ZONE = "Pacific/Apia"
    Received.objects.update(received_at=datetime(2011, 12, 29, tzinfo=UTC))
    with pytest.raises(CommandError, match="has no hours"):
        run("2011-12-30")
    assert run("2011-12-31", "--section", "adult") == ["adult 2011-12-31 final: 0 blogs"]


def test_the_zone_of_a_final_day_does_not_matter_to_it(settings):
    run("2026-11-20")
    settings.RANKING_TIME_ZONE = "America/Los_Angeles"
    assert run("2026-11-20", "--section", "general") == ["general 2026-11-20 final: 1 blogs"]
