"""An entry is deleted: its words go, its address stays taken and says that it is gone."""

import logging
from typing import Any

from django.db import transaction
from django.utils import timezone

from buttobi.blogs.models import Blog
from buttobi.entries import page
from buttobi.entries.models import Entry, WorkingCopy
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
        entry.tags.clear()
        page.follow(entry=entry)
        if entry.target is not None:
            Target.objects.filter(pk=entry.target.pk).update(accepts=False, title="", summary="")
    log.info("entry=%s state=deleted", entry.pk)
    return True


def delete_what_deleted_blogs_left() -> int:
    """Deletes the entries of blogs that their owners deleted; the room of blogs knows nothing of entries."""
    left = Entry.objects.kept().filter(blog__state=Blog.State.DELETED).select_related("blog", "target")
    return sum(delete(entry=entry) for entry in left.iterator())
