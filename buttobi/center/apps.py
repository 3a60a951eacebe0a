"""The Django app `center`."""

from django.apps import AppConfig


class CenterConfig(AppConfig):
    name = "buttobi.center"
    label = "center"

    def ready(self) -> None:
        from buttobi.center.round_up import cut, late
        from buttobi.entries.write import PROOFREADERS

        for proofread in (cut.proofread, late.proofread):
            if proofread not in PROOFREADERS:
                PROOFREADERS.append(proofread)
