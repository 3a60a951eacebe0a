"""A page of ours that can be trackbacked, and that can trackback others.

What the page is (an entry, a theme) is told by the rooms above; here it has an address, a title and a door.
"""

from django.db import models
from django.utils import timezone

from buttobi.blogs.models import Blog
from buttobi.sections import addresses


class TargetQuerySet(models.QuerySet["Target"]):
    def listed(self) -> "TargetQuerySet":
        """Pages that everyone can read."""
        return self.filter(listed=True, blog__state=Blog.State.OPEN)


class Target(models.Model):
    """One row for each page that was ever public; unpublished, it is closed and unlisted, never deleted."""

    blog = models.ForeignKey(Blog, on_delete=models.CASCADE, related_name="targets")
    # The page's path below its blog's address, with a slash at the end.
    path = models.CharField(max_length=200)
    title = models.CharField(max_length=255)
    # The first words of the page as plain text, 252 characters at most.
    summary = models.CharField(max_length=255, blank=True)
    # Everyone can read the page. A page that is not listed is in no list and takes nothing.
    listed = models.BooleanField(default=True)
    # Its author wants trackbacks.
    accepts = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = TargetQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["blog", "path"], name="one_target_per_address")]

    def __str__(self) -> str:
        return self.address

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
    def is_open(self) -> bool:
        """Whether the page takes new trackbacks now."""
        return self.listed and self.accepts and self.blog.state == Blog.State.OPEN


class FormerPath(models.Model):
    """An address that a page had before: it redirects, and a link to it counts as a link to the page."""

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="former_paths")
    blog = models.ForeignKey(Blog, on_delete=models.CASCADE, related_name="+")
    path = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["blog", "path"], name="one_former_path_per_address")]
