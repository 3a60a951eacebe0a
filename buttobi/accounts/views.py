"""Pages about accounts: the way in by a link, one's own account, the invitations of the staff."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from buttobi.accounts import first_staff, invitations
from buttobi.accounts.adapter import INVITATION, invitation_gone
from buttobi.accounts.forms import FirstStaffForm, InvitationForm
from buttobi.accounts.models import Account, Invitation
from buttobi.accounts.staff import staff_only


@require_safe
@login_required
def settings_page(request: HttpRequest) -> HttpResponse:
    """Everything one may change about one's account, one link each."""
    return render(request, "accounts/settings.html", {"sign_up": settings.SIGN_UP})


@require_safe
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Keeps an invitation for this browser and leads to Sign Up."""
    if not invitations.is_good(token):
        return invitation_gone(request)
    request.session[INVITATION] = token
    return redirect("account_signup")


@sensitive_post_parameters("password", "again")
def first(request: HttpRequest, token: str) -> HttpResponse:
    """Makes the first staff account, signs in and ends on the dashboard."""
    if not first_staff.is_good(token):
        return _link_spent(request)
    form = FirstStaffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            account = first_staff.use(
                token, username=typed["username"], email=typed["email"], password=typed["password"]
            )
        except first_staff.Spent:
            return _link_spent(request)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            login(request, account, backend=settings.AUTHENTICATION_BACKENDS[0])
            return redirect("dashboard")
    return render(request, "accounts/first_staff.html", {"form": form})


def _link_spent(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/first_staff_gone.html", status=410)


@staff_only
def invitation_list(request: HttpRequest) -> HttpResponse:
    """Invitations, newest first; a new one's link is shown in the answer to the press that made it, and never again."""
    form, link = InvitationForm(), ""
    if request.method == "POST":
        form = InvitationForm(request.POST)
        if form.is_valid() and isinstance(request.user, Account):
            token = invitations.invite(by=request.user, note=form.cleaned_data["note"])
            link = f"{settings.PUBLIC_SCHEME}://{settings.DASHBOARD_HOST}{reverse('join', args=[token])}"
            form = InvitationForm()
    made = Invitation.objects.select_related("made_by", "used_by").order_by("-made_at", "-pk")
    context = {"form": form, "link": link, "invitations": made, "days": invitations.GOOD_FOR.days}
    return render(request, "accounts/invitations.html", {**context, "sign_up": settings.SIGN_UP})


@require_POST
@staff_only
def revoke_invitation(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Takes back a link that nobody used yet."""
    if invitations.revoke(invitation_id):
        messages.success(request, _("Invitation taken back. Its link no longer works."))
    else:
        messages.error(request, _("This invitation was used already, or is gone."))
    return redirect("invitations")
