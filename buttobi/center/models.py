"""What makes an entry a theme, the times that it was open before, and themes that people propose."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Case, F, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from buttobi.blogs.models import Blog
from buttobi.entries.models import Entry
from buttobi.media.models import Picture
from buttobi.sections.section import Section
from buttobi.trackbacks.models import Received

# So long before its end a theme is closing soon.
SOON = timedelta(days=3)


class ThemeQuerySet(models.QuerySet["Theme"]):
    def readable(self) -> "ThemeQuerySet":
        """Those whose page opens for readers: for everyone, or for whoever has its link."""
        published = self.filter(entry__state=Entry.State.PUBLISHED, entry__blog__state=Blog.State.OPEN)
        return published.exclude(entry__audience=Entry.Audience.ME)


class Theme(models.Model):
    """An entry that looks for trackbacks: of a Trackback Center, or of a blog whose owner opened it as a theme.

    From when and until when stands in the entry (`opens_at`, `closes_at`), and through it in its page in the heart,
    whose doors obey it. Nothing else is stored of a theme's life; what is over for good stands in its runs.
    """

    class Life(models.TextChoices):
        DRAFT = "draft", _("draft")
        ANNOUNCED = "announced", _("announced")
        OPEN = "open", pgettext_lazy("theme", "open")
        CLOSED = "closed", pgettext_lazy("theme", "closed")

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="theme")
    cover = models.ForeignKey(Picture, on_delete=models.SET_NULL, null=True, related_name="+")
    # What the cover shows, in the blog's language and in its Center's other one.
    cover_alt = models.CharField(max_length=250, blank=True)
    second_cover_alt = models.CharField(max_length=250, blank=True)
    # Evergreen: taken from the shelf, and opened again, when too few themes are open.
    on_shelf = models.BooleanField(default=False)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = ThemeQuerySet.as_manager()

    def life(self, now: datetime) -> "Theme.Life":
        """Where it stands, by its entry and the clock alone."""
        entry = self.entry
        if entry.state != Entry.State.PUBLISHED or entry.opens_at is None:
            return Theme.Life.DRAFT
        if now < entry.opens_at:
            return Theme.Life.ANNOUNCED
        if entry.closes_at is not None and entry.closes_at <= now:
            return Theme.Life.CLOSED
        return Theme.Life.OPEN

    def is_closing_soon(self, now: datetime) -> bool:
        """Whether it is open and in its last days."""
        closes_at = self.entry.closes_at
        return closes_at is not None and self.life(now) == Theme.Life.OPEN and closes_at - now <= SOON

    @property
    def round_up(self) -> Entry | None:
        """The entry that tells what was answered when it was last open, as far as that was rounded up."""
        told = self.runs.exclude(round_up=None).select_related("round_up__blog").order_by("-closed_at").first()
        return told.round_up if told is not None else None


# After everything that happens.
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)


class RunQuerySet(models.QuerySet["Run"]):
    def bounded(self) -> "RunQuerySet":
        """With `until`: whoever answered before it, from `opened_at` on, answered in this run."""
        later = Run.objects.filter(theme=OuterRef("theme"), opened_at__gt=OuterRef("opened_at")).order_by("opened_at")
        anew = Case(When(theme__entry__opens_at__gt=F("opened_at"), then=F("theme__entry__opens_at")))
        return self.annotate(until=Coalesce(Subquery(later.values("opened_at")[:1]), anew, Value(_NEVER)))

    def earlier(self) -> "RunQuerySet":
        """Those of which the dates of the theme tell nothing any more."""
        return self.exclude(opened_at=F("theme__entry__opens_at"))


class Run(models.Model):
    """One time that a theme was open, and that is over: written when it ends; its times do not change after that.

    Each run has its own answers, and its own round-up, which is drafted a moment later. A run that was ended by a slip
    of the hand is deleted, with a round-up that nobody touched.
    """

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="runs")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField()
    # The entry that tells what was answered: a draft for whoever opened the theme. What had no answer has none.
    round_up = models.OneToOneField(Entry, on_delete=models.SET_NULL, null=True, related_name="rounds_up")
    told = models.ManyToManyField(Received, through="Told", related_name="+")

    objects = RunQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["theme", "opened_at"], name="one_run_per_opening")]
        indexes = [
            models.Index(fields=["closed_at"], name="runs_by_closing"),
            models.Index(fields=["opened_at"], name="runs_by_opening"),
        ]


class Told(models.Model):
    """An answer that the round-up of a run tells of, or that whoever edits it left out."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="tellings")
    received = models.ForeignKey(Received, on_delete=models.CASCADE, related_name="+")
    # Since when its lines are gone: the answer is, or whoever saved the round-up did not have them yet. While readers
    # see the answer, it is news.
    cut_at = models.DateTimeField(null=True)
    # Its lines were put into the draft at one press, while a form without them may have been open.
    added = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "received"], name="told_once")]


class Proposal(models.Model):
    """A theme that somebody would like to see in a Trackback Center."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting for staff")
        ACCEPTED = "accepted", pgettext_lazy("proposal", "accepted")
        DECLINED = "declined", _("declined")

    section = models.CharField(max_length=10, choices=Section.choices)
    language = models.CharField(max_length=5, choices=settings.LANGUAGES)
    title = models.CharField(max_length=200)
    prompt = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    # Why not, in the words of the staff member who declined.
    answer = models.CharField(max_length=400, blank=True)
    theme = models.OneToOneField(Theme, on_delete=models.SET_NULL, null=True, related_name="proposal")
    # Drawn for each form that is opened, so that a form sent twice makes one proposal.
    submission = models.CharField(max_length=32, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["proposed_by", "submission"],
                condition=~models.Q(submission=""),
                name="one_proposal_per_submission",
            )
        ]
        indexes = [models.Index(fields=["section", "state", "proposed_at"], name="proposals_waiting")]
