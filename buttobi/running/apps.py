"""The Django app `running`."""

from django.apps import AppConfig


class RunningConfig(AppConfig):
    name = "buttobi.running"
    label = "running"
