"""The Django app `trackbacks`."""

from django.apps import AppConfig


class TrackbacksConfig(AppConfig):
    name = "buttobi.trackbacks"
    label = "trackbacks"

    def ready(self) -> None:
        # Its bells hang above the tasks, where Celery does not look by itself.
        from buttobi.trackbacks import sweep  # noqa: F401
