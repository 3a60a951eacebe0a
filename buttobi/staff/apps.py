"""The Django app `staff`."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "buttobi.staff"
    label = "staff"
