"""Addresses of the Trackback Ranking."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
