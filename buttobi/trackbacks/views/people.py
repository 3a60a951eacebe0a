"""Who is at the desk."""

from typing import cast

from django.http import HttpRequest

from buttobi.accounts.models import Account


def signed_in(request: HttpRequest) -> Account:
    """The person of a view behind `login_required`."""
    return cast(Account, request.user)
