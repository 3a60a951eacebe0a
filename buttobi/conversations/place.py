"""Which page the address of a conversation means, and what its pages say of it."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest

from buttobi.blogs.models import Blog
from buttobi.conversations.conversation import Conversation
from buttobi.entries.models import Entry
from buttobi.entries.views.reading_place import find_entry
from buttobi.trackbacks.models import Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """How much there is, and of which days."""

    pages: int
    blogs: int
    hosts: int
    """Sites elsewhere."""
    first: datetime | None
    last: datetime | None


def find(request: HttpRequest, blog: Blog, slug: str, *, tail: str) -> tuple[Entry, Target]:
    """The entry that a conversation is around, and its page in the heart; for everyone to read.

    `tail` is what follows the entry's address. Raises Moved, Gone or Http404.
    """
    entry = find_entry(request, blog, slug, tail=tail)
    if entry.target is None or entry.audience != Entry.Audience.EVERYONE or not entry.target.is_public:
        raise Http404
    return entry, entry.target


def total(conversation: Conversation) -> Sum:
    """How many pages, blogs and sites elsewhere, and when the first and the last of them was published."""
    dates = [page.at for page in conversation.pages if page.at is not None]
    return Sum(
        pages=len(conversation.pages),
        blogs=len({page.blog_key for page in conversation.pages}),
        hosts=len({page.host for page in conversation.pages if page.host}),
        first=min(dates, default=None),
        last=max(dates, default=None),
    )
