"""A theme is written: what staff said about it is laid into its entry and its row, as a draft or to be read."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from buttobi.accounts.models import Account
from buttobi.blogs.models import Blog
from buttobi.center import runs, stand
from buttobi.center.models import Theme
from buttobi.center.runs import Dates
from buttobi.entries import write
from buttobi.entries.models import Entry
from buttobi.entries.update import update
from buttobi.entries.write import Written
from buttobi.media.models import Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """The fields of a theme, found right: its words in both languages, its time, its cover."""

    title: str = ""
    body: str = ""
    html: str = ""
    second_title: str = ""
    second_body: str = ""
    second_html: str = ""
    tags: tuple[str, ...] = ()
    opens_at: datetime | None = None
    """Empty: at once, when it is announced."""
    closes_at: datetime | None = None
    """Empty: it stays open."""
    cover: Picture | None = None
    cover_alt: str = ""
    second_cover_alt: str = ""
    on_shelf: bool = False


def begin(*, blog: Blog, author: Account | None, proposed_by: Account | None = None, submission: str = "") -> Theme:
    """An empty draft of a theme in a Trackback Center; for a submission that began one already, that theme."""
    with transaction.atomic():
        entry = write.begin(blog=blog, author=author, submission=submission)
        if entry.state == Entry.State.DELETED or entry.blog_id != blog.pk:
            # What that form made is gone, or lies elsewhere.
            entry = write.begin(blog=blog, author=author)
        return Theme.objects.get_or_create(entry=entry, defaults={"proposed_by": proposed_by})[0]


def begun(*, blog: Blog, author: Account, submission: str) -> Theme | None:
    """The theme that a submission began already, unless it is deleted."""
    if not submission:
        return None
    mine = Theme.objects.filter(entry__author=author, entry__submission=submission, entry__blog=blog)
    kept = mine.exclude(entry__state=Entry.State.DELETED)
    return kept.select_related("entry__blog", "entry__target__blog").first()


def save_draft(*, theme: Theme, composed: Composed, marked: str = "") -> None:
    """Keeps what was written without announcing it. Raises Overtaken when the theme has changed since it was marked."""
    with transaction.atomic():
        stand.check(entry=theme.entry, marked=marked)
        entry = _lay(theme, composed, opens_at=composed.opens_at)
        write.save_draft(entry=entry, written=_written(entry, composed))


def announce(*, theme: Theme, composed: Composed, marked: str = "") -> Entry:
    """Publishes a theme, or changes one that is published; the doors of its page obey its time from now on.

    Its time may lie ahead: until then it is coming, and takes nothing. A closed Center publishes nothing.
    Raises Overtaken when the theme has changed since it was marked.
    """
    with transaction.atomic():
        stand.check(entry=theme.entry, marked=marked)
        opens_at = composed.opens_at or _opened(theme.entry) or timezone.now()
        if theme.entry.state == Entry.State.DRAFT:
            # Nobody could answer before anybody could read it.
            opens_at = max(opens_at, timezone.now())
        entry = _lay(theme, composed, opens_at=opens_at)
        theme.entry = write.submit(entry=entry, written=_written(entry, composed))
    return theme.entry


def set_time(*, entry: Entry, opens_at: datetime, closes_at: datetime | None) -> bool:
    """Gives a theme another time: when nobody else did so since `entry` was read, its entry and its page together.

    What is over opens anew.
    """
    with transaction.atomic():
        dates = runs.renew(entry=entry, wanted=Dates(opens_at=opens_at, closes_at=closes_at), now=timezone.now())
        same = Entry.objects.kept().filter(pk=entry.pk, opens_at=entry.opens_at, closes_at=entry.closes_at)
        if not same.update(opens_at=dates.opens_at, closes_at=dates.closes_at):
            transaction.set_rollback(True)
            return False
        entry.refresh_from_db()
        update(entry=entry)
    return True


def close_now(*, theme: Theme) -> bool:
    """Closes an open theme before its time; says whether this call did it."""
    entry, now = theme.entry, timezone.now()
    if theme.life(now) != Theme.Life.OPEN or entry.opens_at is None:
        return False
    return set_time(entry=entry, opens_at=entry.opens_at, closes_at=now)


def open_until(*, theme: Theme, closes_at: datetime | None) -> bool:
    """Keeps a theme open longer, or opens a closed one for so long again; says whether this call did it."""
    entry, now = theme.entry, timezone.now()
    if theme.life(now) == Theme.Life.DRAFT or entry.opens_at is None:
        return False
    return set_time(entry=entry, opens_at=entry.opens_at, closes_at=closes_at)


def _opened(entry: Entry) -> datetime | None:
    """Since when a published theme is open already."""
    has_opened = entry.opens_at is not None and entry.opens_at <= timezone.now()
    return entry.opens_at if has_opened and entry.state == Entry.State.PUBLISHED else None


def _lay(theme: Theme, composed: Composed, *, opens_at: datetime | None) -> Entry:
    for name in ("cover", "cover_alt", "second_cover_alt", "on_shelf"):
        setattr(theme, name, getattr(composed, name))
    theme.save(update_fields=["cover", "cover_alt", "second_cover_alt", "on_shelf"])
    entry = Entry.objects.kept().select_for_update().get(pk=theme.entry_id)
    dates = runs.renew(entry=entry, wanted=Dates(opens_at=opens_at, closes_at=composed.closes_at), now=timezone.now())
    entry.opens_at, entry.closes_at = dates.opens_at, dates.closes_at
    entry.save(update_fields=["opens_at", "closes_at"])
    return entry


def _written(entry: Entry, composed: Composed) -> Written:
    """As New Submission would lay it; what the form of a theme does not ask stays as it is."""
    return Written(
        title=composed.title,
        body=composed.body,
        html=composed.html,
        second_title=composed.second_title,
        second_body=composed.second_body,
        second_html=composed.second_html,
        tags=composed.tags,
        trackback_urls=entry.trackback_urls,
        tells_links=entry.tells_links,
        accepts_trackbacks=entry.accepts_trackbacks,
        takes=entry.takes,
        culture=entry.culture,
        showing=entry.showing,
        closes_after_days=entry.closes_after_days,
    )
