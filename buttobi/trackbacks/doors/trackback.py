"""The door of TrackBack 1.2: reads a ping, hands it to the corridor, answers in XML.

It reads raw bytes, never the form, the cookies or the login, and answers with status 200 whatever it thinks of a ping.
"""

import logging
import re

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt

from buttobi.trackbacks import receive, status
from buttobi.trackbacks.doors import body, places, sign
from buttobi.trackbacks.models import Target
from linkback import trackback
from linkback.errors import RemoteProtocolError

log = logging.getLogger(__name__)

TYPE = "text/xml; charset=utf-8"
NO_ENTRY = "There is no entry at this address. Copy the Trackback URL from its page again."
OTHER_SECTION = "There is no entry at this address of this host. Use the Trackback URL exactly as its page shows it."
TOO_LARGE = "The ping is too large. Send a shorter excerpt."

_ID = re.compile(r"([0-9]{1,18})/?")


@csrf_exempt
def door(request: HttpRequest, name: str | None = "") -> HttpResponse:
    """A POST is a ping; a reader who follows the address is led to Make Trackback."""
    if request.method == "POST":
        try:
            response = _answer(*_take(request, name or ""))
        except DatabaseError:
            log.exception("a ping could not be written down")
            response = _answer(sign.CANNOT_WRITE, code=503)
    elif request.method in ("GET", "HEAD"):
        response = _lead_on(request, name or "")
    else:
        response = HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    return sign.fixed(response)


def _take(request: HttpRequest, name: str) -> tuple[str, str]:
    """Writes the ping down: what is wrong with it, or nothing; and the address of its status page."""
    try:
        form = body.read(request, at_most=trackback.MAX_BODY, too_large=TOO_LARGE)
        query = request.META.get("QUERY_STRING", "").encode("latin-1", "replace")
        target = _target(request, name)
        content_type = request.META.get("CONTENT_TYPE", "")
        ping = trackback.parse_ping(form, content_type=content_type, query=query)
        received = receive.arrive(
            target=target,
            protocol="trackback",
            source_url=ping.url,
            title=ping.title,
            excerpt=ping.excerpt,
            blog_name=ping.blog_name,
            sender_ip=request.META.get("REMOTE_ADDR") or None,
            raw=form or query,
            raw_charset=ping.charset,
        )
    except (RemoteProtocolError, receive.Refused) as refusal:
        log.info("refused=%s protocol=trackback because=%s", name[:20], refusal)
        return str(refusal), ""
    return "", status.address(received)


def _target(request: HttpRequest, name: str) -> Target:
    target = _find(name)
    if target is None:
        raise RemoteProtocolError(NO_ENTRY)
    section = places.section_of(request)
    if section is not None and section != target.blog.section:
        raise RemoteProtocolError(places.MOVED if _was_in(section, target) else OTHER_SECTION)
    return target


def _was_in(section: str, target: Target) -> bool:
    """Whether a page that everyone can read was in a section before its blog moved to the other one."""
    return target.is_public and target.blog.former_sections.filter(section=section).exists()


def _find(name: str) -> Target | None:
    found = _ID.fullmatch(name)
    return Target.objects.select_related("blog").filter(pk=int(found[1])).first() if found else None


def _lead_on(request: HttpRequest, name: str) -> HttpResponse:
    """To a page of the same section: of the other one a host tells nothing but where a page went that was here."""
    target = _find(name)
    section = places.section_of(request)
    if target is None:
        raise Http404
    if section is not None and section != target.blog.section and not _was_in(section, target):
        raise Http404
    if not Target.objects.listed().filter(pk=target.pk).exists():
        raise Http404
    return HttpResponseRedirect(target.make_trackback_url)


def _answer(complaint: str, where: str = "", *, code: int = 200) -> HttpResponse:
    """The reply; a sender who reads beyond its end finds there where the ping stands."""
    comment = f"Where it stands: {where}" if where else ""
    reply = trackback.build_reply(bool(complaint), complaint, comment=comment)
    return HttpResponse(reply, status=code, content_type=TYPE)
