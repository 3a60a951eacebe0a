"""The Django app `center`."""

from django.apps import AppConfig


class CenterConfig(AppConfig):
    name = "buttobi.center"
    label = "center"
