"""How the ranking is made, in words, from the formula's own constants and what this installation has set."""

from datetime import time

from django.http import HttpRequest, HttpResponse

from buttobi.ranking import addresses, counting, days, formula, rings, verdicts, words
from buttobi.ranking.views.page import ranking_page, show
from buttobi.sections.section import Section


@ranking_page
def how(request: HttpRequest, section: Section) -> HttpResponse:
    """The rules for everybody who wants to argue with them."""
    context: dict[str, object] = {
        "address": addresses.how(section),
        "formula": formula.FORMULA,
        "since": words.day(formula.SINCE),
        "since_date": formula.SINCE,
        "ten": formula.ROWS,
        "rules": counting.rules(),
        "approved_days": formula.APPROVED_WITHIN.days,
        "zone": days.zone().key,
        "provisional": _clock(days.PROVISIONAL),
        "final": _clock(days.FINAL),
        "rings": {"from": rings.LOOKED_AT_FROM, "flags": words.all_flags()},
        "corrected_days": verdicts.CORRECTED_FOR.days,
        "today": addresses.today(section),
        "json": addresses.newest_json(section),
    }
    return show(request, section, "ranking/how.html", context)


def _clock(at: time) -> str:
    return f"{at:%H:%M}"
