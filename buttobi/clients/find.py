"""From an id in a call to the blog, entry or tag it means: only what the account may write.

What belongs to somebody else is answered like what is not there. From here on a call speaks the blog's language.
"""

from collections.abc import Iterable

from django.utils import translation

from buttobi.accounts.models import Account
from buttobi.blogs.access import may_write, writable_by
from buttobi.blogs.models import Blog
from buttobi.clients import faults, values
from buttobi.entries.models import Entry, EntryQuerySet, Tag
from linkback.xmlrpc import Value


def blog_of(account: Account, blog_id: Value) -> Blog:
    blog = writable_by(account).filter(pk=values.row_id(blog_id)).first()
    if blog is None:
        raise faults.fault(faults.NOT_THERE, faults.NO_BLOG)
    translation.activate(blog.language)
    return blog


def entry_of(account: Account, entry_id: Value) -> Entry:
    entry = entries().filter(pk=values.row_id(entry_id)).first()
    if entry is None or not may_write(account, entry.blog):
        raise faults.fault(faults.NOT_THERE, faults.NO_ENTRY)
    translation.activate(entry.blog.language)
    return entry


def entries() -> EntryQuerySet:
    """Entries with what their structs need."""
    return Entry.objects.kept().select_related("blog", "target__blog").prefetch_related("tags")


def tags_of(blog: Blog, ids: Iterable[int]) -> list[Tag]:
    """The tags of these ids, each once, in this order."""
    wanted = list(dict.fromkeys(ids))
    found = Tag.objects.filter(blog=blog).in_bulk(wanted)
    if len(found) < len(wanted):
        raise faults.fault(faults.NOT_THERE, faults.NO_CATEGORY)
    return [found[tag_id] for tag_id in wanted]
