"""Somebody who can sign in, the links that let somebody in, and the passwords of their programs."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from buttobi.accounts import usernames


class Account(AbstractUser):
    """One person's key to the service. Blogs belong to accounts; readers need none."""

    username = models.CharField(
        _("user name"),
        max_length=usernames.LONGEST,
        unique=True,
        validators=[usernames.validate],
        help_text=usernames.RULE,
    )
    email = models.EmailField(_("mail address"), unique=True)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> "InvitationQuerySet":
        """Invitations that still let somebody in."""
        return self.filter(used_at=None, expires_at__gt=timezone.now())


class Invitation(models.Model):
    """A link, good once, with which staff lets one person sign up. Only the digest of its token is kept."""

    token_digest = models.CharField(max_length=64, unique=True)
    note = models.CharField(max_length=120, blank=True)
    made_by = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="invitations_made")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    used_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    @property
    def is_over(self) -> bool:
        """Whether its time has run out."""
        return self.expires_at <= timezone.now()


class FirstStaffLink(models.Model):
    """The link that makes the first staff account: at most one row, replaced at each start."""

    token_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)


class AppPassword(models.Model):
    """A password for one program of one person. Only a keyed digest of it is kept."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="app_passwords")
    # Which program or device it is for, in its owner's words.
    name = models.CharField(max_length=60, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True)
