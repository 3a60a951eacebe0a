"""The age page: asked once per device before any page of the Adult host. A courtesy, not an age check by law.

An operator who has to check ages puts a class of the shape of `Check` in its place (the setting AGE_CHECK).
"""

import functools
import re
from collections.abc import Callable, Mapping
from typing import Any, Protocol, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.module_loading import import_string

from buttobi.sections import addresses
from buttobi.sections.desk import is_desk
from buttobi.sections.section import Section

DAYS = 30
# Filters know a page for adults by either of the two, in its head or in its answer's.
RTA = "RTA-5042-1996-1400-1577-RTA"
# Programs and the machinery of every page are not asked: doors, health, files, sitemaps, the page's own two forms.
# Each is a segment that no blog can be named like.
NOT_ASKED = re.compile(
    r"/(?:tb|xmlrpc|webmention)(?:/.*)?|/rpc|/static/.*|/sitemap(?:-[a-z]+)?\.xml"
    r"|/healthz|/age|/language|/robots\.txt|/favicon\.ico|/apple-touch-icon\.png",
    re.DOTALL,
)
# Beside the doors, but read by people.
ASKED_BELOW = "/tb/status/"
# Feeds, and the same for programs: nobody is asked there for what is a courtesy, but they carry whole texts.
FED = (".atom", ".json")


class Check(Protocol):
    """Who says that a reader is 18 or over."""

    def passed(self, request: HttpRequest) -> bool:
        """Whether the reader of this request is known to be."""

    def begins_at(self, request: HttpRequest) -> str:
        """The address where a check begins and that leads back here; empty when the age page's own button is all."""


class Courtesy:
    """Asks, and believes the answer for 30 days on the same device."""

    def passed(self, request: HttpRequest) -> bool:
        return request.COOKIES.get(settings.AGE_COOKIE_NAME) == "yes"

    def begins_at(self, request: HttpRequest) -> str:
        return ""


@functools.cache
def _check(name: str) -> Check:
    return cast(Check, import_string(name)())


def check() -> Check:
    """The check of this installation."""
    return _check(settings.AGE_CHECK)


def is_courtesy() -> bool:
    """Whether pressing the button is all that is asked for."""
    return isinstance(check(), Courtesy)


def is_asked(request: HttpRequest) -> bool:
    """Whether this request must pass the age page first."""
    if not _is_adult(request):
        return False
    path = request.path_info
    is_exempt = NOT_ASKED.fullmatch(path) or path.endswith("/rsd.xml") or (path.endswith(FED) and is_courtesy())
    if is_exempt and not path.startswith(ASKED_BELOW):
        return False
    return not check().passed(request)


def page(request: HttpRequest, *, bare: Mapping[str, object] | None = None) -> HttpResponse:
    """The age page at the address that was asked for.

    `bare` is what programs need of an entry there, without a word of it: `links` for the head, `rdf`, and `urls`, the
    pages that it trackbacks.
    """
    context = {
        "next": request.get_full_path(),
        "leave": addresses.portal(Section.GENERAL),
        "begins_at": check().begins_at(request),
        "bare": bare,
    }
    response = render(request, "sections/age.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _is_adult(request: HttpRequest) -> bool:
    return getattr(request, "section", None) == Section.ADULT and not is_desk(request)


class AgeMiddleware:
    """Shows the age page until its reader passed it, and labels everything that the Adult host answers.

    A view may say itself what stands at its address for those who have not: `view.age_page`, called like the view.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if _is_adult(request):
            response.headers["Rating"] = RTA
            if not settings.ADULT_INDEXING:
                response.headers["X-Robots-Tag"] = "noindex"
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """The age page instead of the view, for readers who have not passed it."""
        if not is_asked(request):
            return None
        own: Callable[..., HttpResponse] = getattr(view, "age_page", page_for_everybody)
        return own(request, *args, **kwargs)


def page_for_everybody(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    """The age page with nothing behind it, as most addresses show it."""
    return page(request)
