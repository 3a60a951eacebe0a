"""Which addresses mean a page of ours, and which pages of ours link to it."""

from collections.abc import Collection, Iterable

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from buttobi.blogs.models import Blog, FormerName, FormerSection
from buttobi.sections import addresses as ours
from buttobi.trackbacks.models import FormerPath, Received, Target
from linkback import addresses

Link = Received.Link


def spellings(target: Target) -> list[str]:
    """Every address that means a page: its permalink first, former ones, Trackback URL, Make Trackback page.

    Those that it had in the other section lead to it as well.
    """
    return spellings_of([target])[target.pk]


def spellings_of(targets: Collection[Target]) -> dict[int, list[str]]:
    """The same for many pages, by their keys, with three queries."""
    blogs = {target.blog for target in targets}
    names, sections = _names(blogs), _sections(blogs)
    paths = {target.pk: [target.path] for target in targets}
    former = FormerPath.objects.filter(target__in=targets, blog=F("target__blog"))
    for target, path in former.order_by("pk").values_list("target", "path"):
        paths[target].append(path)
    return {
        target.pk: _spelled(target, names[target.blog_id], sections[target.blog_id], paths[target.pk])
        for target in targets
    }


def homes_of(blogs: Collection[Blog]) -> list[str]:
    """The front pages of blogs, under every name and in every section that they had."""
    names, sections = _names(blogs), _sections(blogs)
    return [ours.blog(section, name) for blog in blogs for section in sections[blog.pk] for name in names[blog.pk]]


def _names(blogs: Collection[Blog]) -> dict[int, list[str]]:
    """Of each blog by its key, the name that it has first."""
    names = {blog.pk: [blog.name] for blog in blogs}
    for blog, name in FormerName.objects.filter(blog__in=blogs).order_by("pk").values_list("blog", "name"):
        names[blog].append(name)
    return names


def _sections(blogs: Collection[Blog]) -> dict[int, list[str]]:
    sections = {blog.pk: [blog.section] for blog in blogs}
    for blog, section in FormerSection.objects.filter(blog__in=blogs).order_by("pk").values_list("blog", "section"):
        sections[blog].append(section)
    return sections


def _spelled(target: Target, names: list[str], sections: list[str], paths: list[str]) -> list[str]:
    pages = [f"{ours.blog(section, name)}{path}" for section in sections for name in names for path in paths]
    doors = [ours.trackback(section, target.pk) for section in sections]
    if settings.BLOG_ADDRESS == "subdomain":
        doors += [f"{ours.blog(section, target.blog.name)}tb/{target.pk}" for section in sections]
    return [*pages, *doors, *(f"{page}trackback/" for page in pages)]


def is_linked(target: Target, hrefs: Iterable[str]) -> bool:
    """Whether one of these addresses means a page; a place on the page counts, and a slash at the end does not."""
    wanted = {addresses.loose_key(spelling) for spelling in spellings(target)}
    return any(addresses.loose_key(addresses.without_fragment(href)) in wanted for href in hrefs)


def between(source: Target, target: Target) -> Received.Link:
    """Whether a page of ours links to another one."""
    return Link.LINKS if is_linked(target, source.links or ()) else Link.NONE


def as_found(source: Target, target: Target) -> dict[str, object]:
    """The same as the columns of a row that come of it."""
    now = timezone.now()
    return {"link": between(source, target), "link_since": now, "checked_at": now}
