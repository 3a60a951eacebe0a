"""The Django app `trackbacks`."""

from django.apps import AppConfig


class TrackbacksConfig(AppConfig):
    name = "buttobi.trackbacks"
    label = "trackbacks"
