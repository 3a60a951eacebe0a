"""From an address to the page of ours that it means: permalink, former permalink, Trackback URL, Make Trackback page.

Resolved by its parts, never by substring.
"""

import re

from django.db import transaction

from buttobi.blogs.models import Blog, FormerName
from buttobi.sections import addresses
from buttobi.trackbacks.models import FormerPath, Target

_TRACKBACK_URL = re.compile(r"/tb/([0-9]{1,18})/?")


def find(url: str) -> Target | None:
    """The page that an absolute address of this service means; None for every other address."""
    if not addresses.is_ours(url):
        return None
    section = addresses.section_of_url(url)
    blog_host = addresses.blog_of_host(addresses.host_of_url(url))
    path = addresses.path_of_url(url)
    if "\x00" in path:
        # No page has such an address, and PostgreSQL refuses to look one up.
        return None
    if found := _TRACKBACK_URL.fullmatch(path):
        target = Target.objects.select_related("blog").filter(pk=int(found[1])).first()
        wanted = section or (blog_host[0] if blog_host else None)
        return target if target is not None and target.blog.section == wanted else None
    if blog_host is not None:
        return _in_blog(*blog_host, path=path.lstrip("/"))
    if section is None:
        return None
    name, _, below = path.lstrip("/").partition("/")
    return _in_blog(section, name, path=below)


def _in_blog(section: str, name: str, *, path: str) -> Target | None:
    blog = Blog.objects.filter(name=name, section=section).first()
    if blog is None:
        former = FormerName.objects.select_related("blog").filter(name=name, blog__section=section).first()
        if former is None:
            return None
        blog = former.blog
    path = f"{path.strip('/')}/".removesuffix("trackback/") if path.strip("/") else ""
    if not path:
        return None
    target = Target.objects.select_related("blog").filter(blog=blog, path=path).first()
    if target is None:
        before = FormerPath.objects.select_related("target__blog").filter(blog=blog, path=path).first()
        target = before.target if before else None
    return target


def move(target: Target, path: str) -> None:
    """Gives a page another path below its blog; the old one goes on leading to it."""
    if path == target.path:
        return
    with transaction.atomic():
        FormerPath.objects.filter(blog=target.blog, path=path, target=target).delete()
        FormerPath.objects.get_or_create(blog=target.blog, path=target.path, defaults={"target": target})
        Target.objects.filter(pk=target.pk).update(path=path)
    target.path = path
