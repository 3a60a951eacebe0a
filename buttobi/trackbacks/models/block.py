"""Who may not trackback a blog: a host elsewhere, or a blog of this service."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from buttobi.blogs.models import Blog


class Block(models.Model):
    """One site that one blog wants nothing from."""

    blog = models.ForeignKey(Blog, on_delete=models.CASCADE, related_name="blocks")
    # Exactly one of the two: all blogs here share two hosts, so a blog here is blocked by itself.
    host = models.CharField(max_length=253, blank=True)
    source_blog = models.ForeignKey(Blog, on_delete=models.CASCADE, null=True, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["blog", "host"], condition=~Q(host=""), name="one_block_per_host"),
            models.UniqueConstraint(fields=["blog", "source_blog"], name="one_block_per_source_blog"),
            models.CheckConstraint(condition=Q(host="") ^ Q(source_blog=None), name="block_names_one_site"),
        ]
