"""What owners and staff see of the ranking, under `/-/`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
