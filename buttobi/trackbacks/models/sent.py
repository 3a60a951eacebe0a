"""One trackback that a page of ours owes someone, from the moment it is owed to the receiver's answer."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from buttobi.blogs.models import Blog
from buttobi.trackbacks.models.target import Target


class SentQuerySet(models.QuerySet["Sent"]):
    def due(self, now: datetime) -> "SentQuerySet":
        """Owed now, and in nobody's hands. What its author took back from the public is not owed."""
        free = Q(leased_until=None) | Q(leased_until__lte=now)
        return self.filter(
            free, state__in=Sent.OWED, due_at__lte=now, source__listed=True, source__blog__state=Blog.State.OPEN
        ).order_by("due_at", "pk")


class Sent(models.Model):
    """One page of ours and one address is one row for ever; sending again reuses it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        FINDING = "finding", _("finding the address")
        SENDING = "sending", _("sending")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")
        UNCLEAR = "unclear", _("unclear")
        LATER = "later", _("will try again")
        GAVE_UP = "gave_up", _("gave up")
        CANCELLED = "cancelled", _("cancelled")
        WITHDRAWN = "withdrawn", _("withdrawn")

    # What the worker has to do something about.
    OWED = (State.WAITING, State.FINDING, State.SENDING, State.LATER)
    STEPS = {
        State.WAITING: frozenset({State.FINDING, State.SENDING, State.ACCEPTED, State.REFUSED, State.CANCELLED}),
        State.FINDING: frozenset({State.SENDING, State.REFUSED, State.LATER, State.GAVE_UP, State.CANCELLED}),
        State.SENDING: frozenset({State.ACCEPTED, State.REFUSED, State.UNCLEAR, State.LATER, State.GAVE_UP}),
        State.LATER: frozenset({State.WAITING, State.FINDING, State.SENDING, State.GAVE_UP, State.CANCELLED}),
        State.ACCEPTED: frozenset({State.WITHDRAWN, State.WAITING}),
        State.REFUSED: frozenset({State.WAITING, State.WITHDRAWN}),
        State.UNCLEAR: frozenset({State.WAITING, State.WITHDRAWN}),
        State.GAVE_UP: frozenset({State.WAITING}),
        State.CANCELLED: frozenset({State.WAITING}),
        State.WITHDRAWN: frozenset({State.WAITING}),
    }

    source = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="sent")
    # As its author wrote it.
    target_url = models.CharField(max_length=2048)
    # What makes two written addresses the same: see trackbacks.sources.
    target_key = models.CharField(max_length=80)
    # The page of ours that it goes to; null for a page elsewhere.
    target = models.ForeignKey(Target, on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    # Where the ping was POSTed, once it was found.
    endpoint = models.CharField(max_length=2048, blank=True)
    # The receiver's own words, as plain text.
    answer = models.CharField(max_length=500, blank=True)
    # What went wrong in our words: an English sentence, the key of its translation.
    problem = models.CharField(max_length=500, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    lease = models.CharField(max_length=32, blank=True)
    leased_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    # Written before the POST: a crash between POST and answer is then seen for what it is.
    posted_at = models.DateTimeField(null=True)

    objects = SentQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "target_key"], name="one_row_per_address")]
        indexes = [models.Index(fields=["state", "due_at"], name="sent_due")]

    def step(self, to: "Sent.State", *, lease: str | None = None, **changes: object) -> bool:
        """Moves the row on, when it is still where we saw it (and in our hands, with a lease); says whether it moved."""
        before = Sent.State(self.state)
        if to not in self.STEPS[before]:
            return False
        still_ours = Q(pk=self.pk, state=before)
        if lease is not None:
            still_ours &= Q(lease=lease)
        changes = {"state": to, "changed_at": timezone.now(), **changes}
        if not Sent.objects.filter(still_ours).update(**changes):
            return False
        for name, value in changes.items():
            setattr(self, name, value)
        return True


