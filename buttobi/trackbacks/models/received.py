"""One trackback to a page of ours: which page elsewhere (or here) it comes from, and where it stands.

A life is a table: STEPS says which states follow which, and `step` is one UPDATE that can lose.
"""

import secrets
from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from buttobi.blogs.models import Blog
from buttobi.trackbacks.models.target import Target


class ReceivedQuerySet(models.QuerySet["Received"]):
    def shown(self) -> "ReceivedQuerySet":
        """What a visitor sees under an entry, oldest first: a page of ours only while everyone can read it.

        Never one from across the wall, whatever its state says.
        """
        same_side = Q(source__blog__section=F("target__blog__section"))
        readable = Q(source=None) | Q(same_side, source__listed=True, source__blog__state=Blog.State.OPEN)
        return self.filter(readable, state=Received.State.SHOWN).order_by("received_at", "pk")

    def waiting(self) -> "ReceivedQuerySet":
        """What its owner has yet to decide."""
        return self.filter(state__in=[Received.State.ARRIVED, Received.State.HELD])

    def due(self, now: datetime) -> "ReceivedQuerySet":
        """To be examined now, and in nobody's hands; longest due first."""
        free = Q(leased_until=None) | Q(leased_until__lte=now)
        return self.filter(free, due_at__lte=now).order_by("due_at", "pk")


def new_status_token() -> str:
    """What makes the address of a sender's status page one that nobody guesses."""
    return secrets.token_urlsafe(24)


