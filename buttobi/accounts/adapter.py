"""What django-allauth asks us: who may sign up, which names are good, how a mail names the service."""

import logging
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from types import SimpleNamespace
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from buttobi.accounts import invitations, usernames
from buttobi.accounts.models import Account

log = logging.getLogger(__name__)

# Where the session keeps the token of an invitation until the account is made.
INVITATION = "invitation"


class AccountAdapter(DefaultAccountAdapter):
    """Our answers; everything else is allauth's own."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        if settings.SIGN_UP == "open":
            return True
        if settings.SIGN_UP == "invite" and invitations.is_good(request.session.get(INVITATION, "")):
            return True
        page = render(
            request, "accounts/sign_up_closed.html", {"by_invitation": settings.SIGN_UP == "invite"}, status=403
        )
        raise ImmediateHttpResponse(page)

    def clean_username(self, username: str, shallow: bool = False) -> str:
        return str(super().clean_username(usernames.clean(username), shallow=shallow))

    def save_user(self, request: HttpRequest, user: Account, form: BaseForm, commit: bool = True) -> Account:
        token = request.session.get(INVITATION, "")
        try:
            with transaction.atomic():
                super().save_user(request, user, form, commit=commit)
                if not invitations.use(token, by=user) and settings.SIGN_UP != "open":
                    raise ImmediateHttpResponse(invitation_gone(request))
        except IntegrityError as problem:
            # Of two that sign up with the same name at once, one comes here.
            messages.error(request, _("This name or mail address was taken a moment ago. Please try again."))
            raise ImmediateHttpResponse(redirect("account_signup")) from problem
        request.session.pop(INVITATION, None)
        return user

    def get_client_ip(self, request: HttpRequest) -> str:
        # The sections' middleware has settled whose word about the client's address counts.
        return str(request.META.get("REMOTE_ADDR", ""))

    def is_safe_url(self, url: str) -> bool:
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            # `http://[` and the like are no address at all.
            return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        site = SimpleNamespace(name="Buttobi", domain=settings.DASHBOARD_HOST)
        try:
            super().send_mail(template_prefix, email, {"current_site": site, **context})
        except (OSError, SMTPException) as problem:
            log.warning("mail not sent: template=%s problem=%s", template_prefix, _named(problem))
            _say(messages.ERROR, _("The mail could not be sent just now. Please try again in a while."))
            # Signing in sends it again; to go on would say that it was sent.
            raise ImmediateHttpResponse(redirect("account_login")) from problem
        else:
            if settings.MAIL_ON_CONSOLE:
                _say(messages.INFO, _("Mail is printed on the terminal where the service runs."))


def invitation_gone(request: HttpRequest) -> HttpResponse:
    """The page for a link that was used, taken back, or is too old."""
    return render(request, "accounts/invitation_gone.html", status=410)


def _named(problem: OSError | SMTPException) -> str:
    """What went wrong, for the log; the words of mail servers name people's addresses."""
    codes: list[int] = []
    if isinstance(problem, SMTPRecipientsRefused):
        codes = [code for code, _words in problem.recipients.values()]
    elif isinstance(problem, SMTPResponseException):
        codes = [problem.smtp_code]
    return " ".join([type(problem).__name__, *(f"code={code}" for code in codes)])


def _say(level: int, sentence: str) -> None:
    """A notice on the next page; the same whether or not there is an account with the address that was typed."""
    if context.request is not None:
        messages.add_message(context.request, level, sentence)
