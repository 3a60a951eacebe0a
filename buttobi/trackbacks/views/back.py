"""Where a press leads back to: the page of the desk on which the button stood."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from buttobi.sections.desk import PREFIX


def given(request: HttpRequest) -> str:
    """What a form is given to lead back to: the page that is read, also when only a part of it was asked for again."""
    try:
        parts = urlsplit(request.headers.get("HX-Current-URL", ""))
    except ValueError:
        return request.get_full_path()
    if not parts.path:
        return request.get_full_path()
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def taken(request: HttpRequest, *, otherwise: str) -> str:
    """The page that a form names, when it is one of the desk; else the one named here."""
    page = request.POST.get("back", "")
    ours = url_has_allowed_host_and_scheme(page, allowed_hosts=None)
    return page if ours and page.startswith(PREFIX) else reverse(otherwise)
