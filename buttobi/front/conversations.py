"""The newest trackbacks of a section as conversations: which entry answered which."""

from dataclasses import dataclass

from django.db.models import Q

from buttobi.blogs.models import Blog
from buttobi.center.starters import PRACTICE
from buttobi.entries.views import reading_days
from buttobi.trackbacks.models import Received
from buttobi.trackbacks.models.received import ReceivedQuerySet
from linkback import addresses


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One entry that answered another; `host` only for pages elsewhere."""

    key: int
    url: str
    title: str
    blog: str
    host: str
    at: str
    day: str
    to_url: str
    to_title: str


def newest(section: str, limit: int) -> list[Answer]:
    """What was answered last in one section."""
    return [_answer(received) for received in rows(section)[:limit]]


def rows(section: str) -> ReceivedQuerySet:
    """The trackbacks that readers of one section see, newest first. Practising is left out."""
    same_side = Q(source=None) | Q(source__blog__section=section)
    readable = Q(target__listed=True, target__blog__state=Blog.State.OPEN, target__blog__section=section)
    practising = Q(target__blog__official=True, target__path=f"{PRACTICE}/")
    shown = Received.objects.shown().filter(same_side & readable).exclude(practising)
    return shown.select_related("source__blog", "target__blog").order_by("-received_at", "-pk")


def _answer(received: Received) -> Answer:
    source, target = received.source, received.target
    return Answer(
        key=received.pk,
        url=source.address if source else received.source_url,
        title=source.display_title if source else received.title or received.source_url,
        blog=source.blog.display_title if source else received.blog_name,
        host="" if source else addresses.host(received.source_url),
        at=reading_days.stamp(received.received_at),
        day=reading_days.day(received.received_at),
        to_url=target.address,
        to_title=target.display_title,
    )
