"""Gives pictures out: each address means the same bytes for ever, on the host of its section alone.

Only while a page that readers may open shows it; to whoever writes the page, also before.
"""

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from buttobi.media import preview, sizes
from buttobi.media.holders import is_read
from buttobi.media.models import Picture, Rendition
from buttobi.sections.asked import section_of
from buttobi.sections.section import Section

YEAR = 365 * 24 * 3600
# Shared caches ask again: what its owner took off the public is not given out from there for a year.
SHARED = 3600


@require_safe
def give(request: HttpRequest, key: str, width: str, extension: str) -> HttpResponseBase:
    """One picture in one of its sizes."""
    section = section_of(request)
    is_preview = preview.is_left(key, request.GET.get("preview", ""))
    made = Rendition.objects.filter(
        Q() if is_preview else is_read("picture_id"),
        picture__key=key,
        picture__section=section,
        picture__state=Picture.State.READY,
        width=width,
        content_type=sizes.EXTENSIONS[extension],
    )
    rendition = made.only("pk").first()
    if rendition is None:
        raise Http404
    etag = f'"{key}-{width}"'
    again = get_conditional_response(request, etag=etag)
    response = again or HttpResponse(bytes(rendition.body), content_type=sizes.EXTENSIONS[extension])
    response.headers["ETag"] = etag
    # Shared caches know nothing of the age page, so pictures of the Adult host stay out of them.
    is_private = is_preview or section == Section.ADULT
    who = "private" if is_private else f"public, s-maxage={SHARED}"
    response.headers["Cache-Control"] = f"{who}, max-age={YEAR}, immutable"
    # The one thing that a picture may never be taken for is a page.
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.speaks_fixed_language = True  # type: ignore[attr-defined]
    return response
