"""Who is at the desk."""

from django.http import HttpRequest

from buttobi.accounts.models import Account


def person(request: HttpRequest) -> Account:
    """Who is signed in; only behind a gate."""
    assert isinstance(request.user, Account)  # noqa: S101 (the gates let nobody else through)
    return request.user
