"""Pages for what went wrong: they say what happened and what to do, and never lose what somebody typed."""

import re

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.shortcuts import render
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string

# What is shown back as it was typed: never a password, a code or a token.
_SECRET = re.compile("pass|token|secret|code|otp|credential|key", re.IGNORECASE)
_LONGEST = 200_000


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: a request that no browser sends by itself."""
    return render(request, "front/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: a page that is somebody else's."""
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing here, or nothing that may be told."""
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """500: our fault. The page needs no database, no language and no address, for one of them may be what broke."""
    try:
        page = str(render_to_string("500.html"))
    except TemplateDoesNotExist:
        page = "Something broke on our side. Please try again in a moment."
    return HttpResponse(page, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form from an older sign-in or without its cookie. What was typed is shown, to be taken along."""
    return render(request, "front/csrf_failure.html", {"typed": _typed(request), "again": request.path}, status=403)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    try:
        fields = list(request.POST.lists())
    except (SuspiciousOperation, UnreadablePostError, ValueError):
        return []
    return [
        (name, value[:_LONGEST])
        for name, values in fields
        if not _SECRET.search(name)
        for value in values
        if value.strip()
    ]
