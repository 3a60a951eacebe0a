"""`buttobi ranking`."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from buttobi.ranking.models import Day
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


@pytest.mark.parametrize(("date", "complaint"), [("2026-11-23", "has not begun"), ("yesterday", "is written like")])
def test_a_date_that_cannot_be_is_one_sentence(date, complaint):
    with pytest.raises(CommandError, match=complaint):
        run(date)
