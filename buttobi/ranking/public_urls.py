"""Addresses of the Trackback Ranking."""

from django.urls import path

import buttobi.ranking.dates  # noqa: F401 (teaches the table below what a date is)
from buttobi.ranking.views import day

urlpatterns = [
    path("ranking/", day.front, name="ranking"),
    path("ranking/today/", day.today, name="ranking-today"),
    path("ranking/<date:date>/", day.of_date, name="ranking-day"),
]
