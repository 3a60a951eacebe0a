"""A page of ours that can be trackbacked, and that can trackback others.

What the page is (an entry, a theme) is told by the rooms above; here it has an address, a title and a door.
"""

from datetime import datetime

from django.db import models
from django.utils import timezone, translation

from buttobi.blogs.models import Blog
from buttobi.sections import addresses
from buttobi.trackbacks.models.policy import Rules


class TargetQuerySet(models.QuerySet["Target"]):
    def listed(self) -> "TargetQuerySet":
        """Pages that everyone can read."""
        return self.filter(listed=True, blog__state=Blog.State.OPEN)


class Target(Rules):
    """One row for each page that was ever public; unpublished, it is closed and unlisted, never deleted.

    Its rules say what of its blog's policy is otherwise for this page.
    """

    blog = models.ForeignKey(Blog, on_delete=models.CASCADE, related_name="targets")
    # The page's path below its blog's address, with a slash at the end.
    path = models.CharField(max_length=200)
    title = models.CharField(max_length=255)
    # The title of a theme in the language that its Center's blog does not speak.
    second_title = models.CharField(max_length=255, blank=True)
    # The first words of the page as plain text, 252 characters at most.
    summary = models.CharField(max_length=255, blank=True)
    # Every address that its body links to, absolute; null while nobody has told.
    links = models.JSONField(null=True)
    # Everyone can read the page. A page that is not listed is in no list and takes nothing.
    listed = models.BooleanField(default=True)
    # Its author wants trackbacks.
    accepts = models.BooleanField(default=True)
    # From when, and until when (null: for good), a theme looks for trackbacks; both null for a page that is none.
    opens_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = TargetQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["blog", "path"], name="one_target_per_address")]

    def __str__(self) -> str:
        return self.address

    def title_for(self, language: str) -> str:
        """The title in a language where the page has it, else in its blog's."""
        return self.second_title if self._has_it_in(language) else self.title

    @property
    def display_title(self) -> str:
        """The title in the reader's language, or the address of a page without one."""
        return self.title_for(translation.get_language() or "") or self.address

    @property
    def display_language(self) -> str:
        """The language of that title."""
        language = translation.get_language() or ""
        return language if self._has_it_in(language) else self.blog.language

    def _has_it_in(self, language: str) -> bool:
        return bool(self.second_title) and language not in ("", self.blog.language)

    @property
    def address(self) -> str:
        """The permalink."""
        return f"{self.blog.address}{self.path}"

    @property
    def trackback_url(self) -> str:
        """The Trackback URL for this entry."""
        return addresses.trackback(self.blog.section, self.pk)

    @property
    def make_trackback_url(self) -> str:
        """The page that shows the Trackback URL and how to use it."""
        return f"{self.address}trackback/"

    @property
    def is_public(self) -> bool:
        """Whether everyone can read the page."""
        return self.listed and self.blog.state == Blog.State.OPEN

    @property
    def is_open(self) -> bool:
        """Whether the page takes new trackbacks now."""
        policy = getattr(self.blog, "policy", None)
        all_closed = policy is not None and policy.closed
        return self.is_public and self.accepts and not all_closed and self.is_in_time(timezone.now())

    @property
    def is_theme(self) -> bool:
        """Whether the page looks for trackbacks, in its time."""
        return self.opens_at is not None

    def is_in_time(self, now: datetime) -> bool:
        """Whether it is a theme's time, from its opening on, up to its closing; every other page has no such time."""
        if self.opens_at is None:
            return True
        return self.opens_at <= now and (self.closes_at is None or now < self.closes_at)


class FormerPath(models.Model):
    """An address that a page had before: it redirects, and a link to it counts as a link to the page."""

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="former_paths")
    blog = models.ForeignKey(Blog, on_delete=models.CASCADE, related_name="+")
    path = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["blog", "path"], name="one_former_path_per_address")]
