"""Hosts that this service visits, and how much it may still ask of each.

One row for each registrable domain, for examining and sending together. What a row means is read in `pace`.
"""

from django.db import models


class HostPace(models.Model):
    """One domain of other people's: what was asked there within the hour, and from when on more may be asked."""

    domain = models.CharField(max_length=260, unique=True)
    # Pairs of a time in seconds and the bytes that came then, oldest first; nothing older than an hour.
    asked = models.JSONField(default=list)
    # How many turns were ever given. It numbers them, and whoever writes says which number they saw.
    turns = models.PositiveBigIntegerField(default=0)
    # Somebody is there now: one at a time. A turn that is never given back ends by itself.
    busy_until = models.DateTimeField(null=True)
    # What the host itself asked for (Retry-After), or the pause after failures.
    closed_until = models.DateTimeField(null=True)
    # Failures in a row, and since when.
    failures = models.PositiveSmallIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    # When it last answered; null for a host that never did.
    answered_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["used_at"], name="hosts_by_use")]
