"""What a section has beside its front page: feeds, the help page, and what robots and browsers look for."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from buttobi.center.reading import themes
from buttobi.conversations import news
from buttobi.entries import feeds
from buttobi.entries.views import reading_again
from buttobi.front.portal import newest_entries
from buttobi.sections import addresses
from buttobi.sections.asked import section_of
from buttobi.sections.section import Section

FED = 20


@require_safe
def feed(request: HttpRequest) -> HttpResponseBase:
    """The newest entries of a section."""
    section = section_of(request)
    response = feeds.respond(
        title=_("Buttobi: newest entries (18+)") if section == Section.ADULT else _("Buttobi: newest entries"),
        subtitle="",
        address=addresses.portal(section),
        own_address=f"{addresses.portal(section)}feed.atom",
        section=section,
        items=[feeds.of_entry(entry) for entry in newest_entries(section)[:FED]],
    )
    return reading_again.confirm(request, response, section=section)


@require_safe
def trackbacks_feed(request: HttpRequest) -> HttpResponseBase:
    """The newest trackbacks of a section: who answered whom."""
    section = section_of(request)
    adult = section == Section.ADULT
    response = feeds.respond(
        title=_("Buttobi: newest trackbacks (18+)") if adult else _("Buttobi: newest trackbacks"),
        subtitle="",
        address=addresses.portal(section),
        own_address=f"{addresses.portal(section)}trackbacks.atom",
        section=section,
        items=[feeds.of_received(received, target=received.target) for received in news.newest(section, FED)],
    )
    return reading_again.confirm(request, response, section=section)


@require_safe
def whats_a_trackback(request: HttpRequest) -> HttpResponseBase:
    """The help page; its example is the newest open theme of the section's Center."""
    section = section_of(request)
    context = {
        "address": addresses.help_page(section),
        "example": next(iter(themes.open_themes(section, limit=1)), None),
        "practice": themes.practice_theme(section),
    }
    return reading_again.confirm(request, render(request, "front/help_trackback.html", context), section=section)


@require_safe
def help_index(request: HttpRequest) -> HttpResponse:
    """There is one help page, and this leads to it."""
    return HttpResponsePermanentRedirect(addresses.help_page(section_of(request)))


@require_safe
def icon(request: HttpRequest, name: str) -> HttpResponse:
    """The picture that browsers look for at the top of a site, whatever its pages say."""
    return HttpResponsePermanentRedirect(static(f"img/{name}"))
