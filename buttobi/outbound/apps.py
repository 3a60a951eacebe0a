"""The Django app `outbound`: one table of hosts and their pace."""

from django.apps import AppConfig


class OutboundConfig(AppConfig):
    name = "buttobi.outbound"
    label = "outbound"
