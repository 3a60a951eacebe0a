"""What an entry's page says about trackbacks: where they go, of which kinds, under which rules."""

from collections.abc import Collection
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext

from buttobi.entries.models import Entry
from buttobi.sections import addresses
from buttobi.trackbacks import policy
from buttobi.trackbacks.models import Target
from buttobi.trackbacks.models.policy import KINDS, Culture
from linkback import webmention


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """Addresses for programs, each empty where its kind is not taken from other sites (IO-30); words for people."""

    trackback: str = ""
    pingback: str = ""
    webmention: str = ""
    policy: str = ""
    words: str = ""
    promise: str = ""
    """What becomes of a trackback from another site."""
    links: str = ""
    """The kinds by which a plain link is enough, as text."""
    needs_link: bool = False
    """Whether a trackback without a link is refused."""
    takes_url: bool = False
    """Whether there is a Trackback URL to copy, be it for blogs here alone."""
    is_open_elsewhere: bool = False


def of_entry(entry: Entry) -> Doors:
    """The doors of a page that may be read; none for one that is not for everyone."""
    target = entry.target
    if target is None or entry.audience != Entry.Audience.EVERYONE or not target.is_public:
        return Doors()
    held = policy.of(target)
    kinds = held.doors(timezone.now())
    section = target.blog.section
    return Doors(
        trackback=target.trackback_url if "trackback" in kinds else "",
        pingback=addresses.pingback(section) if "pingback" in kinds else "",
        webmention=addresses.webmention(section) if "webmention" in kinds else "",
        policy=addresses.policy(section, target.pk),
        words=policy.words(held, target),
        promise=policy.promise(held),
        needs_link=held.culture == Culture.MENTION,
        links=_links(kinds),
        takes_url=held.is_open and "trackback" in held.takes,
        is_open_elsewhere=bool(kinds),
    )


def _links(kinds: Collection[str]) -> str:
    named = [KINDS[kind] for kind in ("webmention", "pingback") if kind in kinds]
    return gettext("Webmention or Pingback") if len(named) > 1 else "".join(named)


def takes_pings(target: Target) -> bool:
    """Whether programs elsewhere may send TrackBack pings to a page."""
    return "trackback" in policy.of(target).doors(timezone.now())


def announce(doors: Doors, response: HttpResponse) -> None:
    """Says in headers, also to a HEAD request, where pingbacks (PB-1) and webmentions (IO-31) go."""
    if doors.pingback:
        response.headers["X-Pingback"] = doors.pingback
    if doors.webmention:
        response.headers["Link"] = webmention.link_header(doors.webmention)
