"""The status page of one trackback, for the sender who was given its address."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from buttobi.blogs.models import Blog
from buttobi.sections.asked import section_of
from buttobi.trackbacks import sides
from buttobi.trackbacks import status as statuses
from buttobi.trackbacks.models import Received
from buttobi.trackbacks.models.policy import KINDS
from buttobi.trackbacks.views import times


@require_safe
def status(request: HttpRequest, token: str) -> HttpResponse:
    """Where it stands, in the reader's language; for 90 days, on the host of its target's section alone."""
    now = timezone.now()
    received = statuses.find(token, now=now)
    if received is None:
        raise Http404
    blog, section = received.target.blog, section_of(request)
    if blog.section != section:
        if not blog.former_sections.filter(section=section).exists():
            raise Http404
        # Its target moved: what its sender was told goes on being true there.
        return HttpResponseRedirect(statuses.address(received))
    context = {
        "received": received,
        "target": received.target,
        "standing": statuses.standing(received, now=now),
        "facts": _facts(received, now),
        "until": _moment(received.heard_at + statuses.KEPT, received.target.blog),
    }
    response = render(request, "trackbacks/status.html", context)
    # Its address is a secret between two: no index, no cache, no next page learns of it.
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _facts(received: Received, now: datetime) -> list[dict[str, str]]:
    """What was said and what was found, each with its name."""
    blog = received.target.blog
    moved = received.final_url if received.final_url != received.source_url else ""
    says = gettext(received.problem) if received.problem else ""
    waits = received.due_at is not None and received.due_at > now and received.state != Received.State.REFUSED
    kinds = gettext(", ").join(KINDS.get(kind, kind) for kind in received.protocols)
    # What moved to the other section is not named on this side, not even to whoever sent it from there.
    is_across = received.source is not None and received.source.blog.section != blog.section
    found = [
        {"name": gettext("Your page"), "url": "" if is_across else received.source_url},
        {"name": gettext("It leads to"), "url": "" if is_across else moved},
        {"name": gettext("Came as"), "words": kinds},
        {"name": gettext("Last message"), "words": _moment(received.heard_at, blog)},
        {"name": gettext("We looked"), "words": _moment(received.checked_at, blog)},
        {"name": gettext("Your server answered"), "words": str(received.http_status or "")},
        {"name": gettext("What went wrong"), "words": says},
        {"name": gettext("We found"), "words": _link(received)},
        {"name": gettext("The words around the link"), "quote": "" if sides.is_across(received) else received.sentence},
        {"name": gettext("Next look"), "words": _moment(received.due_at, blog) if waits else ""},
    ]
    return [fact for fact in found if any(fact.get(kind) for kind in ("url", "words", "quote"))]


def _link(received: Received) -> str:
    if received.link == Received.Link.LINKS:
        return gettext("a link to this entry")
    if received.link in (Received.Link.NONE, Received.Link.GONE):
        return gettext("no link to this entry")
    return ""


def _moment(at: datetime | None, blog: Blog) -> str:
    if at is None:
        return ""
    return gettext("{words} ({more})").format(words=times.in_full(at, blog), more=blog.time_zone)
