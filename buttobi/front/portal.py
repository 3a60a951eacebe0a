"""The front page of a section: what is going on there."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from buttobi.center.reading import themes
from buttobi.conversations import news
from buttobi.entries.models import Entry, EntryQuerySet
from buttobi.entries.views import reading_again, reading_cards
from buttobi.ranking import addresses as ranking
from buttobi.ranking import days, table, words
from buttobi.sections import addresses
from buttobi.sections.asked import section_of

THEMES = 6
OWNERS_THEMES = 3
EXCHANGES = 5
ANSWERS = 3
# Blogs with their first trackback, and quiet ones that were answered.
BLOGS = 3
PLACES = 3
ENTRIES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Podium:
    """The first places of the newest day that is over."""

    places: Sequence[tuple[table.Row, str]]
    """Each with the address of its proof."""
    day: str
    is_yesterday: bool
    address: str


@require_safe
def show(request: HttpRequest) -> HttpResponseBase:
    """Themes to write on, conversations to follow, and who was answered."""
    section = section_of(request)
    entries = list(newest_entries(section)[:ENTRIES])
    context = {
        "themes": themes.open_themes(section, limit=THEMES),
        "owners_themes": themes.opened_by_owners(section, limit=OWNERS_THEMES),
        "news": news.of_section(section, exchanges=EXCHANGES, answers=ANSWERS, blogs=BLOGS),
        "podium": _podium(section),
        "cards": reading_cards.of_entries(entries, with_blog=True),
        "rdf": reading_cards.blocks(entries),
        "address": addresses.portal(section),
        "feed_address": f"{addresses.portal(section)}feed.atom",
    }
    return reading_again.confirm(request, render(request, "front/portal.html", context), section=section)


def newest_entries(section: str) -> EntryQuerySet:
    """What was published last in the blogs of a section; themes of its Center are told apart from them."""
    entries = Entry.objects.public().filter(blog__section=section, blog__official=False)
    return entries.select_related("blog", "target__blog__policy")


def _podium(section: str) -> Podium | None:
    first = table.first(section, PLACES)
    if first.day is None or not first.rows:
        return None
    date = first.day.date
    return Podium(
        places=[(row, ranking.proof(section, date, row.blog.name)) for row in first.rows],
        day=words.day(date),
        is_yesterday=date == days.yesterday(),
        address=ranking.day(section, date),
    )
