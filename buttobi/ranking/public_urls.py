"""Addresses of the Trackback Ranking."""

from django.urls import path

import buttobi.ranking.dates  # noqa: F401 (teaches the table below what a date is)
from buttobi.ranking.views import day, proof

urlpatterns = [
    path("ranking/", day.front, name="ranking"),
    path("ranking/today/", day.today, name="ranking-today"),
    path("ranking/<date:on>/", day.of_date, name="ranking-day"),
    path("ranking/<date:on>/<slug:blog_name>/", proof.of_blog, name="ranking-proof"),
]
