"""The ranking's sheet: the newest day, any day, and the one that is running."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse

from buttobi.center.reading import themes
from buttobi.entries.views import reading_days
from buttobi.ranking import addresses, days, spans, table, words
from buttobi.ranking.models import Day
from buttobi.ranking.table import Row, Table
from buttobi.ranking.views.page import is_news, ranking_page, show
from buttobi.sections.section import Section

THEMES = 6


@ranking_page
def front(request: HttpRequest, section: Section) -> HttpResponse:
    """The newest day that is over."""
    return _sheet(request, section, table.of_day(section), address=addresses.front(section))


@ranking_page
def of_date(request: HttpRequest, section: Section, on: date) -> HttpResponse:
    """One day, at its permanent address."""
    found = table.of_day(section, on)
    if found.day is None:
        raise Http404
    noindex = found.day.state == Day.State.COUNTING or not is_news(on)
    return _sheet(request, section, found, address=addresses.day(section, on), noindex=noindex)


@ranking_page
def today(request: HttpRequest, section: Section) -> HttpResponse:
    """So far today, for the curious."""
    found = table.of_day(section, spans.running().day)
    return _sheet(request, section, found, address=addresses.today(section), noindex=True, running=True)


def _sheet(
    request: HttpRequest,
    section: Section,
    found: Table,
    *,
    address: str,
    noindex: bool = False,
    running: bool = False,
) -> HttpResponse:
    day = found.day
    context: dict[str, object] = {
        "address": address,
        "running": running,
        "is_yesterday": day is None or day.date == days.yesterday(),
        "table": found,
        "rows": [line(row, day, section) for row in found.rows if day],
        "today": addresses.today(section),
        "themes": [] if found.rows else themes.open_themes(section, limit=THEMES),
    }
    if day is not None:
        context |= about(day, found) | neighbours(day)
    return show(request, section, "ranking/day.html", context, noindex=noindex)


def about(day: Day, found: Table) -> dict[str, object]:
    """What a page says of its day."""
    return {
        "day": day,
        "date": words.day(day.date),
        "hours": words.hours(day),
        "state": words.state(found),
        "counted_until": reading_days.moment(day.totalled_at),
        "settled": reading_days.moment(days.final_at(day.date)),
        "permanent": addresses.day(day.section, day.date),
        "json": addresses.day_json(day.section, day.date),
        "month": {"name": words.month(day.date), "url": addresses.month(day.section, day.date)},
    }


def neighbours(day: Day) -> dict[str, object]:
    """The days before and after it that have a sheet; the running one stands at its own address."""
    of_section = Day.objects.filter(section=day.section)
    over = of_section.filter(state__in=table.OVER)
    return {
        "before": _link(over.filter(date__lt=day.date).order_by("-date").first()),
        "after": _link(over.filter(date__gt=day.date).order_by("date").first()),
    }


def _link(day: Day | None) -> dict[str, str] | None:
    return {"name": words.day(day.date), "url": addresses.day(day.section, day.date)} if day else None


def line(row: Row, day: Day, section: Section) -> dict[str, object]:
    """One row as the templates print it."""
    return {
        "row": row,
        "tie": words.tie(row),
        "sign": words.sign(row),
        "change": words.change(row),
        "proof": addresses.proof(section, day.date, row.blog.name),
    }
