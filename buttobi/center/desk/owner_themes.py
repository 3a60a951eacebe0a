"""An owner opens an entry of their own as a theme, a challenge or a carnival: it looks for answers like any other."""

from datetime import datetime

from django.db import transaction
from django.db.models import Min, Q
from django.utils import timezone
from django.utils.translation import gettext

from buttobi.blogs.models import Blog
from buttobi.center import runs, stand
from buttobi.center.models import Theme
from buttobi.center.runs import Dates
from buttobi.entries import page
from buttobi.entries.models import Entry
from buttobi.entries.update import update
from buttobi.media.models import Picture
from buttobi.trackbacks.models import Received

# What of an answer may still be shown, or is.
_COUNTS = (Received.State.ARRIVED, Received.State.HELD, Received.State.SHOWN)

# A notice board is for many blogs: one of them has no more than so many themes on it, open or announced.
MOST = 3


class Refused(Exception):  # noqa: N818 (named by what becomes of the wish)
    """An entry that cannot be opened as a theme; says why, and what to do."""


def can_be_theme(entry: Entry) -> bool:
    """Whether an entry can be opened as a theme: readers find it, and it is not a Center's, whose themes staff plan."""
    return page.is_for_everyone(entry) and not entry.blog.official


def of(entry: Entry) -> Theme | None:
    """The theme that an entry is, if it is one."""
    return Theme.objects.filter(entry=entry).select_related("entry__blog").first()


def open_as_theme(
    *,
    entry: Entry,
    opens_at: datetime | None,
    closes_at: datetime | None,
    cover: Picture | None = None,
    cover_alt: str = "",
    marked: str = "",
) -> Theme:
    """Makes a theme of a published entry, or gives the theme that it is another time and cover. Raises Refused, and
    Overtaken when either has changed since it was marked.

    Without `opens_at` it opens now. It takes trackbacks from then on, with or without a link to it.
    """
    with transaction.atomic():
        # The blog is held while its themes are counted: one that is opened at the same moment counts as well.
        list(Blog.objects.select_for_update().filter(pk=entry.blog_id).values_list("pk"))
        stand.check(entry=entry, marked=marked)
        because = refusal(entry, closes_at=closes_at)
        if because:
            raise Refused(because)
        locked = Entry.objects.kept().select_for_update().get(pk=entry.pk)
        now = timezone.now()
        dates = runs.renew(entry=locked, wanted=Dates(opens_at=opens_at or now, closes_at=closes_at), now=now)
        locked.opens_at, locked.closes_at = dates.opens_at, dates.closes_at
        locked.accepts_trackbacks = True
        locked.save(update_fields=["opens_at", "closes_at", "accepts_trackbacks"])
        theme, _ = Theme.objects.update_or_create(entry=locked, defaults={"cover": cover, "cover_alt": cover_alt})
        update(entry=locked)
    return theme


def refusal(entry: Entry, *, closes_at: datetime | None) -> str:
    """Why an entry cannot be opened as a theme until then, and what to do; empty when it can."""
    if not can_be_theme(entry):
        return gettext("Only a published entry that everyone can read can be opened as a theme.")
    now = timezone.now()
    is_over = closes_at is not None and closes_at <= now
    lasting = Q(entry__closes_at=None) | Q(entry__closes_at__gt=now)
    others = Theme.objects.filter(lasting, entry__blog=entry.blog_id, entry__state=Entry.State.PUBLISHED)
    if is_over or others.exclude(entry=entry).count() < MOST:
        return ""
    return gettext(
        "Three themes of this blog are open or announced already. Close one of them, or make it an ordinary entry "
        "again, and then open this one."
    )


def is_answered(theme: Theme) -> bool:
    """Whether somebody answered it, shown or not yet, now or any time that it was open before."""
    opened = theme.runs.aggregate(first=Min("opened_at"))["first"] or theme.entry.opens_at
    answers = Received.objects.filter(target=theme.entry.target_id, state__in=_COUNTS)
    return opened is not None and answers.filter(received_at__gte=opened).exists()


def take_back(*, theme: Theme) -> bool:
    """Makes an ordinary entry of a theme that nobody answered; says whether this call did it."""
    with transaction.atomic():
        # Locked: an answer that comes at this moment is either seen here or finds no theme.
        entry = Entry.objects.kept().select_for_update().get(pk=theme.entry_id)
        if entry.blog.official or is_answered(theme) or not Theme.objects.filter(pk=theme.pk).delete()[0]:
            return False
        entry.opens_at = entry.closes_at = None
        entry.save(update_fields=["opens_at", "closes_at"])
        update(entry=entry)
    return True
