"""What an entry's page says about trackbacks: where they go, of which kinds, under which rules; to programs, too,
that may not read it: the age page carries its doors, and the pages that it trackbacks, without a word of it.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext

from buttobi.entries.models import Entry
from buttobi.entries.views import reading_page, reading_place
from buttobi.sections import addresses, age
from buttobi.trackbacks import policy
from buttobi.trackbacks.announce import LINKS_TOLD
from buttobi.trackbacks.models import Sent, Target
from buttobi.trackbacks.models.policy import KINDS, Culture
from linkback import trackback, webmention

# So many addresses stand on the age page, as many as anybody looks through for their own.
BARE_URLS = 50


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
    closed: str = ""
    """Why nothing is taken now, where the page itself says so; in the active language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bare:
    """An entry for programs alone: not a word of it, but its doors and the pages that it trackbacks."""

    doors: Doors
    links: tuple[dict[str, str], ...]
    """For `<link>` elements: `rel`, `href`, and for some a `type`."""
    rdf: str
    """Without the title; empty when no pings are taken (IO-30)."""
    urls: tuple[str, ...]


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
        closed=gettext(held.closed_because) if held.closed_because else "",
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


def bare(entry: Entry) -> Bare:
    """What programs find of an entry behind the age page, so that any site can send to it and verify what it sent."""
    doors = of_entry(entry)
    links = (
        {"rel": "pingback", "href": doors.pingback},
        {"rel": "webmention", "href": doors.webmention},
        {"rel": "trackback", "href": doors.trackback},
        {"rel": "trackback-policy", "type": "application/json", "href": doors.policy},
    )
    return Bare(
        doors=doors,
        links=tuple(link for link in links if link["href"]),
        rdf=trackback.rdf_block(entry.address, "", doors.trackback) if doors.trackback else "",
        urls=_trackbacked(entry),
    )


def _trackbacked(entry: Entry) -> tuple[str, ...]:
    """The pages that an entry trackbacks, each once: what was written under Other Settings, then links in its text."""
    target = entry.target
    if target is None or entry.audience != Entry.Audience.EVERYONE:
        return ()
    taken_back = (Sent.State.CANCELLED, Sent.State.WITHDRAWN)
    sents = Sent.objects.filter(source=target).exclude(state__in=taken_back).select_related("target__blog")
    told = [_readable(sent) for sent in sents.order_by("pk")[:BARE_URLS]]
    linked = (target.links or [])[:LINKS_TOLD] if entry.tells_links else []
    return tuple(dict.fromkeys([*told, *linked]))[:BARE_URLS]


def _readable(sent: Sent) -> str:
    """The page's own address where we know it: a Trackback URL is written for programs."""
    return sent.target.address if sent.target is not None else sent.target_url


def at_the_age_page(request: HttpRequest, *, blog_name: str, slug: str) -> HttpResponse:
    """The age page at an entry's address; one that cannot be read is not told from one that is not there."""
    try:
        blog = reading_place.find_blog(request, blog_name)
        entry = reading_place.find_entry(request, blog, slug)
    except (Http404, reading_place.Moved, reading_place.Gone):
        return reading_page.at_the_age_page(request, blog_name)
    found = bare(entry)
    response = age.page(request, bare={"links": found.links, "rdf": found.rdf, "urls": found.urls})
    announce(found.doors, response)
    return response
