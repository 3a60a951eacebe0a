"""The portal of each section: its front page and feed, the help page, and what robots and browsers look for."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from buttobi.center import themes
from buttobi.entries import feeds
from buttobi.entries.models import Entry, EntryQuerySet
from buttobi.entries.views import reading_again, reading_cards
from buttobi.front import conversations
from buttobi.sections import addresses
from buttobi.sections.section import Section

ENTRIES = 12
FED = 20
THEMES = 6
ANSWERS = 10


@require_safe
def portal(request: HttpRequest) -> HttpResponseBase:
    """Today's themes, the newest entries, and who answered whom."""
    section = _section(request)
    entries = list(_newest(section)[:ENTRIES])
    context = {
        "themes": themes.open_themes(section, limit=THEMES),
        "cards": reading_cards.of_entries(entries, with_blog=True),
        "answers": conversations.newest(section, ANSWERS),
        "rdf": reading_cards.blocks(entries),
        "address": addresses.portal(section),
        "feed_address": f"{addresses.portal(section)}feed.atom",
    }
    return reading_again.confirm(request, render(request, "front/portal.html", context), section=section)


@require_safe
def feed(request: HttpRequest) -> HttpResponseBase:
    """The newest entries of a section."""
    section = _section(request)
    response = feeds.respond(
        title=_("Buttobi: newest entries (18+)") if section == Section.ADULT else _("Buttobi: newest entries"),
        subtitle="",
        address=addresses.portal(section),
        own_address=f"{addresses.portal(section)}feed.atom",
        section=section,
        items=[feeds.of_entry(entry) for entry in _newest(section)[:FED]],
    )
    return reading_again.confirm(request, response, section=section)


@require_safe
def trackbacks_feed(request: HttpRequest) -> HttpResponseBase:
    """The newest trackbacks of a section: who answered whom."""
    section = _section(request)
    adult = section == Section.ADULT
    response = feeds.respond(
        title=_("Buttobi: newest trackbacks (18+)") if adult else _("Buttobi: newest trackbacks"),
        subtitle="",
        address=addresses.portal(section),
        own_address=f"{addresses.portal(section)}trackbacks.atom",
        section=section,
        items=[feeds.of_received(received, target=received.target) for received in conversations.rows(section)[:FED]],
    )
    return reading_again.confirm(request, response, section=section)


@require_safe
def whats_a_trackback(request: HttpRequest) -> HttpResponseBase:
    """The help page; its example is the newest open theme of the section's Center."""
    section = _section(request)
    context = {
        "address": addresses.help_page(section),
        "example": next(iter(themes.open_themes(section, limit=1)), None),
        "practice": themes.practice_theme(section),
    }
    return reading_again.confirm(request, render(request, "front/help_trackback.html", context), section=section)


@require_safe
def help_index(request: HttpRequest) -> HttpResponse:
    """There is one help page, and this leads to it."""
    return HttpResponsePermanentRedirect(addresses.help_page(_section(request)))


@require_safe
def icon(request: HttpRequest, name: str) -> HttpResponse:
    """The picture that browsers look for at the top of a site, whatever its pages say."""
    return HttpResponsePermanentRedirect(static(f"img/{name}"))


def _newest(section: str) -> EntryQuerySet:
    entries = Entry.objects.public().filter(blog__section=section, blog__official=False)
    return entries.select_related("blog", "target__blog__policy")


def _section(request: HttpRequest) -> Section:
    return Section(request.section)  # type: ignore[attr-defined]
