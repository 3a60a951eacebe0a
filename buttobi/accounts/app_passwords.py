"""App passwords: what a person gives to a blog editor instead of the password of the account.

Each is drawn by the service, shown once, and can be revoked without touching the others.
"""

import re
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac

from buttobi.accounts.models import Account, AppPassword

MOST = 20
LONGEST_NAME = 60

# What can be typed from paper without mistakes; 28 of them are 138 bits, beyond guessing, so a fast hash is enough.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_LENGTH = 28
_GROUP = 4
_BETWEEN = re.compile(r"[\s-]+")
# Minutes are exact enough to tell a password in use from a forgotten one, and spare a write for every call.
_USED_EVERY = timedelta(minutes=1)


class TooMany(Exception):  # noqa: N818 (named by what the person is told)
    """The account has as many app passwords as it may have."""


def make(*, account: Account, name: str) -> str:
    """A new app password of an account, which is not kept and cannot be shown again. Raises TooMany."""
    letters = get_random_string(_LENGTH, _LETTERS)
    with transaction.atomic():
        # Whoever makes two at once makes one after the other.
        Account.objects.select_for_update().get(pk=account.pk)
        if account.app_passwords.count() >= MOST:
            raise TooMany
        AppPassword.objects.create(account=account, name=name[:LONGEST_NAME], digest=_digest(letters))
    return "-".join(letters[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))


def owner(*, username: str, password: str) -> Account | None:
    """The account of this name, if this is one of its app passwords; its own password opens nothing here."""
    digest = _digest(_BETWEEN.sub("", password).lower())
    theirs = AppPassword.objects.select_related("account").filter(
        account__username=username.strip().lower(), account__is_active=True
    )
    found = None
    for app_password in theirs:
        if constant_time_compare(app_password.digest, digest):
            found = app_password
    if found is None:
        return None
    _note_use(found)
    return found.account


def revoke(*, account: Account, app_password_id: int) -> bool:
    """Ends an app password of this account at once; False when there is none of this id."""
    return bool(AppPassword.objects.filter(account=account, pk=app_password_id).delete()[0])


def _note_use(app_password: AppPassword) -> None:
    now = timezone.now()
    if app_password.last_used_at is None or app_password.last_used_at <= now - _USED_EVERY:
        AppPassword.objects.filter(pk=app_password.pk).update(last_used_at=now)


def _digest(letters: str) -> str:
    """What is kept: without the service's secret key, a stolen table says nothing about any guess."""
    return salted_hmac(
        "buttobi.accounts.app_passwords", letters.encode(errors="replace"), algorithm="sha256"
    ).hexdigest()
