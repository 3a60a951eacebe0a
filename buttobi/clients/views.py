"""The door for blog editors, and the page that tells them where it is.

The door reads raw bytes, never cookies, forms or the login, and answers every call with status 200: a value or a fault.
"""

import logging

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from buttobi.blogs.models import Blog
from buttobi.clients import faults, limits, methods
from buttobi.entries.views.reading_page import blog_page
from buttobi.sections import addresses
from buttobi.trackbacks.doors import body
from linkback import xmlrpc
from linkback.errors import RemoteProtocolError
from linkback.messages import Message
from linkback.xmlrpc import Fault, Value

log = logging.getLogger(__name__)

LARGEST = 1_000_000
FOR_PROGRAMS = "Blog editors call this address with POST (XML-RPC).\n"


@csrf_exempt
def rpc(request: HttpRequest) -> HttpResponse:
    """One call of XML-RPC, on the host of the desk alone."""
    if not addresses.is_desk(request.get_host()):
        raise Http404
    if request.method == "POST":
        message = _message(request)
        response = HttpResponse(message.body, content_type=message.content_type)
    else:
        response = HttpResponse(FOR_PROGRAMS, status=405, content_type="text/plain", headers={"Allow": "POST"})
    response.headers["Cache-Control"] = "no-store"
    # Programs say nothing of languages: a fault speaks English, or the language of the blog it is about.
    response.speaks_fixed_language = True  # type: ignore[attr-defined]
    return response


def _message(request: HttpRequest) -> Message:
    with translation.override("en"):
        try:
            return xmlrpc.build_response(_value(request))
        except Fault as fault:
            log.info("rpc fault=%s", fault.code)
            return xmlrpc.build_fault(fault.code, str(fault))
        except DatabaseError:
            log.exception("a call from a blog editor could not be written down")
            refusal = faults.fault(faults.BROKEN, faults.CANNOT_WRITE)
            return xmlrpc.build_fault(refusal.code, str(refusal))


def _value(request: HttpRequest) -> Value:
    address = request.META.get("REMOTE_ADDR", "")
    if not limits.room("address", limits.neighbourhood(address), most=limits.CALLS_PER_ADDRESS):
        raise faults.fault(faults.TOO_OFTEN, faults.CALLS_TOO_OFTEN)
    call = xmlrpc.parse_call(_body(request), content_type=request.META.get("CONTENT_TYPE", ""))
    value = methods.answer(call, address=address)
    log.info("rpc method=%s", call.method)
    return value


def _body(request: HttpRequest) -> bytes:
    try:
        return body.read(request, at_most=LARGEST)
    except RemoteProtocolError as problem:
        raise Fault(xmlrpc.NOT_WELL_FORMED, str(problem)) from problem


@blog_page
def rsd(request: HttpRequest, blog: Blog) -> HttpResponse:
    """Really Simple Discovery: which programming interfaces a blog has, and where."""
    context = {"blog": blog, "endpoint": addresses.desk("/rpc"), "portal": addresses.portal(blog.section)}
    return render(request, "clients/rsd.xml", context, content_type="application/rsd+xml; charset=utf-8")
