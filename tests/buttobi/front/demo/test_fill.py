"""The demonstration world laid out in the middle of a night of the ranking."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from buttobi.ranking import days
from buttobi.ranking.models import Day

pytestmark = pytest.mark.django_db
# In Tokyo the 22nd begins.
MIDNIGHT = datetime(2026, 11, 21, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes", "state", "newest"),
    [(10, Day.State.COUNTING, "2026-11-20"), (120, Day.State.PROVISIONAL, "2026-11-21")],
)
def test_nothing_of_the_ranking_lies_in_the_future(
    client: Client, time_machine: Any, minutes: int, state: str, newest: str
) -> None:
    time_machine.move_to(MIDNIGHT + timedelta(minutes=minutes), tick=False)
    call_command("demo", stdout=StringIO())
    assert set(Day.objects.filter(date=days.yesterday()).values_list("state", flat=True)) == {state}
    earlier = Day.objects.filter(date__lt=days.yesterday())
    assert set(earlier.values_list("state", flat=True)) == {Day.State.FINAL}
    assert not Day.objects.filter(totalled_at__gt=timezone.now()).exists()
    assert not Day.objects.filter(final_at__gt=timezone.now()).exists()
    # And there is something to be seen.
    page = client.get("/ranking/").content.decode()
    assert f'<time datetime="{newest}">' in page
    assert page.count("data-place=") >= 3
    assert f"/ranking/{newest}/" in client.get("/").content.decode()
