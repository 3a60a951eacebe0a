"""Addresses of the heart's own public pages. They stand below /tb, so they come before the doors."""

from django.urls import path

from buttobi.trackbacks.views import status

urlpatterns = [
    path("tb/status/<str:token>", status.status, name="trackback-status"),
]
