"""When an entry was or will be public, in the time of its blog."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from buttobi.entries.models import Entry
from buttobi.entries.views import reading_days


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One moment, for people and for machines."""

    words: str
    stamp: str


def of(at: datetime, entry: Entry) -> Moment:
    with timezone.override(entry.blog.zone):
        return Moment(words=reading_days.moment(at), stamp=reading_days.stamp(at))


def of_standing(entry: Entry) -> Moment | None:
    """The date that belongs to where the entry stands: the one to come, or the one of its publication."""
    at = entry.scheduled_for if entry.state == Entry.State.SCHEDULED else entry.published_at
    return of(at, entry) if at is not None else None
