"""The bell of the writing room: entries whose date has come."""

from buttobi.celery import bell
from buttobi.entries import schedule


@bell("entries.publish_due", every=10)
def publish_due() -> None:
    """Publishes what is due."""
    schedule.publish_due()
