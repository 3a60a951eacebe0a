"""An entry is deleted: its words go, its address stays taken and says that it is gone."""

import logging
from typing import Any

from django.db import transaction
from django.utils import timezone

from buttobi.blogs.models import Blog
from buttobi.entries import page
from buttobi.entries.models import Entry, Tag, WorkingCopy
from buttobi.trackbacks.models import Target

log = logging.getLogger(__name__)

WORDS = ("title", "body", "html", "second_title", "second_body", "second_html", "trackback_urls")


def delete(*, entry: Entry) -> bool:
    """Deletes an entry of any state for ever; says whether this call did it."""
    changes: dict[str, Any] = dict.fromkeys(WORDS, "") | {"scheduled_for": None, "updated_at": timezone.now()}
    with transaction.atomic():
        if not entry.step(Entry.State.DELETED, **changes):
            return False
        WorkingCopy.objects.filter(entry=entry).delete()
        _untag(entry)
        page.follow(entry=entry)
        if entry.target is not None:
            Target.objects.filter(pk=entry.target.pk).update(accepts=False, title="", second_title="", summary="")
    log.info("entry=%s state=deleted", entry.pk)
    return True


def _untag(entry: Entry) -> None:
    """Takes the entry out of its tags; those that no other entry has go with it."""
    tags = [tag.pk for tag in entry.tags.all()]
    entry.tags.clear()
    Tag.objects.filter(pk__in=tags, entries=None).delete()


def delete_what_deleted_blogs_left() -> int:
    """Deletes entries and tags of blogs that their owners deleted; the room of blogs knows nothing of either."""
    Tag.objects.filter(blog__state=Blog.State.DELETED).delete()
    left = Entry.objects.kept().filter(blog__state=Blog.State.DELETED).select_related("blog", "target")
    return sum(delete(entry=entry) for entry in left.iterator())
