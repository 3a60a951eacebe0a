"""One trackback that a page of ours owes someone, from the moment it is owed to the receiver's answer.

A life is a table: STEPS says which states follow which, and `step` is one UPDATE that can lose.
"""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from buttobi.blogs.models import Blog
from buttobi.trackbacks.models.target import Target


class SentQuerySet(models.QuerySet["Sent"]):
    def public(self) -> "SentQuerySet":
        """Rows whose source everyone can read: what its author took back from the public is not owed."""
        return self.filter(source__listed=True, source__blog__state=Blog.State.OPEN)

    def due(self, now: datetime) -> "SentQuerySet":
        """Owed now, and in nobody's hands; longest due first."""
        free = Q(leased_until=None) | Q(leased_until__lte=now)
        return self.public().filter(free, state__in=Sent.OWED, due_at__lte=now).order_by("due_at", "pk")


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
        State.WAITING: frozenset(
            {State.FINDING, State.SENDING, State.ACCEPTED, State.REFUSED, State.GAVE_UP, State.CANCELLED}
        ),
        State.FINDING: frozenset({State.SENDING, State.REFUSED, State.LATER, State.GAVE_UP, State.CANCELLED}),
        State.SENDING: frozenset({State.ACCEPTED, State.REFUSED, State.UNCLEAR, State.LATER, State.GAVE_UP}),
        State.LATER: frozenset(
            {State.LATER, State.FINDING, State.SENDING, State.ACCEPTED, State.REFUSED, State.UNCLEAR}
            | {State.GAVE_UP, State.CANCELLED}
        ),
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
    # The host of that address; no two rows of one host are worked at once.
    host = models.CharField(max_length=253, blank=True)
    # What makes two written addresses the same: see trackbacks.keys.
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
    # POSTs of which nobody knows whether they arrived; counted before the POST, forgotten with a clear answer.
    doubts = models.PositiveSmallIntegerField(default=0)
    # When this round of tries began.
    owed_since = models.DateTimeField(default=timezone.now)
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
        indexes = [
            models.Index(fields=["state", "due_at"], name="sent_due"),
            models.Index(fields=["host", "leased_until"], name="sent_in_work"),
        ]

    def step(self, to: "Sent.State", *, under: str | None = None, **changes: object) -> bool:
        """Moves the row on, if it is still where we saw it (`under` a lease: in our hands); says whether it moved."""
        before = Sent.State(self.state)
        if to not in self.STEPS[before]:
            return False
        still_ours = Q(pk=self.pk, state=before)
        if under is not None:
            still_ours &= Q(lease=under)
        changes = {"state": to, "changed_at": timezone.now(), **changes}
        if not Sent.objects.filter(still_ours).update(**changes):
            return False
        for name, value in changes.items():
            setattr(self, name, value)
        return True
