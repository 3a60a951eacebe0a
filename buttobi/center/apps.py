"""The Django app `center`."""

from django.apps import AppConfig


class CenterConfig(AppConfig):
    name = "buttobi.center"
    label = "center"

    def ready(self) -> None:
        from buttobi.center.round_up.cut import proofread
        from buttobi.entries.write import PROOFREADERS

        if proofread not in PROOFREADERS:
            PROOFREADERS.append(proofread)
