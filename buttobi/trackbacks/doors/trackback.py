"""The door of TrackBack 1.2: reads a ping, hands it to the corridor, answers in XML.

It reads raw bytes, never the form, the cookies or the login, and answers with status 200 whatever it thinks of a ping.
"""

import logging
import re

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt

from buttobi.sections import addresses
from buttobi.trackbacks import receive
from buttobi.trackbacks.models import Target
from linkback import trackback
from linkback.errors import RemoteProtocolError

log = logging.getLogger(__name__)

TYPE = "text/xml; charset=utf-8"
NO_ENTRY = "There is no entry at this address. Copy the Trackback URL from its page again."
OTHER_SECTION = "There is no entry at this address of this host. Use the Trackback URL exactly as its page shows it."
TOO_LARGE = "The ping is too large. Send a shorter excerpt."
BROKE_OFF = "The ping broke off. Send it again."
CANNOT_WRITE = "We cannot write it down now. Please send it again later."
RETRY_SECONDS = 120

_ID = re.compile(r"([0-9]{1,18})/?")


@csrf_exempt
def door(request: HttpRequest, name: str | None = "") -> HttpResponse:
    """A POST is a ping; a reader who follows the address is led to Make Trackback."""
    if request.method == "POST":
        try:
            response = _answer(_complaint(request, name or ""))
        except DatabaseError:
            log.exception("a ping could not be written down")
            response = _answer(CANNOT_WRITE, status=503)
            response.headers["Retry-After"] = str(RETRY_SECONDS)
    elif request.method in ("GET", "HEAD"):
        response = _lead_on(name or "")
    else:
        response = HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    # Programs are answered the same in every language.
    response.speaks_fixed_language = True  # type: ignore[attr-defined]
    return response


def _complaint(request: HttpRequest, name: str) -> str:
    """Takes the ping in; what is wrong with it, or nothing."""
    try:
        body = _body(request)
        query = request.META.get("QUERY_STRING", "").encode("latin-1", "replace")
        target = _target(request, name)
        content_type = request.META.get("CONTENT_TYPE", "")
        ping = trackback.parse_ping(body, content_type=content_type, query=query)
        receive.arrive(
            target=target,
            protocol="trackback",
            source_url=ping.url,
            title=ping.title,
            excerpt=ping.excerpt,
            blog_name=ping.blog_name,
            sender_ip=request.META.get("REMOTE_ADDR") or None,
            raw=body or query,
            raw_charset=ping.charset,
        )
    except (RemoteProtocolError, receive.Refused) as refusal:
        log.info("refused=%s protocol=trackback because=%s", name[:20], refusal)
        return str(refusal)
    return ""


def _body(request: HttpRequest) -> bytes:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length[:18]) > trackback.MAX_BODY:
        raise RemoteProtocolError(TOO_LARGE)
    # A body in chunks has no length, and Django reads none of it.
    in_chunks = not length.strip("0") and request.META.get("HTTP_TRANSFER_ENCODING")
    stream = request.META["wsgi.input"] if in_chunks else request
    try:
        body = bytes(stream.read(trackback.MAX_BODY + 1))
    except OSError as broke_off:
        raise RemoteProtocolError(BROKE_OFF) from broke_off
    if len(body) > trackback.MAX_BODY:
        raise RemoteProtocolError(TOO_LARGE)
    return body


def _target(request: HttpRequest, name: str) -> Target:
    target = _find(name)
    if target is None:
        raise RemoteProtocolError(NO_ENTRY)
    host = request.META.get("HTTP_HOST", "")
    blog = addresses.blog_of_host(host)
    section = addresses.section_of_host(host) or (blog[0] if blog else None)
    # Other hosts of ours (the desk, loopback) stand for no section.
    if section is not None and section != target.blog.section:
        raise RemoteProtocolError(OTHER_SECTION)
    return target


def _find(name: str) -> Target | None:
    found = _ID.fullmatch(name)
    return Target.objects.select_related("blog").filter(pk=int(found[1])).first() if found else None


def _lead_on(name: str) -> HttpResponse:
    target = _find(name)
    if target is None or not Target.objects.listed().filter(pk=target.pk).exists():
        raise Http404
    return HttpResponseRedirect(target.make_trackback_url)


def _answer(complaint: str, *, status: int = 200) -> HttpResponse:
    body = trackback.build_reply(bool(complaint), complaint)
    return HttpResponse(body, status=status, content_type=TYPE)
