"""What an author wrote is laid into an entry: as a draft, or to be read."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from buttobi.accounts.models import Account
from buttobi.blogs.models import Blog
from buttobi.entries import slugs
from buttobi.entries.models import Entry, Tag, WorkingCopy
from buttobi.entries.publish import publish
from buttobi.entries.update import update
from buttobi.trackbacks.models.policy import RULES


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The fields of New Submission, found right. `html` is the body's safe HTML."""

    title: str = ""
    body: str = ""
    html: str = ""
    second_title: str = ""
    second_body: str = ""
    second_html: str = ""
    trackback_urls: str = ""
    tells_links: bool = True
    tags: tuple[str, ...] = ()
    scheduled_for: datetime | None = None
    audience: str = Entry.Audience.EVERYONE
    accepts_trackbacks: bool = True
    takes: list[str] | None = None
    culture: str = ""
    showing: str = ""
    closes_after_days: int | None = None
    slug: str = ""
    """The address that is wished for; empty leaves it to the title and the date."""


LAID = (
    "title",
    "body",
    "html",
    "second_title",
    "second_body",
    "second_html",
    "trackback_urls",
    "tells_links",
    "scheduled_for",
    "audience",
    "accepts_trackbacks",
    *RULES,
)

# Each looks through the words of an entry before they are saved, in the same transaction, and may take something out.
# Rooms above that know more about an entry add theirs when they begin.
PROOFREADERS: list[Callable[[Entry], None]] = []


def begin(*, blog: Blog, author: Account | None, submission: str = "") -> Entry:
    """An empty draft; for a submission that began one already, that entry, whatever became of it."""
    if not submission or author is None:
        return Entry.objects.create(blog=blog, author=author)
    began = Entry.objects.select_related("blog", "target")
    try:
        with transaction.atomic():
            return began.get_or_create(author=author, submission=submission, defaults={"blog": blog})[0]
    except IntegrityError:
        return began.get(author=author, submission=submission)


def save_draft(*, entry: Entry, written: Written) -> None:
    """Keeps what was written without publishing it; a scheduled entry is a draft again."""
    with transaction.atomic():
        entry = _locked(entry)
        if entry.state == Entry.State.SCHEDULED:
            entry.step(Entry.State.DRAFT)
        _lay(entry, written)
        if written.slug:
            slugs.settle(entry=entry, wish=written.slug, at=entry.updated_at)


def submit(*, entry: Entry, written: Written) -> Entry:
    """Publishes what was written, schedules it, or changes what is published already; the entry as it is then."""
    with transaction.atomic():
        entry = _locked(entry)
        _lay(entry, written)
        if entry.state == Entry.State.PUBLISHED:
            update(entry=entry, wish=written.slug)
        else:
            if written.slug:
                slugs.settle(entry=entry, wish=written.slug, at=entry.updated_at)
            publish(entry=entry)
        entry.refresh_from_db()
    return entry


def _locked(entry: Entry) -> Entry:
    # The clock may publish a scheduled entry at any moment: from here on it waits for us.
    return Entry.objects.kept().select_for_update().get(pk=entry.pk)


def _lay(entry: Entry, written: Written) -> None:
    for name in LAID:
        setattr(entry, name, getattr(written, name))
    for proofread in PROOFREADERS:
        proofread(entry)
    entry.updated_at = timezone.now()
    entry.save(update_fields=[*LAID, "updated_at"])
    entry.tags.set([_tag(entry.blog, name) for name in written.tags])
    WorkingCopy.objects.filter(entry=entry).delete()


def _tag(blog: Blog, name: str) -> Tag:
    """The blog's tag of this name, in the capitals in which it was first written."""
    return (
        Tag.objects.filter(blog=blog, name__iexact=name).first() or Tag.objects.get_or_create(blog=blog, name=name)[0]
    )
