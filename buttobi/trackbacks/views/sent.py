"""Sent: everything that one's blogs owe and sent, with its life in words, and the presses that change it."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_POST, require_safe

from buttobi.accounts.models import Account
from buttobi.accounts.person import person
from buttobi.blogs import access
from buttobi.blogs.models import Blog
from buttobi.trackbacks import outbox
from buttobi.trackbacks.models import Sent
from buttobi.trackbacks.models.sent import SentQuerySet
from buttobi.trackbacks.views import back, sent_filters

ROWS = 50
VERBS: dict[str, tuple[Callable[[Sent], None], str]] = {
    "now": (outbox.send_now, gettext_noop("It is sent now.")),
    "again": (outbox.send_again, gettext_noop("It is sent again.")),
    "cancel": (outbox.cancel, gettext_noop("Cancelled. Nothing is sent.")),
    "withdraw": (outbox.withdraw, gettext_noop("Withdrawn. It is no longer listed there.")),
}
TOLD = gettext_noop("They are told that your link is gone.")


def sent_by(account: Account) -> SentQuerySet:
    """The rows of all blogs that somebody may write in, with all that a line shows."""
    rows = Sent.objects.filter(source__blog__in=access.writable_by(account))
    return rows.select_related("source__blog", "target__blog")


@login_required
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """The list over all blogs, newest first; of one blog it has a page of its own."""
    if name := request.GET.get("blog", "").replace("\x00", ""):
        blog = get_object_or_404(access.writable_by(person(request)), name=name)
        return HttpResponseRedirect(reverse("sent-of-blog", args=[blog.name]))
    return _list(request, None)


@login_required
@require_safe
def of_blog(request: HttpRequest, name: str) -> HttpResponse:
    """The list of one blog."""
    return _list(request, get_object_or_404(access.writable_by(person(request)), name=name))


def _list(request: HttpRequest, blog: Blog | None) -> HttpResponse:
    account = person(request)
    rows = sent_by(account)
    if blog is not None:
        rows = rows.filter(source__blog=blog)
    state, kind = request.GET.get("state", ""), request.GET.get("kind", "")
    of_kind = sent_filters.in_kind(rows, kind)
    found = sent_filters.in_state(of_kind, state).order_by("-created_at", "-pk")
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "sents": list(page),
        "blogs": access.writable_by(account),
        "blog": blog,
        "state": state,
        "kind": kind,
        "states": sent_filters.choices(of_kind, sent_filters.STATES, state),
        "kinds": sent_filters.choices(rows, sent_filters.KINDS, kind),
    }
    return render(request, "trackbacks/sent.html", context)


@login_required
@require_safe
def rows(request: HttpRequest) -> HttpResponse:
    """Some rows again, for a page that watches them move."""
    keys = [int(key) for key in request.GET.get("ids", "").split(",")[:ROWS] if key.isdecimal() and len(key) <= 18]
    found = {row.pk: row for row in sent_by(person(request)).filter(pk__in=keys)}
    context = {"sents": [found[key] for key in keys if key in found]}
    return render(request, "trackbacks/sent_rows.html", context)


@login_required
@require_POST
def act(request: HttpRequest, sent_id: int) -> HttpResponse:
    """One press of a button of a row."""
    row = get_object_or_404(sent_by(person(request)), pk=sent_id)
    if (name := request.POST.get("act", "")) not in VERBS:
        raise Http404
    verb, said = VERBS[name]
    try:
        verb(row)
    except outbox.Impossible as impossible:
        messages.error(request, gettext(str(impossible)))
    else:
        is_told = name == "withdraw" and row.target_id is None
        messages.success(request, gettext(TOLD if is_told else said))
    return HttpResponseRedirect(back.taken(request, otherwise="sent"))
