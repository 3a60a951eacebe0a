"""Dates in addresses."""

from datetime import date

import pytest
from django.urls import resolve, reverse


def test_a_date_and_a_month_are_read_and_written():
    assert resolve("/ranking/2026-11-21/").kwargs == {"on": date(2026, 11, 21)}
    assert resolve("/ranking/2026-11/").kwargs == {"month": date(2026, 11, 1)}
    assert reverse("ranking-day", args=[date(2026, 1, 2)]) == "/ranking/2026-01-02/"
    assert reverse("ranking-month", args=[date(2026, 1, 2)]) == "/ranking/2026-01/"


@pytest.mark.django_db
@pytest.mark.parametrize("zone", ["Asia/Tokyo", "Pacific/Kiritimati", "Pacific/Niue", "UTC"])
@pytest.mark.parametrize("date", ["0001-01-01", "0001-12-31", "9999-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar_have_no_sheet(client, blog, settings, zone, date):
    settings.RANKING_TIME_ZONE = zone
    for path in (f"{date}/", f"{date}.json", f"{date[:7]}/", f"{date}/{blog.name}/"):
        assert client.get(f"/ranking/{path}").status_code == 404


@pytest.mark.parametrize("path", ["2026-2-3/", "2026-02-30/", "2026-13/", "٢٠٢٦-01-01/", "20260101/"])
def test_nothing_else_is_a_date(path):
    assert not (resolve(f"/ranking/{path}").url_name or "").startswith("ranking")
