"""The ranking at the desk: one's own places, what waits for staff, and the proof at which staff decide."""

from datetime import date

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from buttobi.accounts.models import Account
from buttobi.accounts.person import person
from buttobi.accounts.staff import staff_only
from buttobi.blogs.models import Blog
from buttobi.ranking import addresses, days, own, proof, verdicts, waiting
from buttobi.ranking.models import Day, Verdict
from buttobi.ranking.views.proof import about


class StrikeForm(forms.Form):
    """Why a blog is struck from a day."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=400,
        help_text=_("Every reader of the day and the owner of the blog read it."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class FindForm(forms.Form):
    """The proof of any blog on any day."""

    address = forms.CharField(
        label=_("Address of a proof"),
        max_length=300,
        help_text=_("Open a number in the ranking and copy the address of its page."),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_address(self) -> tuple[Day, Blog]:
        found = waiting.find(str(self.cleaned_data["address"]))
        if found is None:
            raise forms.ValidationError(
                _("This is not the address of a proof. It looks like …/ranking/2026-11-21/cats/")
            )
        return found


@require_safe
@login_required
def places(request: HttpRequest) -> HttpResponse:
    """Where one's own blogs stand today and on the last seven days."""
    with timezone.override(days.zone()):
        return render(request, "ranking/desk/own.html", {"owns": own.of(person(request))})


@require_safe
@staff_only
def flags(request: HttpRequest) -> HttpResponse:
    """What waits for staff, what they decided, and the way to any other row."""
    form = FindForm(request.GET if "address" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect(waiting.desk_address(*form.cleaned_data["address"]))
    with timezone.override(days.zone()):
        context = {"groups": waiting.groups(), "decided": waiting.decided(), "form": form, "strike": StrikeForm()}
        return render(request, "ranking/desk/flags.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def decide(request: HttpRequest, section: str, on: date, blog_name: str) -> HttpResponse:
    """A proof: for the owner to read; for staff to strike the blog, let it stand, or take back what they decided."""
    account = person(request)
    day = get_object_or_404(Day, section=section, date=on)
    blog = get_object_or_404(Blog, name=blog_name)
    if not (account.is_staff or (blog.owner_id == account.pk and blog.section == section)):
        raise Http404
    form = StrikeForm(request.POST if request.POST.get("act") == "strike" else None)
    if request.method == "POST":
        if not _may_decide(account, day, blog):
            raise PermissionDenied
        if _act(request, day=day, blog=blog, by=account, form=form):
            back = request.POST.get("back") == "flags"
            return redirect("ranking-flags") if back else redirect(waiting.desk_address(day, blog))
    return _proof(request, day, blog, form)


def _may_decide(account: Account, day: Day, blog: Blog) -> bool:
    """A blog that went to the other section is decided about nowhere else."""
    return account.is_staff and blog.section == day.section


def _proof(request: HttpRequest, day: Day, blog: Blog, form: StrikeForm) -> HttpResponse:
    with timezone.override(days.zone()):
        found = proof.of(day, blog)
        if found is None:
            raise Http404
        context = about(request, found) | {
            "form": form,
            "own_flags": waiting.why(found.standing),
            "may_decide": _may_decide(person(request), day, blog),
            "page_address": waiting.desk_address(day, blog),
            "public": addresses.proof(day.section, day.date, blog.name) if proof.may_be_read(found) else "",
        }
        return render(request, "ranking/desk/proof.html", context, status=400 if form.errors else 200)


def _act(request: HttpRequest, *, day: Day, blog: Blog, by: Account, form: StrikeForm) -> bool:
    """Does what was pressed; False when the form has to be shown again."""
    act = request.POST.get("act")
    if act == "strike":
        if not form.is_valid():
            return False
        verdicts.strike(day=day, blog=blog, by=by, reason=form.cleaned_data["reason"])
        messages.success(request, gettext("%(blog)s is struck from this day.") % {"blog": blog.title})
    elif act == "let_stand":
        verdicts.let_stand(day=day, blog=blog, by=by)
        messages.success(request, gettext("%(blog)s stands.") % {"blog": blog.title})
    elif act == "take_back":
        _take_back(request, day=day, blog=blog, by=by)
    else:
        raise Http404
    return True


def _take_back(request: HttpRequest, *, day: Day, blog: Blog, by: Account) -> None:
    verdict = Verdict.objects.in_force().filter(day=day, blog=blog).first()
    if verdict is not None and verdicts.take_back(verdict=verdict, by=by):
        messages.success(request, gettext("Taken back: nothing is decided about %(blog)s.") % {"blog": blog.title})
