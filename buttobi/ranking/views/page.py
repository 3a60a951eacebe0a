"""What every public page of the ranking goes through: the section of its host, the ranking's clocks, read again."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from buttobi.entries.views import reading_again
from buttobi.entries.views.reading import card_image
from buttobi.ranking import addresses, days
from buttobi.sections.asked import section_of
from buttobi.sections.section import Section

RankingView = Callable[..., HttpResponse]
# For so long a day is news; later it stays, and search engines are asked to leave it out.
INDEXED_FOR = timedelta(days=30)


def ranking_page(view: RankingView) -> Callable[..., HttpResponseBase]:
    """Calls `view(request, section, **parts)` in the time zone of the ranking."""

    @require_safe
    @wraps(view)
    def visit(request: HttpRequest, **parts: object) -> HttpResponseBase:
        section = section_of(request)
        with timezone.override(days.zone()):
            response = view(request, section, **parts)
        return reading_again.confirm(request, response, section=section)

    return visit


def is_news(on: date) -> bool:
    """Whether a date is so young that search engines may find its page."""
    return on >= days.today() - INDEXED_FOR


def show(
    request: HttpRequest, section: Section, template: str, context: dict[str, object], *, noindex: bool = False
) -> HttpResponse:
    """A page of the ranking; search engines are asked to leave out what only matters for a while."""
    context = {
        "front": addresses.front(section),
        "how": addresses.how(section),
        "feed_address": addresses.feed(section),
        "card_image": card_image(section),
        "noindex": noindex,
        **context,
    }
    response = render(request, template, context)
    if noindex:
        response.headers["X-Robots-Tag"] = "noindex"
    return response
