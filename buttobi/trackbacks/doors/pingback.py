"""The door of Pingback: answers `pingback.ping` and nothing else, in XML-RPC.

It reads raw bytes, never the cookies or the login. What needs a look at the source is not answered here (IO-58): the
look comes later, and a door that told what it found would be a scanner for strangers.
"""

import logging

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from buttobi.trackbacks import receive, status
from buttobi.trackbacks.doors import body, places, sign
from linkback import pingback
from linkback.errors import RemoteProtocolError
from linkback.messages import Message
from linkback.pingback import Code
from linkback.xmlrpc import Fault

log = logging.getLogger(__name__)


@csrf_exempt
def door(request: HttpRequest) -> HttpResponse:
    """A POST is a call; a reader who follows the address is told what it is."""
    if request.method != "POST":
        return sign.show(request, kind="Pingback")
    try:
        response = _answer(request)
    except DatabaseError:
        log.exception("a pingback could not be written down")
        response = _say(pingback.build_fault(Code.GENERIC, sign.CANNOT_WRITE), status=503)
    return sign.fixed(response)


def _answer(request: HttpRequest) -> HttpResponse:
    try:
        return _say(_take(request))
    except body.TooLarge as refusal:
        return _say(pingback.build_fault(Code.NOT_WELL_FORMED, str(refusal)), status=413)
    except (RemoteProtocolError, receive.Refused) as refusal:
        log.info("protocol=pingback refused=%s", refusal)
        return _say(pingback.build_fault(_code(refusal), str(refusal)))


def _take(request: HttpRequest) -> Message:
    """Writes the call down; success, or that the pair is known (48), each with the address of the status page."""
    call = body.read(request, at_most=pingback.MAX_BODY)
    ping = pingback.parse_ping(call, content_type=request.META.get("CONTENT_TYPE", ""))
    received = receive.arrive(
        target=places.target_of(request, ping.target),
        protocol="pingback",
        source_url=ping.source,
        sender_ip=request.META.get("REMOTE_ADDR") or None,
    )
    where = f"Where it stands: {status.address(received)}"
    if not received.is_new:
        return pingback.build_fault(Code.ALREADY_KNOWN, f"It is known already. {where}")
    return pingback.build_success(f"Received. {where}")


def _say(message: Message, *, status: int = 200) -> HttpResponse:
    return HttpResponse(message.body, status=status, content_type=message.content_type)


def _code(refusal: Exception) -> int:
    """The number that belongs to a refusal (PB-7)."""
    match refusal:
        case Fault():
            return refusal.code
        case places.NoTarget():
            return Code.TARGET_MISSING if refusal.is_certain else Code.TARGET_NOT_USABLE
        case receive.Closed():
            return Code.TARGET_NOT_USABLE
        case receive.Unwelcome():
            return Code.ACCESS_DENIED
    return Code.GENERIC
