"""A page that is read again: the same bytes for everybody, sent once, then only confirmed."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, set_response_etag

from buttobi.sections.section import Section


def confirm(request: HttpRequest, response: HttpResponse, *, section: str) -> HttpResponseBase:
    """The response with its ETag, or 304 when the reader has it already.

    Every view asks again: an author who was listed a second ago must be seen in the list on the next view.
    """
    # Shared caches know nothing of the age page, so pages of the Adult host stay out of them.
    who = "private" if section == Section.ADULT else "public"
    response.headers.setdefault("Cache-Control", f"{who}, max-age=0, must-revalidate")
    if response.status_code != 200:
        return response
    set_response_etag(response)
    return get_conditional_response(request, etag=response.headers["ETag"], response=response) or response
