"""Addresses of the Trackback Ranking."""

from django.urls import path

import buttobi.ranking.dates  # noqa: F401 (teaches the table below what a date is)
from buttobi.ranking import feeds
from buttobi.ranking.views import day, how, month, proof

urlpatterns = [
    path("ranking/", day.front, name="ranking"),
    path("ranking/today/", day.today, name="ranking-today"),
    path("ranking/how/", how.how, name="ranking-how"),
    path("ranking/<month:month>/", month.of_month, name="ranking-month"),
    path("ranking/<date:on>/", day.of_date, name="ranking-day"),
    path("ranking/<date:on>/<slug:blog_name>/", proof.of_blog, name="ranking-proof"),
    path("ranking.json", feeds.newest, name="ranking-json"),
    path("ranking/<date:on>.json", feeds.of_date, name="ranking-day-json"),
    path("ranking.atom", feeds.final_days, name="ranking-feed"),
]
