"""Sent: everything that one's blogs owe and sent, with its life in words, and the presses that change it."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_POST, require_safe

from buttobi.accounts.models import Account
from buttobi.blogs import access
from buttobi.trackbacks import outbox
from buttobi.trackbacks.models import Sent
from buttobi.trackbacks.models.sent import SentQuerySet
from buttobi.trackbacks.views import back
from buttobi.trackbacks.views.people import signed_in

ROWS = 50
VERBS: dict[str, tuple[Callable[[Sent], None], str]] = {
    "now": (outbox.send_now, gettext_noop("It is sent now.")),
    "again": (outbox.send_again, gettext_noop("It is sent again.")),
    "cancel": (outbox.cancel, gettext_noop("Cancelled. Nothing is sent.")),
    "withdraw": (outbox.withdraw, gettext_noop("Withdrawn. It is no longer listed there.")),
}


def sent_by(account: Account) -> SentQuerySet:
    """The rows of all blogs that somebody may write in, with all that a line shows."""
    rows = Sent.objects.filter(source__blog__in=access.writable_by(account))
    return rows.select_related("source__blog", "target__blog")


@login_required
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """The list, newest first."""
    account = signed_in(request)
    blog_name = request.GET.get("blog", "")
    found = sent_by(account).order_by("-created_at", "-pk")
    if blog_name:
        found = found.filter(source__blog__name=blog_name)
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    context = {"page": page, "sents": list(page), "blogs": access.writable_by(account), "blog_name": blog_name}
    return render(request, "trackbacks/sent.html", context)


@login_required
@require_safe
def rows(request: HttpRequest) -> HttpResponse:
    """Some rows again, for a page that watches them move."""
    keys = [int(key) for key in request.GET.get("ids", "").split(",")[:ROWS] if key.isdecimal() and len(key) <= 18]
    found = {row.pk: row for row in sent_by(signed_in(request)).filter(pk__in=keys)}
    context = {"sents": [found[key] for key in keys if key in found]}
    return render(request, "trackbacks/sent_rows.html", context)


@login_required
@require_POST
def act(request: HttpRequest, sent_id: int) -> HttpResponse:
    """One press of a button of a row."""
    row = get_object_or_404(sent_by(signed_in(request)), pk=sent_id)
    if (name := request.POST.get("act", "")) not in VERBS:
        raise Http404
    verb, said = VERBS[name]
    try:
        verb(row)
    except outbox.Impossible as impossible:
        messages.error(request, gettext(str(impossible)))
    else:
        messages.success(request, gettext(said))
    return HttpResponseRedirect(back.taken(request, otherwise="sent"))
