"""The entries of one blog, for the people who write in it."""

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from buttobi.entries.models import Entry
from buttobi.entries.views import writing_days
from buttobi.entries.views.writing_gate import own_blog, signed_in
from buttobi.trackbacks.models import Received

ROWS = 50
STATES = (Entry.State.PUBLISHED, Entry.State.DRAFT, Entry.State.SCHEDULED, Entry.State.UNPUBLISHED)


@require_safe
@signed_in
def entries(request: HttpRequest, name: str) -> HttpResponse:
    """Every entry that the blog has, the last changed first; `state` leaves one kind."""
    blog = own_blog(request, name)
    everything = Entry.objects.kept().filter(blog=blog)
    state = request.GET.get("state", "")
    state = state if state in STATES else ""
    page = Paginator(_rows(everything, state), ROWS).get_page(request.GET.get("page"))
    for entry in page:
        # One blog for all: asking each row for its own would be a query a row.
        entry.blog = blog
    rows = [(entry, writing_days.of_standing(entry) or writing_days.of(entry.updated_at, entry)) for entry in page]
    context = {
        "blog": blog,
        "page": page,
        "rows": rows,
        "state": state,
        "tabs": _tabs(everything),
        "total": everything.count(),
    }
    return render(request, "entries/desk/entries.html", context)


def _rows(everything: QuerySet[Entry], state: str) -> QuerySet[Entry]:
    rows = everything.filter(state=state) if state else everything
    shown = Count("target__received", filter=Q(target__received__state=Received.State.SHOWN))
    return rows.annotate(trackbacks=shown).defer("body", "second_body", "second_html").order_by("-updated_at", "-pk")


def _tabs(everything: QuerySet[Entry]) -> list[tuple[str, str, int]]:
    """State, its word and how many entries are in it; states without entries are left out."""
    counts = dict(everything.order_by().values_list("state").annotate(Count("pk")))
    return [(state.value, str(state.label), counts[state]) for state in STATES if counts.get(state)]
