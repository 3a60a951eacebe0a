"""What stands on a door for the person who looks at it, and what every answer of a door has in common."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render

CANNOT_WRITE = "We cannot write it down now. Please send it again later."
RETRY_SECONDS = 120


def show(request: HttpRequest, *, kind: str) -> HttpResponse:
    """A page that says what the address is for; nothing is taken from a GET."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    response = render(request, "trackbacks/door.html", {"kind": kind})
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def fixed(response: HttpResponse) -> HttpResponse:
    """An answer to a program: the same in every language; of what cannot be written down, when to come again."""
    response.speaks_fixed_language = True  # type: ignore[attr-defined]
    if response.status_code == 503:
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response
