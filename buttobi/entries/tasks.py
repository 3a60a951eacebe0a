"""The bells of the writing room: entries whose date has come, and words whose blog is gone."""

from buttobi.celery import bell
from buttobi.entries import delete, schedule


@bell("entries.publish_due", every=10)
def publish_due() -> None:
    """Publishes what is due."""
    schedule.publish_due()


@bell("entries.forget_deleted", every=300)
def forget_deleted() -> None:
    """Deletes what a deleted blog has left."""
    delete.delete_what_deleted_blogs_left()
