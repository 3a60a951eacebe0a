"""What makes an entry a theme, and themes that people propose."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from buttobi.blogs.models import Blog
from buttobi.entries.models import Entry
from buttobi.media.models import Picture
from buttobi.sections.section import Section

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
    whose doors obey it. Nothing else is stored of a theme's life.
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
    # The entry that tells what was answered: a draft for whoever opened the theme.
    round_up = models.OneToOneField(Entry, on_delete=models.SET_NULL, null=True, related_name="rounds_up")
    # Up to which closing its answers were rounded up; what had no answer has no round-up.
    rounded_up_to = models.DateTimeField(null=True)
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

    class Meta:
        indexes = [models.Index(fields=["section", "state", "proposed_at"], name="proposals_waiting")]
