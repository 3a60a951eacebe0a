"""The screen of app passwords: make one, see when each was used, revoke one."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from buttobi.accounts import app_passwords
from buttobi.accounts.forms import AppPasswordForm
from buttobi.accounts.person import person
from buttobi.sections import addresses


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
# A browser left alone gives nobody a password that outlives the sign-in. What was typed is done after the answer.
@reauthentication_required(allow_get=True)
def listing(request: HttpRequest) -> HttpResponse:
    """App passwords, newest first; a new one is shown in the answer to the press that made it, and never again."""
    account = person(request)
    form, password = AppPasswordForm(), ""
    if request.method == "POST":
        form = AppPasswordForm(request.POST)
        if form.is_valid():
            try:
                password = app_passwords.make(account=account, name=form.cleaned_data["name"])
            except app_passwords.TooMany:
                words = _("You have %(most)s app passwords, and more are not possible. Revoke one that you do not use.")
                form.add_error(None, words % {"most": app_passwords.MOST})
            else:
                form = AppPasswordForm()
    context = {
        "form": form,
        "password": password,
        "app_passwords": account.app_passwords.order_by("-made_at", "-pk"),
        "endpoint": addresses.desk("/rpc"),
    }
    return render(request, "accounts/app_passwords.html", context)


@require_POST
@login_required
def revoke(request: HttpRequest, app_password_id: int) -> HttpResponse:
    """Ends one password of one's own."""
    if app_passwords.revoke(account=person(request), app_password_id=app_password_id):
        messages.success(request, _("App password revoked. The program that used it is signed out."))
    else:
        messages.error(request, _("This app password was revoked already."))
    return redirect("app-passwords")
