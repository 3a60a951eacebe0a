"""A month of themes on one screen: what is open on which day, and a draft for a day in two words."""

import re
from datetime import date

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_safe

from buttobi.accounts.person import person
from buttobi.accounts.staff import staff_only
from buttobi.blogs.models import Blog
from buttobi.center import compose, plan
from buttobi.center.compose import Composed
from buttobi.center.desk import month, waiting
from buttobi.center.desk.forms import QuickForm
from buttobi.center.desk.views import gate
from buttobi.center.models import Theme
from buttobi.center.plan import Month
from buttobi.sections.section import Section

_MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")


@require_safe
@staff_only
def themes(request: HttpRequest) -> HttpResponse:
    """The plan of the General Center, where staff begin."""
    return redirect("theme-plan", Section.GENERAL)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def show(request: HttpRequest, section_name: str) -> HttpResponse:
    """The plan of one month (`month=2027-03`, else this one); `day` fills in the day of a new theme."""
    section = gate.section_of(section_name)
    center = gate.center_of(section)
    today = timezone.now().astimezone(center.zone).date()
    shown = _asked_month(request) or Month.of(_asked_day(request) or today)
    board = month.board(center, shown, timezone.now())
    form = QuickForm(center=center, initial={"day": _asked_day(request) or board.first_gap or max(today, shown.first)})
    if request.method == "POST":
        form = QuickForm(request.POST, center=center)
        if form.is_valid():
            return _add(request, center, **form.cleaned_data)
    context = {
        "center": center,
        "board": board,
        "form": form,
        "this_month": Month.of(today),
        "waiting": waiting.of(section),
        **gate.frame(section),
    }
    return render(request, "center/desk/plan.html", context)


def _asked_month(request: HttpRequest) -> Month | None:
    found = _MONTH.fullmatch(request.GET.get("month", ""))
    return Month(year=int(found[1]), month=int(found[2])) if found else None


def _asked_day(request: HttpRequest) -> date | None:
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2100 else None


def _add(request: HttpRequest, center: Blog, title: str, day: date, submission: str) -> HttpResponse:
    window = plan.fortnight(day, center.zone)
    # Somebody who reads the desk in the Center's other language types in that one.
    is_second = get_language() not in (None, center.language)
    composed = Composed(
        title="" if is_second else title,
        second_title=title if is_second else "",
        opens_at=window.opens_at,
        closes_at=window.closes_at,
    )
    with transaction.atomic():
        theme, is_new = _once(request, center, composed, submission)
        if is_new:
            compose.save_draft(theme=theme, composed=composed)
    if is_new:
        says = gettext("“%(title)s” is in the plan as a draft. Open it to write its prompt.")
        messages.success(request, says % {"title": title})
    return redirect(f"{reverse('theme-plan', args=[center.section])}?month={Month.of(day)}#theme-{theme.pk}")


def _once(request: HttpRequest, center: Blog, composed: Composed, submission: str) -> tuple[Theme, bool]:
    """The draft of this form, and whether it was begun just now; with another title or day it is another one."""
    theme = compose.begin(blog=center, author=person(request), submission=submission)
    entry = theme.entry
    if not (entry.title or entry.second_title):
        return theme, True
    same = (composed.title, composed.second_title, composed.opens_at)
    if same == (entry.title, entry.second_title, entry.opens_at):
        return theme, False
    return compose.begin(blog=center, author=person(request)), True
