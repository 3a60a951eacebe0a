"""What stands in a form and was not submitted: kept as it was typed, right or wrong."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from buttobi.entries.models import Entry, WorkingCopy
from buttobi.entries.tags import split_tags
from buttobi.trackbacks import rules
from buttobi.trackbacks.judge import split_urls
from buttobi.trackbacks.models.policy import RULES

FIELDS = (
    "title",
    "body",
    "second_title",
    "second_body",
    "trackback_urls",
    "tells_links",
    "tags",
    "scheduled_for",
    "audience",
    "accepts_trackbacks",
    *RULES,
    "slug",
)
# They say something in every form, also in one where nothing was written.
USUAL = ("tells_links", "audience", "accepts_trackbacks", *RULES, "slug")
TITLE = 200
# No entry is longer, in both languages.
LONGEST = 450_000

Values = dict[str, str]


def values_in(form: Mapping[str, str]) -> Values:
    """The fields of New Submission as they were sent; no line breaks but LF, nothing that a database cannot hold."""
    return {name: form.get(name, "").replace("\r\n", "\n").replace("\x00", "") for name in FIELDS}


def values_of(entry: Entry) -> Values:
    """The fields of New Submission as they stand in an entry; times in its blog's zone."""
    date = entry.scheduled_for.astimezone(entry.blog.zone).strftime("%Y-%m-%dT%H:%M") if entry.scheduled_for else ""
    return {
        "title": entry.title,
        "body": entry.body,
        "second_title": entry.second_title,
        "second_body": entry.second_body,
        "trackback_urls": entry.trackback_urls,
        "tells_links": "on" if entry.tells_links else "",
        "tags": ", ".join(tag.name for tag in entry.tags.all()) if entry.pk else "",
        "scheduled_for": date,
        "audience": entry.audience,
        "accepts_trackbacks": "on" if entry.accepts_trackbacks else "",
        "slug": entry.slug,
        **rules.typed(entry),
    }


def is_too_long(values: Values) -> bool:
    """Whether the form holds more than any entry may, and is not kept."""
    return sum(map(len, values.values())) > LONGEST


def is_blank(values: Values) -> bool:
    """Whether nothing was written that would be a pity to lose."""
    return not any(values[name].strip() for name in FIELDS if name not in USUAL)


def is_said_by(values: Values, entry: Entry) -> bool:
    """Whether the entry already says what stands in the form."""
    return _sense(values, slug=entry.slug) == _sense(values_of(entry), slug=entry.slug)


def _sense(values: Values, *, slug: str) -> dict[str, object]:
    return values | {
        "title": values["title"].strip(),
        "trackback_urls": split_urls(values["trackback_urls"]),
        "tags": {tag.casefold() for tag in split_tags(values["tags"])},
        "tells_links": bool(values["tells_links"]),
        "accepts_trackbacks": bool(values["accepts_trackbacks"]),
        # Left empty, it is made when the entry is published.
        "slug": values["slug"] or slug,
    }


def keep(*, entry: Entry, values: Values, drafts_only: bool = False) -> None:
    """Keeps what was typed beside an entry that does not say it yet.

    With `drafts_only` a form that was submitted meanwhile leaves nothing behind.
    """
    with transaction.atomic():
        entry = Entry.objects.select_for_update().get(pk=entry.pk)
        if entry.state == Entry.State.DELETED or (drafts_only and entry.state != Entry.State.DRAFT):
            return
        if is_said_by(values, entry):
            discard(entry=entry)
            return
        now = timezone.now()
        WorkingCopy.objects.update_or_create(entry=entry, defaults={"values": values, "saved_at": now})
        if entry.state == Entry.State.DRAFT:
            # The list of drafts names them as they are typed.
            Entry.objects.filter(pk=entry.pk).update(title=values["title"][:TITLE], updated_at=now)


def kept(entry: Entry) -> Values | None:
    """What was kept beside an entry, if anything."""
    copy = WorkingCopy.objects.filter(entry=entry).first()
    return {name: str(copy.values.get(name, "")) for name in FIELDS} if copy is not None else None


def discard(*, entry: Entry) -> bool:
    """Forgets what was typed and not submitted; says whether there was something."""
    return bool(WorkingCopy.objects.filter(entry=entry).delete()[0])
