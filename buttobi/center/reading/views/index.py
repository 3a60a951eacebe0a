"""The index of a section's themes: open, coming, past, by tag and by month; one of them at random; and their feed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from buttobi.center.models import Theme
from buttobi.center.reading import past, themes
from buttobi.center.reading.themes import Card, Themes
from buttobi.entries import feeds
from buttobi.entries.views import reading_again, reading_days
from buttobi.entries.views.reading_page import one_page, page_number
from buttobi.sections import addresses
from buttobi.sections.asked import section_of
from buttobi.sections.section import Section

CARDS = 24
PAST = 30
# Of what opened again since, so much is shown of one month.
BEFORE = 100
FED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """A word or a month that leads to its themes."""

    url: str
    name: str
    number: int


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """Everything that is open and that comes, then what is past, and the ways to look for one."""
    section = section_of(request)
    page = past.page_of(section, page_number(request), rows=PAST)
    context: dict[str, object] = {"page": page, "past": past.cards(page), "is_first": page.number == 1}
    if page.number == 1:
        of_owners = themes.open_now(section).filter(entry__blog__official=False)
        context |= {
            "open": themes.open_themes(section),
            "by_owners": themes.cards(themes.in_turn(of_owners, CARDS)),
            "coming": themes.cards(themes.in_turn(themes.coming(section), CARDS)),
            "propose": themes.proposal_address(),
            "months": _months(section),
            "tags": _tags(section),
        }
    address = (
        themes.index_address(section) if page.number == 1 else f"{themes.index_address(section)}?page={page.number}"
    )
    return _show(request, "center/index.html", address=address, **context)


@require_safe
def tag(request: HttpRequest, tag: str) -> HttpResponseBase:
    """The themes that are filed under one word."""
    section = section_of(request)
    found = themes.public(section).filter(entry__tags__name=tag)
    return _some(request, found, name=f"#{tag}", address=themes.tag_address(section, tag))


@require_safe
def month(request: HttpRequest, year: int, month: int) -> HttpResponseBase:
    """The themes that opened, or will open, in one month; also those that opened again since."""
    bounds = reading_days.bounds_of_month(year, month, timezone.get_default_timezone())
    if bounds is None:
        raise Http404
    begins, ends = bounds
    section = section_of(request)
    found = themes.public(section).filter(entry__opens_at__gte=begins, entry__opens_at__lt=ends)
    before = past.cards_of(past.opened_in(section, begins, ends)[:BEFORE])
    address = _month_address(section, begins)
    return _some(request, found, name=reading_days.month(begins), address=address, before=before)


@require_safe
def random_theme(request: HttpRequest) -> HttpResponse:
    """Somebody who does not know what to write is led to a theme, another one each time."""
    section = section_of(request)
    found = themes.random_open(section)
    if found is None:
        context = {"practice": themes.practice_theme(section), "address": addresses.portal(section)}
        response = render(request, "center/none_open.html", context)
    else:
        response = HttpResponseRedirect(found.url)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def feed(request: HttpRequest) -> HttpResponseBase:
    """The themes that opened last, in the Center and in the blogs of a section."""
    section = section_of(request)
    opened = themes.public(section).filter(entry__opens_at__lte=timezone.now())[:FED]
    response = feeds.respond(
        title=_("Buttobi: newest themes (18+)") if section == Section.ADULT else _("Buttobi: newest themes"),
        subtitle=_("Themes to write about on your own blog. Answer one with a trackback."),
        address=themes.index_address(section),
        own_address=f"{themes.index_address(section)}feed.atom",
        section=section,
        items=[_item(theme) for theme in opened],
    )
    return reading_again.confirm(request, response, section=section)


def _item(theme: Theme) -> feeds.Item:
    """A theme is news when it opens, not when its entry was written."""
    item = feeds.of_entry(theme.entry)
    opened = theme.entry.opens_at or item.at
    return replace(item, at=opened, changed=max(opened, item.changed))


def _some(
    request: HttpRequest, found: Themes, *, name: str, address: str, before: Sequence[Card] = ()
) -> HttpResponseBase:
    page = one_page(found, page_number(request), rows=PAST)
    if not page.object_list and not before:
        raise Http404
    if page.number > 1:
        address = f"{address}?page={page.number}"
    context = {"page": page, "themes": themes.cards(page), "before": before if page.number == 1 else ()}
    return _show(request, "center/shelf.html", name=name, address=address, **context)


def _show(request: HttpRequest, template: str, **context: object) -> HttpResponseBase:
    section = section_of(request)
    context |= {"index": themes.index_address(section), "feed_address": f"{themes.index_address(section)}feed.atom"}
    return reading_again.confirm(request, render(request, template, context), section=section)


def _months(section: Section) -> Iterable[Shelf]:
    now, before = (
        found.order_by().annotate(begins=TruncMonth(at, tzinfo=timezone.get_default_timezone()))
        for found, at in ((themes.public(section), "entry__opens_at"), (past.earlier(section), "opened_at"))
    )
    counted: Counter[datetime] = Counter()
    for opened in (now, before):
        counted.update(dict(opened.values_list("begins").annotate(Count("pk"))))
    return [
        Shelf(url=_month_address(section, begins), name=reading_days.month(begins), number=number)
        for begins, number in sorted(counted.items(), reverse=True)
    ]


def _tags(section: Section) -> Iterable[Shelf]:
    names = themes.public(section).order_by().exclude(entry__tags=None).values_list("entry__tags__name")
    return [
        Shelf(url=themes.tag_address(section, name), name=name, number=number)
        for name, number in sorted(names.annotate(Count("pk")))
    ]


def _month_address(section: str, begins: datetime) -> str:
    return f"{themes.index_address(section)}{begins.year}/{begins.month:02}/"