class Received(models.Model):
    """One pair of source and target is one row for ever, whatever the protocols and repeats."""

    class State(models.TextChoices):
        ARRIVED = "arrived", _("being examined")
        HELD = "held", _("held")
        SHOWN = "shown", _("shown")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Reason(models.TextChoices):
        """Why a row stands where it stands, in words for its owner."""

        NONE = "", ""
        NO_LINK = "no_link", _("its page has no link to this entry")
        UNREADABLE = "unreadable", _("its page cannot be read from here")
        LINK_GONE = "link_gone", _("the link to this entry is gone from its page")
        PAGE_GONE = "page_gone", _("its page is gone")
        WAITS_FOR_OWNER = "waits_for_owner", _("links to this entry; waits until you looked")
        OWNER_SHOWED = "owner_showed", _("you showed it")
        TEXT_CHANGED = "text_changed", _("its text changed since you showed it")
        IN_ANOTHERS_NAME = "in_anothers_name", _("names a blog here as its source, but did not come from its author")
        OWNER = "owner", _("you refused it")
        SITE_BLOCKED = "site_blocked", _("you blocked this site")
        MARKED_ADULT = "marked_adult", _("its page is marked as adult")
        LEADS_HERE = "leads_here", _("its address leads to a page of this service")
        OTHER_SECTION = "other_section", _("its blog and this one are in different sections since one of them moved")

    class Link(models.TextChoices):
        """Whether the source links to the target, as the last look found it."""

        UNKNOWN = "", _("not examined yet")
        LINKS = "links", _("links to this entry")
        NONE = "none", _("related (no link)")
        GONE = "gone", _("link gone")
        MISSING = "missing", _("page not found")

    STEPS = {
        State.ARRIVED: frozenset({State.HELD, State.SHOWN, State.REFUSED, State.WITHDRAWN}),
        State.HELD: frozenset({State.SHOWN, State.REFUSED, State.WITHDRAWN}),
        # A shown one whose text changed is examined like one that has just come.
        State.SHOWN: frozenset({State.ARRIVED, State.HELD, State.REFUSED, State.WITHDRAWN}),
        # What the wall kept away is examined anew, or stands where it stood, when the wall lets it through.
        State.REFUSED: frozenset({State.ARRIVED, State.HELD, State.SHOWN, State.WITHDRAWN}),
        State.WITHDRAWN: frozenset({State.ARRIVED, State.HELD, State.SHOWN, State.REFUSED}),
    }

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="received")
    # The page of ours that it comes from; null for a page elsewhere.
    source = models.ForeignKey(Target, on_delete=models.SET_NULL, null=True, related_name="given")
    source_url = models.CharField(max_length=2048)
    # What makes two sources the same: see trackbacks.keys.
    source_key = models.CharField(max_length=80)
    # Written by the author of the source entry in New Submission, not by somebody at a door.
    by_author = models.BooleanField(default=False)
    # As the ping said them; for a page of ours the page itself is asked.
    title = models.CharField(max_length=255, blank=True)
    excerpt = models.CharField(max_length=255, blank=True)
    blog_name = models.CharField(max_length=255, blank=True)
    protocols = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ARRIVED)
    reason = models.CharField(max_length=30, choices=Reason.choices, blank=True)
    # The state to come back to when a withdrawn source is published again.
    state_before = models.CharField(max_length=10, choices=State.choices, blank=True)
    received_at = models.DateTimeField(default=timezone.now)
    # When a message about the pair last came.
    heard_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    # When it was listed for the first time, and when a person's word did that; never moved by what comes later.
    shown_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(null=True)
    # Personal data: kept for 30 days, then blanked by the sweep.
    sender_ip = models.GenericIPAddressField(null=True)
    raw = models.BinaryField(default=b"")
    raw_charset = models.CharField(max_length=40, blank=True)
    # The sender's status page: whoever has the address may read it.
    status_token = models.CharField(max_length=40, unique=True, default=new_status_token)

    # --- The examination: when it is due (null: never again by itself), and in whose hands it is.
    due_at = models.DateTimeField(null=True)
    lease = models.CharField(max_length=32, blank=True)
    leased_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    # Scheduled looks at a page that was read before.
    looks = models.PositiveSmallIntegerField(default=0)
    # Under which host's pace the source is visited; empty for a page of ours.
    pace = models.CharField(max_length=260, blank=True)

    # --- What the examination found.
    link = models.CharField(max_length=10, choices=Link.choices, blank=True)
    # Since when `link` is what it is; for MISSING, since the page was first not found.
    link_since = models.DateTimeField(null=True)
    missing_since = models.DateTimeField(null=True)
    # The last look, whatever came of it.
    checked_at = models.DateTimeField(null=True)
    final_url = models.CharField(max_length=2048, blank=True)
    # Whose pace the page is under that the source led to: by it, what came by way of another host is found.
    final_pace = models.CharField(max_length=260, blank=True)
    # The page that it led to and the target, as one key: the same for every source that led there.
    page_pair = models.CharField(max_length=32, blank=True)
    http_status = models.PositiveSmallIntegerField(null=True)
    # Why the page could not be read: an English sentence, the key of its translation.
    problem = models.CharField(max_length=200, blank=True)
    # The words around the link.
    sentence = models.CharField(max_length=500, blank=True)
    author = models.CharField(max_length=255, blank=True)
    # The page calls itself adult, or names a feed.
    adult = models.BooleanField(default=False)
    has_feed = models.BooleanField(default=False)

    # Set on the row that the corridor hands to a door: its message was the first about the pair.
    is_new = False

    objects = ReceivedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["target", "source_key"], name="one_row_per_pair")]
        indexes = [
            models.Index(fields=["target", "state", "received_at"], name="received_list"),
            models.Index(fields=["received_at"], name="received_by_age"),
            models.Index(fields=["shown_at"], name="received_by_showing"),
            models.Index(fields=["due_at"], name="received_due"),
            models.Index(fields=["source_key"], name="received_of_source"),
            models.Index(fields=["pace", "due_at"], name="received_by_pace"),
            models.Index(fields=["final_pace"], name="received_by_final_pace"),
            models.Index(fields=["page_pair"], name="received_by_page_pair"),
        ]

    def step(self, to: "Received.State", *, reason: str = "", at: datetime | None = None) -> bool:
        """Moves the row on, when nobody else moved it first; says whether it moved."""
        before = Received.State(self.state)
        if to not in self.STEPS[before]:
            return False
        at = at or timezone.now()
        changes: dict[str, object] = {"state": to, "reason": reason, "state_before": before, "changed_at": at}
        if to == Received.State.SHOWN and self.shown_at is None:
            changes["shown_at"] = at
        if not Received.objects.filter(pk=self.pk, state=before).update(**changes):
            return False
        for name, value in changes.items():
            setattr(self, name, value)
        return True
