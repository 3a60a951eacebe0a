"""Which addresses mean a page of ours, and which pages of ours link to it."""

from collections.abc import Iterable

from django.conf import settings
from django.utils import timezone

from buttobi.blogs.models import FormerName, FormerSection
from buttobi.sections import addresses as ours
from buttobi.trackbacks.models import Received, Target
from linkback import addresses

Link = Received.Link


def spellings(target: Target) -> list[str]:
    """Every address that means a page: its permalink first, former ones, Trackback URL, Make Trackback page.

    Those that it had in the other section lead to it as well.
    """
    blog = target.blog
    names = [blog.name, *FormerName.objects.filter(blog=blog).values_list("name", flat=True)]
    sections = [blog.section, *FormerSection.objects.filter(blog=blog).values_list("section", flat=True)]
    homes = [ours.blog(section, name) for section in sections for name in names]
    paths = [target.path, *target.former_paths.filter(blog=blog).values_list("path", flat=True)]
    pages = [f"{home}{path}" for home in homes for path in paths]
    doors = [ours.trackback(section, target.pk) for section in sections]
    if settings.BLOG_ADDRESS == "subdomain":
        doors += [f"{ours.blog(section, blog.name)}tb/{target.pk}" for section in sections]
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
