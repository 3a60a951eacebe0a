"""Addresses of the doors through which other people's programs bring trackbacks."""

from django.urls import re_path

from buttobi.trackbacks.doors import trackback

urlpatterns = [
    # Everything below /tb, so that whatever a program POSTs there is answered in its own language.
    re_path(r"^tb(?:/(?P<name>[\s\S]*))?$", trackback.door, name="trackback-door"),
]
