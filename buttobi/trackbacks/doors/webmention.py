"""The door of Webmention: reads source and target, hands them to the corridor, answers with a status page's address.

It reads raw bytes, never the cookies or the login (WM-23).
"""

import logging

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from buttobi.trackbacks import receive, status
from buttobi.trackbacks.doors import body, places, sign
from linkback import webmention
from linkback.errors import RemoteProtocolError

log = logging.getLogger(__name__)
TYPE = "text/plain; charset=utf-8"


@csrf_exempt
def door(request: HttpRequest) -> HttpResponse:
    """A POST is a mention; a reader who follows the address is told what it is."""
    if request.method != "POST":
        return sign.show(request, kind="Webmention")
    try:
        response = _answer(request)
    except DatabaseError:
        log.exception("a webmention could not be written down")
        response = _say(sign.CANNOT_WRITE, status=503)
    return sign.fixed(response)


def _answer(request: HttpRequest) -> HttpResponse:
    """201 with the status page, also for a repeat (WM-12, WM-19); 400 for the sender's mistakes (WM-18)."""
    try:
        where = _take(request)
    except body.TooLarge as refusal:
        return _say(str(refusal), status=413)
    except (RemoteProtocolError, receive.Refused) as refusal:
        log.info("protocol=webmention refused=%s", refusal)
        return _say(str(refusal), status=400)
    response = _say(f"Received. Where it stands: {where}", status=201)
    response.headers["Location"] = where
    return response


def _take(request: HttpRequest) -> str:
    """Writes the mention down; the address of its status page."""
    form = body.read(request, at_most=webmention.MAX_BODY)
    mention = webmention.parse_mention(form, content_type=request.META.get("CONTENT_TYPE", ""))
    received = receive.arrive(
        target=places.target_of(request, mention.target),
        protocol="webmention",
        source_url=mention.source,
        sender_ip=request.META.get("REMOTE_ADDR") or None,
    )
    return status.address(received)


def _say(sentence: str, *, status: int) -> HttpResponse:
    return HttpResponse(f"{sentence}\n", status=status, content_type=TYPE)
