"""In which section a reader is: that of the host whose page was asked for."""

from typing import cast

from django.http import HttpRequest

from buttobi.sections.section import Section


def section_of(request: HttpRequest) -> Section:
    """The section whose host was asked, as the middleware found it; General at a desk of its own host."""
    return cast(Section, request.section)  # type: ignore[attr-defined]
