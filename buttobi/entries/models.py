"""An entry, its tags, and what its author typed but has not submitted."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from buttobi.blogs.models import Blog
from buttobi.markup.plain import first_words
from buttobi.trackbacks.models import Target
from buttobi.trackbacks.models.policy import Rules


class EntryQuerySet(models.QuerySet["Entry"]):
    def public(self) -> "EntryQuerySet":
        """Entries that are in lists and feeds: published, for everyone, in an open blog; newest first."""
        return self.filter(
            state=Entry.State.PUBLISHED, audience=Entry.Audience.EVERYONE, blog__state=Blog.State.OPEN
        ).order_by("-published_at", "-pk")

    def kept(self) -> "EntryQuerySet":
        """What its author still has: everything but the deleted."""
        return self.exclude(state=Entry.State.DELETED)


class Tag(models.Model):
    """A word under which a blog files entries."""

    blog = models.ForeignKey(Blog, on_delete=models.CASCADE, related_name="tags")
    name = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["blog", "name"], name="one_tag_per_name")]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Entry(Rules):
    """One entry of a blog. A theme is an entry of a Trackback Center, and is written in both languages.

    Its rules say what of its blog's policy is otherwise under this entry; its page carries them once it is public.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SCHEDULED = "scheduled", _("scheduled")
        PUBLISHED = "published", _("published")
        UNPUBLISHED = "unpublished", _("unpublished")
        DELETED = "deleted", _("deleted")

    class Audience(models.TextChoices):
        EVERYONE = "everyone", _("everyone")
        LINK = "link", _("only with the link")
        ME = "me", _("only me")

    STEPS = {
        State.DRAFT: frozenset({State.SCHEDULED, State.PUBLISHED, State.DELETED}),
        State.SCHEDULED: frozenset({State.DRAFT, State.PUBLISHED, State.DELETED}),
        State.PUBLISHED: frozenset({State.UNPUBLISHED, State.DELETED}),
        State.UNPUBLISHED: frozenset({State.PUBLISHED, State.SCHEDULED, State.DELETED}),
        State.DELETED: frozenset[str](),
    }

    blog = models.ForeignKey(Blog, on_delete=models.CASCADE, related_name="entries")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    # Address of the entry below its blog, without slashes; empty until the first publication.
    slug = models.CharField(max_length=120, blank=True)
    title = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    # Safe HTML of the body, made when the entry is saved.
    html = models.TextField(blank=True)
    # Title and prompt of a theme in the language that its Center's blog does not speak.
    second_title = models.CharField(max_length=200, blank=True)
    second_body = models.TextField(blank=True)
    second_html = models.TextField(blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.EVERYONE)
    accepts_trackbacks = models.BooleanField(default=True)
    # From when, and until when (null: for good), a theme looks for trackbacks; both null for an entry that is none.
    opens_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    # What stands under Other Settings, one address a line.
    trackback_urls = models.TextField(blank=True)
    # Also told are the pages that the text links to.
    tells_links = models.BooleanField(default=True)
    tags = models.ManyToManyField(Tag, related_name="entries", blank=True)
    # Its page in the heart, from the first publication for everyone on.
    target = models.OneToOneField(Target, on_delete=models.CASCADE, null=True, related_name="entry")
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True)
    scheduled_for = models.DateTimeField(null=True)
    # Drawn for each New Submission form that is opened, so that a form sent twice makes one entry.
    submission = models.CharField(max_length=32, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["blog", "slug"], condition=~models.Q(slug=""), name="one_entry_per_address"
            ),
            models.UniqueConstraint(
                fields=["author", "submission"], condition=~models.Q(submission=""), name="one_entry_per_submission"
            ),
        ]
        indexes = [
            models.Index(fields=["blog", "state", "-published_at"], name="entries_of_blog"),
            models.Index(fields=["state", "scheduled_for"], name="entries_due"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def heading(self) -> str:
        """Its title, or its first words when it has none: what lists and feeds call it."""
        return self.title or first_words(self.html) or self.slug or gettext("Untitled")

    @property
    def address(self) -> str:
        """The permalink; meaningful once there is a slug."""
        return f"{self.blog.address}{self.slug}/"

    @property
    def path(self) -> str:
        """The permalink below the blog's address."""
        return f"{self.slug}/"

    def step(self, to: "Entry.State", *, only: models.Q | None = None, **changes: object) -> bool:
        """Moves the entry on, when nobody else moved it first (and `only` holds of its row); says whether it moved."""
        before = Entry.State(self.state)
        if to not in self.STEPS[before]:
            return False
        changes = {"state": to, **changes}
        if not Entry.objects.filter(only or models.Q(), pk=self.pk, state=before).update(**changes):
            return False
        for name, value in changes.items():
            setattr(self, name, value)
        return True


class WorkingCopy(models.Model):
    """What stands in an entry's form and was not submitted: saved every few seconds, gone when it is."""

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="working_copy")
    # The form's fields as they were typed, right or wrong.
    values = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=timezone.now)
