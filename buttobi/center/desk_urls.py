"""Where themes are planned, proposed and opened, under `/-/`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
