"""The Django app `media`."""

from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "buttobi.media"
    label = "media"
