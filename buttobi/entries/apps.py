"""The Django app `entries`."""

from django.apps import AppConfig


class EntriesConfig(AppConfig):
    name = "buttobi.entries"
    label = "entries"
