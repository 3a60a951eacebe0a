"""What robots look for: whom a host asks to stay away, and the sitemap of everything that a section shows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap, views
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from buttobi.blogs.models import Blog
from buttobi.entries.models import Entry
from buttobi.sections import addresses
from buttobi.sections.asked import section_of
from buttobi.sections.context import of_section
from buttobi.sections.section import Section

# Addresses in one file of a sitemap; the protocol allows 50,000.
IN_ONE_FILE = 10_000


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines read the General section; the Adult one, unless its operator allows it, asks them to stay away."""
    section = section_of(request)
    if section == Section.ADULT and not settings.ADULT_INDEXING:
        rules = "Disallow: /\n"
    else:
        rules = f"Disallow: /-/\nDisallow: /language\n\nSitemap: {addresses.portal(section)}sitemap.xml\n"
    return HttpResponse(f"User-agent: *\n{rules}", content_type="text/plain; charset=utf-8")


@require_safe
def sitemaps(request: HttpRequest) -> HttpResponse:
    """The list of a section's sitemaps."""
    return views.index(request, _maps(request), sitemap_url_name="sitemap")


@require_safe
def sitemap(request: HttpRequest, section: str) -> HttpResponse:
    """One of them; `section` is the library's word for its kind."""
    return views.sitemap(request, _maps(request), section=section)


class _Map(Sitemap):  # type: ignore[type-arg]  # the class is generic to the type checker alone
    """Addresses of one section. They are absolute, and with one host a blog on many hosts."""

    limit = IN_ONE_FILE

    def __init__(self, section: Section) -> None:
        super().__init__()
        self.section = section

    def get_urls(self, page: int | str = 1, site: object = None, protocol: str | None = None) -> list[dict[str, Any]]:
        """The addresses of one file, with the moment of their last change where it is known."""
        return [{"location": self.location(item), "lastmod": self.lastmod(item)} for item in self.paginator.page(page)]

    def lastmod(self, item: Any) -> datetime | None:
        return None


class _Places(_Map):
    """What every section has."""

    def items(self) -> Sequence[str]:
        known = of_section(self.section)
        return [known.portal, known.center, known.themes, known.ranking, known.help]

    def location(self, item: str) -> str:
        return item


class _Blogs(_Map):
    def items(self) -> QuerySet[Blog]:
        return Blog.objects.open().filter(section=self.section, official=False).order_by("pk")

    def location(self, item: Blog) -> str:
        return item.address


class _Entries(_Map):
    def items(self) -> QuerySet[Entry]:
        entries = Entry.objects.public().filter(blog__section=self.section).order_by("pk")
        return entries.select_related("blog").defer("body", "html", "second_body", "second_html")

    def location(self, item: Entry) -> str:
        return item.address

    def lastmod(self, item: Entry) -> datetime:
        return timezone.localtime(item.updated_at)


_KINDS: dict[str, type[_Map]] = {"places": _Places, "blogs": _Blogs, "entries": _Entries}


def _maps(request: HttpRequest) -> "dict[str, type[Sitemap[Any]] | Sitemap[Any]]":
    section = section_of(request)
    return {name: kind(section) for name, kind in _KINDS.items()}
