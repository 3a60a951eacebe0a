"""The ranking for programs: a day as JSON, and the final days as an Atom feed."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import gettext as _

from buttobi.entries import feeds
from buttobi.ranking import addresses, table, words
from buttobi.ranking.models import Day
from buttobi.ranking.table import Row, Table
from buttobi.ranking.views.page import ranking_page
from buttobi.sections.section import Section

# So many days are in the feed; the first three blogs in the summary of each.
DAYS = 14
TOLD = 3


@ranking_page
def newest(request: HttpRequest, section: Section) -> HttpResponse:
    """The newest day that is over, as JSON."""
    return _json(section, table.of_day(section), on=None)


@ranking_page
def of_date(request: HttpRequest, section: Section, on: date) -> HttpResponse:
    """One day, as JSON."""
    found = table.of_day(section, on)
    if found.day is None:
        raise Http404
    return _json(section, found, on=on)


@ranking_page
def final_days(request: HttpRequest, section: Section) -> HttpResponse:
    """The newest final days, one item each."""
    newest_days = Day.objects.filter(section=section, state=Day.State.FINAL).order_by("-date")[:DAYS]
    return feeds.respond(
        title=_("Trackback Ranking (18+)") if section == Section.ADULT else _("Trackback Ranking"),
        subtitle="",
        address=addresses.front(section),
        own_address=addresses.feed(section),
        section=section,
        items=[_item(day) for day in newest_days],
    )


def _item(day: Day) -> feeds.Item:
    found = table.plain(day)
    settled = day.final_at or day.totalled_at
    first = [f"{row.rank}. {row.blog.title} ({row.trackbacks})" for row in found.rows if not row.struck]
    return feeds.Item(
        url=addresses.day(day.section, day.date),
        tag=feeds.tag(day.section, f"ranking/{day.date.isoformat()}"),
        title=_("Trackback Ranking of %(date)s") % {"date": words.day(day.date)},
        author="Buttobi",
        at=settled,
        changed=max(settled, found.corrected_at) if found.corrected_at else settled,
        # A summary is read as HTML.
        summary=escape(" · ".join(first[:TOLD])) or _("No trackbacks on this day."),
        html=render_to_string("ranking/feed_item.html", {"lines": _lines(found), "table": found}),
    )


def _lines(found: Table) -> list[dict[str, object]]:
    day = found.day
    return [{"row": row, "proof": _proof(row, day)} for row in found.rows if day]


def _json(section: Section, found: Table, *, on: date | None) -> HttpResponse:
    day = found.day
    told: dict[str, object] = {"section": section.value, "rating": "adult" if section == Section.ADULT else "general"}
    told |= _of_day(day) if day else {"date": None, "state": None}
    told |= {
        "rows": [_of_row(row, day) for row in found.rows if day],
        "more_with_the_last_count": found.more,
        "corrections": list(found.corrections),
        "how": addresses.how(section),
    }
    canonical = addresses.newest_json(section) if on is None else addresses.day_json(section, on)
    return JsonResponse(
        told, json_dumps_params={"ensure_ascii": False}, headers={"Link": f'<{canonical}>; rel="canonical"'}
    )


def _of_day(day: Day) -> dict[str, object]:
    return {
        "date": day.date.isoformat(),
        "time_zone": day.time_zone,
        "begins_at": day.begins_at.isoformat(),
        "ends_at": day.ends_at.isoformat(),
        "state": day.state,
        "totalled_at": day.totalled_at.isoformat(timespec="seconds"),
        "formula": day.formula,
        "url": addresses.day(day.section, day.date),
    }


def _of_row(row: Row, day: Day) -> dict[str, object]:
    blog, top = row.blog, row.top
    return {
        "rank": row.rank,
        "tie": row.tied,
        "change": row.change or None,
        "steps": row.steps,
        "blog": {"name": blog.name, "title": blog.title, "language": blog.language, "url": blog.address},
        "trackbacks": row.trackbacks,
        "blogs": row.blogs,
        "entry": {"title": top.title, "url": top.address, "trackbacks": row.top_trackbacks} if top else None,
        "proof": _proof(row, day),
        "struck": row.struck or None,
    }


def _proof(row: Row, day: Day | None) -> str:
    return addresses.proof(day.section, day.date, row.blog.name) if day else ""
