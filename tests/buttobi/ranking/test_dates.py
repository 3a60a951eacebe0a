"""Dates in addresses."""

from datetime import date

import pytest
from django.urls import resolve, reverse


def test_a_date_and_a_month_are_read_and_written():
    assert resolve("/ranking/2026-11-21/").kwargs == {"on": date(2026, 11, 21)}
    assert resolve("/ranking/2026-11/").kwargs == {"month": date(2026, 11, 1)}
    assert reverse("ranking-day", args=[date(2026, 1, 2)]) == "/ranking/2026-01-02/"
    assert reverse("ranking-month", args=[date(2026, 1, 2)]) == "/ranking/2026-01/"


@pytest.mark.parametrize("path", ["2026-2-3/", "2026-02-30/", "2026-13/", "٢٠٢٦-01-01/", "20260101/"])
def test_nothing_else_is_a_date(path):
    assert not (resolve(f"/ranking/{path}").url_name or "").startswith("ranking")
