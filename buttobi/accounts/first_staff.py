"""The link that makes the first staff account: fresh at each start, good once."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from buttobi.accounts import tokens
from buttobi.accounts.models import Account, FirstStaffLink
from buttobi.accounts.open import open_account


class Spent(Exception):  # noqa: N818  it is no error, it came second
    """The link was used, or replaced by that of a later start."""


def fresh_link() -> str | None:
    """An absolute address, which ends the one before it; None once there is a staff account."""
    with transaction.atomic():
        FirstStaffLink.objects.all().delete()
        if _staffed():
            return None
        token = tokens.fresh()
        FirstStaffLink.objects.create(token_digest=tokens.digest(token))
    return f"{settings.PUBLIC_SCHEME}://{settings.DASHBOARD_HOST}{reverse('first-staff', args=[token])}"


def is_good(token: str) -> bool:
    """Whether a link still makes the first staff account."""
    return FirstStaffLink.objects.filter(token_digest=tokens.digest(token)).exists() and not _staffed()


def use(token: str, *, username: str, email: str, password: str) -> Account:
    """The first staff account. Raises Spent, or a ValidationError that leaves the link good."""
    with transaction.atomic():
        spent, _rows = FirstStaffLink.objects.filter(token_digest=tokens.digest(token)).delete()
        if not spent or _staffed():
            raise Spent
        return open_account(username=username, email=email, password=password, staff=True)


def _staffed() -> bool:
    return Account.objects.filter(is_staff=True, is_active=True).exists()
