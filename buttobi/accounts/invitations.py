"""Invitations: links, good once, with which staff lets somebody sign up."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from buttobi.accounts import tokens
from buttobi.accounts.models import Account, Invitation

GOOD_FOR = timedelta(days=14)


def invite(*, by: Account, note: str = "") -> str:
    """Makes an invitation and gives its token, which is not kept."""
    token = tokens.fresh()
    Invitation.objects.create(
        token_digest=tokens.digest(token), note=note, made_by=by, expires_at=timezone.now() + GOOD_FOR
    )
    return token


def is_good(token: str) -> bool:
    """Whether a link still lets somebody in."""
    return settings.SIGN_UP != "closed" and Invitation.objects.open().filter(token_digest=tokens.digest(token)).exists()


def use(token: str, *, by: Account) -> bool:
    """Spends an invitation; of two that come with the same link, the second gets False."""
    mine = Invitation.objects.open().filter(token_digest=tokens.digest(token))
    return bool(mine.update(used_by=by, used_at=timezone.now()))


def revoke(invitation_id: int) -> bool:
    """Takes an invitation back; False when it was used before, or is gone."""
    return bool(Invitation.objects.filter(pk=invitation_id, used_at=None).delete()[0])
