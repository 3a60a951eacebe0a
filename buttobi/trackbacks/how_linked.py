"""How a trackback is known to its readers: a sign, and words in the active language."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext

from buttobi.trackbacks.models import Received

Link = Received.Link
Day = Callable[[datetime], str]


def sign(received: Received) -> str:
    """How it is drawn: verified, related or gone."""
    if received.link in (Link.GONE, Link.MISSING):
        return "gone"
    return "verified" if received.link == Link.LINKS else "related"


def words(received: Received, day: Day) -> str:
    """What the last look found; `day` says a date as the page does. Empty before the first look."""
    if received.link == Link.GONE:
        return gettext("link gone since %(day)s") % {"day": _since(received, day)}
    if received.link == Link.MISSING:
        return gettext("page not found since %(day)s") % {"day": _since(received, day)}
    return str(Link(received.link).label) if received.link else ""


def _since(received: Received, day: Day) -> str:
    return day(received.link_since or received.changed_at)
