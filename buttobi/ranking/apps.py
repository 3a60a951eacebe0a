"""The Django app `ranking`."""

from django.apps import AppConfig


class RankingConfig(AppConfig):
    name = "buttobi.ranking"
    label = "ranking"
