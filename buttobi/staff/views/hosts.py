"""The hosts elsewhere that count as adult: one screen, which says what a change will do before it is made."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from buttobi.accounts.models import Account
from buttobi.accounts.person import person
from buttobi.accounts.staff import staff_only
from buttobi.sections.models import MarkedHost
from buttobi.staff import hosts
from buttobi.staff.forms import HostForm
from buttobi.trackbacks import crossing

ROWS = 100


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def marked(request: HttpRequest) -> HttpResponse:
    """The list. `?host=` shows what marking it would do, `?remove=` what taking it off would; a POST does it."""
    account = person(request)
    if request.method == "POST" and "remove" in request.POST:
        return _unmark(request, account)
    typed = request.POST if request.method == "POST" else request.GET if "host" in request.GET else None
    form = HostForm(typed)
    asked = form.cleaned_data if typed is not None and form.is_valid() else None
    if request.method == "POST" and asked is not None:
        return _mark(request, account, **asked)
    listed = MarkedHost.objects.select_related("marked_by").order_by("host")
    context = {
        "form": form,
        "asked": asked,
        "standing": crossing.standing(asked["host"]) if asked else None,
        "page": Paginator(listed, ROWS).get_page(request.GET.get("page")),
        **_removal(request),
    }
    return render(request, "staff/marked.html", context)


def _removal(request: HttpRequest) -> dict[str, object]:
    """What it would mean to take the host off the list that the address names."""
    if "remove" not in request.GET:
        return {}
    row = get_object_or_404(MarkedHost, pk=_number(request.GET["remove"]))
    return {"removed": row, "refused": crossing.refused(row.host)}


def _mark(request: HttpRequest, account: Account, *, host: str, note: str) -> HttpResponse:
    left = hosts.mark(host=host, note=note, by=account)
    if left is not None:
        said = _("%(host)s is marked as adult.") % {"host": host}
        counted = ngettext(
            "%(count)d trackback from there is refused.", "%(count)d trackbacks from there are refused.", left
        ) % {"count": left}
        messages.success(request, _("{words} {more}").format(words=said, more=counted) if left else said)
    return redirect("marked-hosts")


def _unmark(request: HttpRequest, account: Account) -> HttpResponse:
    row = get_object_or_404(MarkedHost, pk=_number(request.POST["remove"]))
    examined = hosts.unmark(row=row, by=account)
    if examined is not None:
        said = _("%(host)s is not marked any more.") % {"host": row.host}
        counted = ngettext(
            "%(count)d trackback is examined again.", "%(count)d trackbacks are examined again.", examined
        ) % {"count": examined}
        messages.success(request, _("{words} {more}").format(words=said, more=counted) if examined else said)
    return redirect("marked-hosts")


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 18):
        raise Http404
    return int(text)
