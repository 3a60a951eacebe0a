"""What every public page of a blog goes through: found, spoken in its language and time, never reading the login."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from django.core.paginator import EmptyPage, Page, Paginator
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from buttobi.blogs.models import Blog
from buttobi.entries.views import reading_again, reading_place, reading_words
from buttobi.sections import age

Row = TypeVar("Row", bound=Model)

BlogView = Callable[..., HttpResponse]


def blog_page(view: BlogView) -> Callable[..., HttpResponseBase]:
    """Calls `view(request, blog, **parts)` for the blog named in the address, or says where it went."""

    @require_safe
    @wraps(view)
    def visit(request: HttpRequest, blog_name: str, **parts: object) -> HttpResponseBase:
        try:
            blog = reading_place.find_blog(request, blog_name)
            language = reading_words.speak(blog)
            with translation.override(language), timezone.override(blog.zone):
                response = view(request, blog, **parts)
        except reading_place.Moved as moved:
            return lead_on(moved)
        except reading_place.Gone:
            return render(request, "entries/public/gone.html", status=410)
        response.headers["Content-Language"] = language
        answer = reading_again.confirm(request, response, section=blog.section)
        # Everybody gets these bytes; only a Center speaks the language that its reader asks for.
        answer.speaks_fixed_language = not blog.official  # type: ignore[attr-defined]
        return answer

    visit.age_page = at_the_age_page  # type: ignore[attr-defined] # what sections.age asks for
    return visit


def lead_on(moved: reading_place.Moved) -> HttpResponse:
    """The redirect to where something is now."""
    # A name may be given back: whoever came by it before asks again, or would run in a circle.
    return HttpResponsePermanentRedirect(moved.to, headers={"Cache-Control": "no-cache"})


def at_the_age_page(request: HttpRequest, blog_name: str, **parts: object) -> HttpResponse:
    """The age page at an address of a blog; of one that left the Adult section, the way to where it is."""
    try:
        reading_place.find_blog(request, blog_name)
    except reading_place.Moved as moved:
        if moved.across:
            return lead_on(moved)
    except (Http404, reading_place.Gone):
        pass
    return age.page(request)


def show(request: HttpRequest, blog: Blog, template: str, **context: object) -> HttpResponse:
    """A page of a blog in the blog's shell; an official blog wears the portal's, with its language switch."""
    context = {
        "blog": blog,
        "blog_address": blog.address,
        "feed_address": f"{blog.address}feed.atom",
        "page_language": translation.get_language(),
        "shell": "portal.html" if blog.official else "blog.html",
        **context,
    }
    return render(request, template, context)


def page_number(request: HttpRequest, name: str = "page") -> int:
    """The page that is asked for, from 1 on; raises Http404 for what is no number."""
    number = request.GET.get(name, "1")
    if not (number.isascii() and number.isdecimal() and len(number) < 8):
        raise Http404
    return int(number)


def one_page(found: QuerySet[Row], number: int, *, rows: int) -> Page[Row]:
    """So many rows of a list, by the number of their page; raises Http404 for a page that is not there."""
    try:
        return Paginator(found, rows).page(number)
    except EmptyPage:
        raise Http404 from None
