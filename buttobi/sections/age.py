"""The age page: asked once per device before any page of the Adult host. A courtesy, not an age check by law."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from buttobi.sections import addresses
from buttobi.sections.desk import is_desk
from buttobi.sections.section import Section

DAYS = 30
# Programs and the machinery of every page are not asked: doors, feeds, health, files, the page's own two forms.
NOT_ASKED = frozenset(
    {"/tb", "/xmlrpc", "/webmention", "/rpc"}
    | {"/healthz", "/age", "/language", "/robots.txt", "/favicon.ico", "/apple-touch-icon.png"}
)
NOT_ASKED_BELOW = ("/tb/", "/xmlrpc/", "/webmention/", "/static/")


def is_asked(request: HttpRequest) -> bool:
    """Whether this request must pass the age page first."""
    if getattr(request, "section", None) != Section.ADULT or is_desk(request):
        return False
    path = request.path_info
    if path in NOT_ASKED or path.startswith(NOT_ASKED_BELOW) or path.endswith((".atom", "/rsd.xml")):
        return False
    return request.COOKIES.get(settings.AGE_COOKIE_NAME) != "yes"


class AgeMiddleware:
    """Shows the age page, at the address that was asked for, until somebody said that they are 18 or over."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_asked(request):
            return self.get_response(request)
        response = render(
            request,
            "sections/age.html",
            {"next": request.get_full_path(), "leave": addresses.portal(Section.GENERAL)},
        )
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Cache-Control"] = "private, no-store"
        return response
