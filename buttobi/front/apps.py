"""The Django app `front`."""

from django.apps import AppConfig


class FrontConfig(AppConfig):
    name = "buttobi.front"
    label = "front"
