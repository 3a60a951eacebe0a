"""Which host a request is for: a section, a blog of its own host, the desk, or nobody we know.

Sets `request.section`, and with one host a blog rewrites the path so that one table of addresses serves both forms.
"""

import re
from collections.abc import Callable
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from buttobi.sections import addresses
from buttobi.sections.section import Section

# Answered on every host, known or not.
ANYWHERE = re.compile(r"/healthz$|/static/")
# Doors: a POST to one is answered where it came, never redirected.
DOORS = ("/tb/", "/xmlrpc", "/webmention")
# What a host that is the desk alone answers; its front page is the dashboard.
AT_THE_DESK = re.compile(r"/-/|/(?:language|rpc|favicon\.ico|apple-touch-icon\.png)$")


class HostMiddleware:
    """Finds the section of a host; answers 421 for hosts that are not ours."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        _believe_proxy(request)
        _drop_odd_cookies(request)
        request.section = Section.GENERAL  # type: ignore[attr-defined]
        host = request.META.get("HTTP_HOST") or request.META.get("SERVER_NAME", "")
        if ANYWHERE.match(request.path_info):
            return self.get_response(request)
        if "\x00" in request.path_info and not _is_for_a_door(request):
            # No page has such an address, and PostgreSQL refuses to look one up.
            raise Http404
        section = addresses.section_of_host(host)
        blog = addresses.blog_of_host(host)
        if not (section or (blog[0] if blog is not None else Section.GENERAL)).is_offered:
            return _not_offered(request)
        if section is not None:
            request.section = section  # type: ignore[attr-defined]
        elif blog is not None:
            request.section = blog[0]  # type: ignore[attr-defined]
            _enter_blog(request, blog[1])
        elif not addresses.is_desk(host):
            return self._stranger(request, host)
        elif not AT_THE_DESK.match(request.path_info):
            return _from_the_desk(request)
        return self.get_response(request)

    def _stranger(self, request: HttpRequest, host: str) -> HttpResponse:
        if addresses.is_loopback(host):
            if _is_for_a_door(request):
                return self.get_response(request)
            if addresses.is_localhost() and request.method in ("GET", "HEAD"):
                return HttpResponseRedirect(addresses.root(settings.GENERAL_HOST) + request.get_full_path())
        known = {str(section): addresses.portal(section) for section in Section.offered()}
        context = {"known": known, "portal": known["general"], "dashboard": addresses.desk("/-/")}
        return render(request, "421.html", context, status=421)


def _not_offered(request: HttpRequest) -> HttpResponse:
    """The operator does without the Adult section: its host says so, and nothing else, to people and to programs."""
    context = {"portal": addresses.portal(Section.GENERAL), "dashboard": addresses.desk("/-/")}
    return render(request, "sections/not_offered.html", context, status=404)


def _is_for_a_door(request: HttpRequest) -> bool:
    return request.method == "POST" and request.path_info.startswith(DOORS)


def _from_the_desk(request: HttpRequest) -> HttpResponse:
    """Nothing public is read on the desk's own host, so that every page has one address."""
    if request.method not in ("GET", "HEAD"):
        raise Http404
    to = addresses.desk("/-/") if request.path_info == "/" else addresses.portal(Section.GENERAL)
    return HttpResponseRedirect(to)


def _enter_blog(request: HttpRequest, name: str) -> None:
    """Reads `https://cats.example/x/` like `https://example/cats/x/`; the service's own segments stay what they are."""
    first = request.path_info.lstrip("/").partition("/")[0]
    if first in addresses.SERVICE_SEGMENTS - addresses.BLOG_SEGMENTS:
        return
    request.path_info = f"/{name}{request.path_info}"


def _drop_odd_cookies(request: HttpRequest) -> None:
    """No cookie of ours has a NUL in it, as `"\\000"` would; PostgreSQL refuses to look such a session up."""
    for name in [name for name, value in request.COOKIES.items() if "\x00" in value]:
        del request.COOKIES[name]


def _believe_proxy(request: HttpRequest) -> None:
    """Takes the client's address from X-Forwarded-For when, and only when, a trusted proxy hands us the request."""
    trusted = [ip_network(item, strict=False) for item in settings.TRUSTED_PROXIES]
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    client = request.META.get("REMOTE_ADDR", "")
    try:
        while hops and any(ip_address(client) in net for net in trusted):
            client = str(ip_address(hops.pop()))
    except ValueError:
        return
    request.META["REMOTE_ADDR"] = client
