"""The Django app `sections`."""

from django.apps import AppConfig


class SectionsConfig(AppConfig):
    name = "buttobi.sections"
    label = "sections"
