"""The screens of the staff, under `/-/`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
