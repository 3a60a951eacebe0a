"""Addresses of an entry's conversation, below its blog's own."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
