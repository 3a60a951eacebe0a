"""A blog, and the names it had before."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from buttobi.sections import addresses
from buttobi.sections.section import Section


class BlogQuerySet(models.QuerySet["Blog"]):
    def open(self) -> "BlogQuerySet":
        """Blogs that readers can visit."""
        return self.filter(state=Blog.State.OPEN)

    def kept(self) -> "BlogQuerySet":
        """Blogs that their owners still have: open or closed, not deleted."""
        return self.exclude(state=Blog.State.DELETED)


class Blog(models.Model):
    """A place of somebody's own to write in. Its name is unique over both sections, and is never given out twice."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")
        DELETED = "deleted", _("deleted")

    name = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=120)
    description = models.CharField(max_length=400, blank=True)
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, default="ja")
    section = models.CharField(max_length=10, choices=Section.choices, default=Section.GENERAL)
    time_zone = models.CharField(max_length=60, default="Asia/Tokyo")
    # An official blog (a Trackback Center) belongs to nobody; every staff member may write in it.
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="blogs")
    official = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    # Its owner lets it stand in the Trackback Ranking.
    in_ranking = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = BlogQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["section", "state", "-created_at"], name="blogs_of_section")]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """Address of the front page, with a slash at the end."""
        return addresses.blog(self.section, self.name)

    @property
    def display_title(self) -> str:
        """What its reader calls it: an official blog has a name in every language."""
        return gettext("Trackback Center") if self.official else self.title

    @property
    def display_language(self) -> str:
        """The language of that name."""
        return (translation.get_language() or self.language) if self.official else self.language

    @property
    def title_and_section(self) -> str:
        """The same where both Centers may stand side by side."""
        if not self.official:
            return self.title
        return gettext("{words} ({more})").format(words=self.display_title, more=self.get_section_display())

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def may_move_to(self) -> Section | None:
        """The section that it could move to; None for a Center, and where there is no other section."""
        to = Section(self.section).other
        return to if to.is_offered and not self.official and self.state != Blog.State.DELETED else None

    @property
    def last_move(self) -> "Move | None":
        """What was last asked or decided about its section."""
        return self.moves.order_by("pk").last()


class FormerName(models.Model):
    """A name that a blog had: its old address redirects for ever, and nobody else gets it."""

    name = models.CharField(max_length=40, unique=True)
    blog = models.ForeignKey(Blog, on_delete=models.CASCADE, related_name="former_names")
    since = models.DateTimeField(default=timezone.now)


class FormerSection(models.Model):
    """A section that a blog left: its address there leads to where it is now, and shows nothing."""

    blog = models.ForeignKey(Blog, on_delete=models.CASCADE, related_name="former_sections")
    section = models.CharField(max_length=10, choices=Section.choices)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["blog", "section"], name="one_former_section_per_blog")]


class Move(models.Model):
    """A blog goes to the other section: at once from General to Adult, after a look by staff from Adult to General."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting for staff")
        DONE = "done", _("moved")
        DECLINED = "declined", _("declined")

    blog = models.ForeignKey(Blog, on_delete=models.CASCADE, related_name="moves")
    to = models.CharField(max_length=10, choices=Section.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    # Why, in the words of whoever asked, and of the staff member who decided.
    reason = models.CharField(max_length=400, blank=True)
    answer = models.CharField(max_length=400, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["blog"], condition=models.Q(state="waiting"), name="one_waiting_move"),
        ]
