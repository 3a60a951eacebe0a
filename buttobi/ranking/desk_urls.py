"""What owners and staff see of the ranking, under `/-/`."""

from django.urls import path

import buttobi.ranking.dates  # noqa: F401 (teaches the table below what a date is)
from buttobi.ranking.views import desk

urlpatterns = [
    path("ranking/", desk.places, name="ranking-own"),
    path("ranking/flags/", desk.flags, name="ranking-flags"),
    path("ranking/<slug:section>/<date:on>/<slug:blog_name>/", desk.decide, name="ranking-decide"),
]
