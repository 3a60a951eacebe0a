"""What a blog takes under its entries, and what one of its pages takes otherwise."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from buttobi.blogs.models import Blog

# Every kind that there is a door for, in the order in which it is told.
KINDS = {"trackback": "TrackBack", "pingback": "Pingback", "webmention": "Webmention"}
# Days after which a page is closed to other sites, where its blog says nothing; NEVER stands for no such day.
USUAL_DAYS = 90
NEVER = 0
# The fields of Rules.
RULES = ("takes", "culture", "showing", "closes_after_days")


class Culture(models.TextChoices):
    """Whether a page must link to the one that it trackbacks."""

    MENTION = "mention", _("a link is needed")
    ORDINARY = "ordinary", _("without a link, the owner decides")
    RELATED = "related", _("no link is needed")


class Showing(models.TextChoices):
    """When a trackback from elsewhere is listed."""

    EXAMINED = "examined", _("shown after examination")
    LOOKED = "looked", _("shown after the owner looked")


class Rules(models.Model):
    """What may be said of a whole blog, and said otherwise of one of its pages.

    Where a page says nothing, its blog's word holds; where that says nothing, what is usual.
    """

    # Kinds that are taken, a list of keys of KINDS.
    takes = models.JSONField(null=True, default=None)
    culture = models.CharField(max_length=10, choices=Culture.choices, blank=True)
    showing = models.CharField(max_length=10, choices=Showing.choices, blank=True)
    closes_after_days = models.PositiveSmallIntegerField(null=True)

    class Meta:
        abstract = True


class BlogPolicy(Rules):
    """The rules of one blog; a blog without a row has the usual ones."""

    blog = models.OneToOneField(Blog, on_delete=models.CASCADE, related_name="policy")
    # One act that closes every entry at once, whatever the entry itself says.
    closed = models.BooleanField(default=False)
