"""Addresses of the doors through which other people's programs bring trackbacks."""

from django.urls import path, re_path

from buttobi.trackbacks.doors import pingback, policy, trackback, webmention

urlpatterns = [
    path("tb/<int:target_id>/policy", policy.policy, name="trackback-policy"),
    # Everything below /tb, so that whatever a program POSTs there is answered in its own language.
    re_path(r"^tb(?:/(?P<name>[\s\S]*))?$", trackback.door, name="trackback-door"),
    re_path(r"^xmlrpc/?$", pingback.door, name="pingback-door"),
    re_path(r"^webmention/?$", webmention.door, name="webmention-door"),
]
