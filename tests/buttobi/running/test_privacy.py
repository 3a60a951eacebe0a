"""What docs/running/privacy.md promises is what the service does."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from buttobi.celery import app
from buttobi.entries.views.writing_gate import WRITER_KNOWN_SECONDS
from buttobi.outbound import pace
from buttobi.trackbacks import status, sweep

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "running" / "privacy.md").read_text()


@pytest.mark.parametrize(
    ("about", "kept"),
    [
        ("the address (IP)", sweep.PERSONAL_DATA_KEPT),
        ("the words of a trackback that was refused", sweep.PERSONAL_DATA_KEPT),
        ("the status page", status.KEPT),
        ("a sign-in", timedelta(seconds=settings.SESSION_COOKIE_AGE)),
        ("which hosts elsewhere", pace.REMEMBERED),
    ],
)
def test_each_is_kept_as_long_as_the_page_says(about, kept):
    (row,) = [line for line in PAGE.splitlines() if line.startswith(f"| {about}")]
    assert f"{kept.days} days" in row


def test_the_cookie_of_a_writer_lives_as_long_as_the_page_says():
    days = timedelta(seconds=WRITER_KNOWN_SECONDS).days
    assert f"for {days} days a signed number of the account" in " ".join(PAGE.split())


@pytest.mark.parametrize(
    ("bell", "seconds"), [("forget", 3600), ("accounts.forget_sessions", 3600), ("entries.forget_deleted", 300)]
)
def test_what_goes_by_itself_goes_as_often_as_the_page_says(bell, seconds):
    app.loader.import_default_modules()
    assert app.conf.beat_schedule[bell]["schedule"] == seconds
