"""What an author seems to publish a second time: the browser went back after Submit, and the form was sent again."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from buttobi.accounts.models import Account
from buttobi.blogs.models import Blog
from buttobi.entries.models import Entry

# So long after a submission the same words are more likely the same entry than another one.
WITHIN = timedelta(minutes=10)
_SUBMITTED = (Entry.State.PUBLISHED, Entry.State.SCHEDULED)


def of(*, blog: Blog, author: Account, title: str, body: str) -> Entry | None:
    """What they submitted to this blog some minutes ago under the same title, or with the same text."""
    same = Q(title=title) & ~Q(title="") | Q(body=body) & ~Q(body="")
    lately = Entry.objects.filter(same, blog=blog, author=author, state__in=_SUBMITTED)
    return lately.filter(updated_at__gt=timezone.now() - WITHIN).select_related("blog").order_by("-updated_at").first()
