"""One trackback that a page of ours owes someone, from the moment it is owed to the receiver's answer.

A life is a table: STEPS says which states follow which, and `step` is one UPDATE that can lose.
"""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from buttobi.blogs.models import Blog
from buttobi.sections.section import Section
from buttobi.trackbacks.models.target import Target


class SentQuerySet(models.QuerySet["Sent"]):
    def public(self) -> "SentQuerySet":
        """Rows whose source everyone can read: what its author took back from the public is not owed."""
        return self.filter(_is_public())

    def due(self, now: datetime) -> "SentQuerySet":
        """Owed now, and in nobody's hands; longest due first."""
        # That a page is gone is told after it left the public.
        told = Q(again=True) | _is_public()
        return self.filter(told, _free(now), state__in=Sent.OWED, due_at__lte=now).order_by("due_at", "pk")

    def to_look(self, now: datetime) -> "SentQuerySet":
        """Whose page is to be looked at now for a link to ours; longest due first."""
        return self.public().filter(_free(now), look_at__lte=now, state__in=Sent.LOOKED_FOR).order_by("look_at", "pk")


def _is_public() -> Q:
    """Nobody who is told of a page could read it while its section is not offered."""
    offered = Section.offered()
    return Q(source__listed=True, source__blog__state=Blog.State.OPEN, source__blog__section__in=offered)


def _free(now: datetime) -> Q:
    return Q(leased_until=None) | Q(leased_until__lte=now)


# When their page is looked at, after they took the trackback.
LOOKS = (timedelta(minutes=10), timedelta(days=1), timedelta(days=7))


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

    class Protocol(models.TextChoices):
        WEBMENTION = "webmention", "Webmention"
        TRACKBACK = "trackback", "TrackBack"
        PINGBACK = "pingback", "Pingback"

    # What the worker has to do something about.
    OWED = (State.WAITING, State.FINDING, State.SENDING, State.LATER)
    # What may be seen on their page.
    LOOKED_FOR = (State.ACCEPTED, State.UNCLEAR)
    STEPS = {
        State.WAITING: frozenset(
            {State.FINDING, State.SENDING, State.ACCEPTED, State.REFUSED, State.LATER, State.GAVE_UP}
            | {State.CANCELLED, State.WITHDRAWN}
        ),
        State.FINDING: frozenset(
            {State.SENDING, State.ACCEPTED, State.REFUSED, State.LATER, State.GAVE_UP}
            | {State.CANCELLED, State.WITHDRAWN}
        ),
        # Back to waiting: a Webmention whose page changed while it was told may be told again, and a dead endpoint
        # is followed by the next kind.
        State.SENDING: frozenset(
            {State.ACCEPTED, State.REFUSED, State.UNCLEAR, State.LATER, State.GAVE_UP, State.WITHDRAWN}
            | {State.WAITING, State.SENDING}
        ),
        State.LATER: frozenset(
            {State.LATER, State.FINDING, State.SENDING, State.ACCEPTED, State.REFUSED, State.UNCLEAR}
            | {State.GAVE_UP, State.CANCELLED, State.WAITING, State.WITHDRAWN}
        ),
        State.ACCEPTED: frozenset({State.WITHDRAWN, State.WAITING}),
        State.REFUSED: frozenset({State.WAITING, State.WITHDRAWN}),
        State.UNCLEAR: frozenset({State.WAITING, State.WITHDRAWN, State.ACCEPTED}),
        State.GAVE_UP: frozenset({State.WAITING}),
        State.CANCELLED: frozenset({State.WAITING}),
        # Accepted again: its blog moved to the other section, and came back.
        State.WITHDRAWN: frozenset({State.WAITING, State.ACCEPTED}),
    }

    source = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="sent")
    # Found as a link in the text, not written under Other Settings.
    from_text = models.BooleanField(default=False)
    # As its author wrote it.
    target_url = models.CharField(max_length=2048)
    # The host of that address; no two rows of one host are worked at once.
    host = models.CharField(max_length=253, blank=True)
    # What makes two written addresses the same: see trackbacks.keys.
    target_key = models.CharField(max_length=80)
    # The page of ours that it goes to; null for a page elsewhere.
    target = models.ForeignKey(Target, on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    # In which kind it was told last, and where that was POSTed.
    protocol = models.CharField(max_length=10, choices=Protocol.choices, blank=True)
    endpoint = models.CharField(max_length=2048, blank=True)
    # A Webmention that was told is told once more: the page changed, or is gone.
    again = models.BooleanField(default=False)
    # Where the receiver tells what became of it.
    status_url = models.CharField(max_length=2048, blank=True)
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

    # --- Whether it is on their page: when we look next (null: no more), how often we did, and what we saw.
    look_at = models.DateTimeField(null=True)
    looks = models.PositiveSmallIntegerField(default=0)
    looked_at = models.DateTimeField(null=True)
    seen_since = models.DateTimeField(null=True)
    # It was seen there before, and no longer since then.
    lost_since = models.DateTimeField(null=True)

    objects = SentQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "target_key"], name="one_row_per_address")]
        indexes = [
            models.Index(fields=["state", "due_at"], name="sent_due"),
            models.Index(fields=["target_key"], name="sent_of_target"),
            models.Index(fields=["host", "leased_until"], name="sent_in_work"),
            models.Index(fields=["look_at"], name="sent_to_look"),
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
