"""Entries as cards of a list, each with its number of trackbacks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count

from buttobi.entries.models import Entry
from buttobi.entries.views import reading_days, reading_doors, reading_words
from buttobi.trackbacks.models import Received
from linkback import trackback


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One entry in a list; `blog` is empty where the page is that blog's own."""

    url: str
    title: str
    at: str
    day: str
    excerpt: str
    lang: str
    trackbacks: int
    blog: str = ""
    blog_url: str = ""


def of_entries(entries: Sequence[Entry], *, with_blog: bool = False) -> list[Card]:
    """The cards of entries that are public, in their order."""
    counted = answers(entry.target_id for entry in entries)
    return [_card(entry, counted.get(entry.target_id or 0, 0), with_blog=with_blog) for entry in entries]


def answers(target_ids: Iterable[int | None]) -> dict[int, int]:
    """How many trackbacks readers see under each of these targets; none is left out, not zero."""
    wanted = [pk for pk in target_ids if pk is not None]
    rows = Received.objects.shown().filter(target__in=wanted).order_by().values_list("target")
    return dict(rows.annotate(Count("pk")))


def blocks(entries: Iterable[Entry]) -> str:
    """The RDF block of every entry that takes trackbacks (TB-13, IO-29), to be printed in one HTML comment."""
    return "\n".join(block for entry in entries if (block := block_of(entry)))


def block_of(entry: Entry) -> str:
    """The RDF block of one entry; empty when it takes no trackbacks (IO-30)."""
    target = entry.target
    if target is None or not reading_doors.takes_pings(target) or entry.audience != Entry.Audience.EVERYONE:
        return ""
    return trackback.rdf_block(entry.address, reading_words.of_entry(entry).title, target.trackback_url)


def _card(entry: Entry, trackbacks: int, *, with_blog: bool) -> Card:
    words = reading_words.of_entry(entry)
    at = entry.published_at or entry.created_at
    return Card(
        url=entry.address,
        title=words.title,
        at=reading_days.stamp(at),
        day=reading_days.day(at),
        excerpt=words.excerpt,
        lang=words.language,
        trackbacks=trackbacks,
        blog=entry.blog.title if with_blog else "",
        blog_url=entry.blog.address if with_blog else "",
    )
