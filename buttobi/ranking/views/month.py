"""The archive: the days of one month with their first place, and the way to every other month."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from buttobi.ranking import addresses, table, words
from buttobi.ranking.models import Day, Standing
from buttobi.ranking.views.page import is_news, ranking_page, show
from buttobi.sections.section import Section


@ranking_page
def of_month(request: HttpRequest, section: Section, month: date) -> HttpResponse:
    """Every day of a month that is over, newest first."""
    over = Day.objects.filter(section=section, state__in=table.OVER)
    days = list(over.filter(date__year=month.year, date__month=month.month).order_by("-date"))
    if not days:
        raise Http404
    winners = table.winners(section, days)
    context: dict[str, object] = {
        "address": addresses.month(section, month),
        "month": words.month(month),
        "days": [
            {
                "date": day.date,
                "name": words.day(day.date),
                "url": addresses.day(section, day.date),
                "first": winners.get(day.pk),
                "proof": addresses.proof(section, day.date, winners[day.pk].blog.name) if day.pk in winners else "",
            }
            for day in days
        ],
        "months": [
            {"name": words.month(one), "url": addresses.month(section, one), "here": one == month}
            for one in _months(over, month)
        ],
    }
    return show(request, section, "ranking/month.html", context, noindex=not is_news(days[0].date))


def _months(over: QuerySet[Day], here: date) -> QuerySet[Day, date]:
    """This month, and all in which anybody was ranked, newest first."""
    is_here = Q(date__year=here.year, date__month=here.month)
    ranked = over.filter(is_here | Exists(Standing.objects.filter(day=OuterRef("pk"))))
    return ranked.dates("date", "month", order="DESC")
