"""The archive."""

from datetime import UTC, date, datetime

import pytest

from buttobi.blogs.models import Blog
from tests.buttobi.ranking import sheets

pytestmark = pytest.mark.django_db


def test_a_month_lists_its_days_with_their_first_place_and_the_other_months(client, blog, other_blog):
    for on in (date(2026, 9, 30), date(2026, 10, 1), date(2026, 10, 31)):
        sheets.stand(sheets.day(on=on), [(blog, 5), (other_blog, 3)])
    page = client.get("/ranking/2026-10/").content.decode()
    assert "October 2026" in page
    assert page.index("/ranking/2026-10-31/") < page.index("/ranking/2026-10-01/")
    assert "/ranking/2026-09-30/" not in page
    assert "/ranking/2026-09/" in page
    assert "Cats" in page
    assert "Dogs" not in page


def test_a_blog_that_moved_is_in_no_archive(client, blog):
    sheets.stand(sheets.day(on=date(2026, 10, 1)), [(blog, 5)])
    Blog.objects.filter(pk=blog.pk).update(section="adult")
    page = client.get("/ranking/2026-10/").content.decode()
    assert "Cats" not in page
    assert "no trackbacks" in page


def test_the_running_day_is_not_archived_yet(client, blog):
    day = sheets.day(0, state=sheets.COUNTING)
    assert client.get(f"/ranking/{day.date:%Y-%m}/").status_code == 404


def test_each_section_has_its_own_archive(client, adult_client, adult_blog):
    sheets.stand(sheets.day(on=date(2026, 10, 1), section="adult"), [(adult_blog, 5)])
    assert b"Night" in adult_client.get("/ranking/2026-10/").content
    assert client.get("/ranking/2026-10/").status_code == 404


def test_after_thirty_days_a_month_stays_and_leaves_the_index(client, blog, time_machine):
    for on in (date(2026, 9, 30), date(2026, 10, 1)):
        sheets.stand(sheets.day(on=on), [(blog, 5)])
    time_machine.move_to(datetime(2026, 10, 31, 3, tzinfo=UTC), tick=False)
    robots = [client.get(f"/ranking/{month}/").headers.get("X-Robots-Tag") for month in ("2026-09", "2026-10")]
    assert robots == ["noindex", None]


def test_months_in_which_nobody_was_ranked_are_not_offered(client, blog):
    sheets.day(on=date(2026, 8, 31))
    sheets.day(on=date(2026, 9, 30))
    sheets.stand(sheets.day(on=date(2026, 10, 1)), [(blog, 5)])
    offered = client.get("/ranking/2026-09/").content.decode().partition('id="months"')[2]
    assert "/ranking/2026-10/" in offered
    assert "/ranking/2026-09/" in offered
    assert "/ranking/2026-08/" not in offered
