"""The Django app `clients`."""

from django.apps import AppConfig


class ClientsConfig(AppConfig):
    name = "buttobi.clients"
    label = "clients"
