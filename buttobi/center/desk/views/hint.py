"""A theme for whoever opened an empty New Submission: asked for by the page, after it was read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from buttobi.center.reading import themes
from buttobi.entries.views.reading import write_on
from buttobi.entries.views.writing_gate import own_blog, signed_in
from buttobi.sections.context import of_section
from buttobi.sections.section import Section


@require_safe
@signed_in
def hint(request: HttpRequest) -> HttpResponse:
    """One open theme of the section of the blog that is written in, as a fragment; asking again gives another."""
    blog = own_blog(request, request.GET.get("blog", "").replace("\x00", ""))
    theme = themes.random_open(blog.section, not_at=request.GET.get("not", "")[:2048])
    context = {
        "theme": theme,
        "blog": blog,
        "write": write_on(theme.trackback_url, blog=blog.name) if theme is not None else "",
        "random_theme": of_section(Section(blog.section)).random_theme,
    }
    return render(request, "center/hint.html", context)
