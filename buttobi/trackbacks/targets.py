"""From an address to the page of ours that it means: permalink, former permalink, Trackback URL, Make Trackback page.

Resolved by its parts, never by substring.
"""

import re

from django.db import transaction

from buttobi.blogs.models import Blog
from buttobi.sections import addresses
from buttobi.trackbacks.models import FormerPath, Target

_TRACKBACK_URL = re.compile(r"/tb/([0-9]{1,18})/?")


def find(url: str) -> Target | None:
    """The page that an absolute address of this service means; None for every other address."""
    return _find(url, where="section")


def find_moved(url: str) -> Target | None:
    """The page that everyone can read in the other section, since its blog moved there, at what was its address."""
    target = _find(url, where="former_sections__section")
    return target if target is not None and target.is_public else None


def _find(url: str, *, where: str) -> Target | None:
    """`where`: by what its blog is known in the section that the address names."""
    if not addresses.is_ours(url):
        return None
    section = addresses.section_of_url(url)
    blog_host = addresses.blog_of_host(addresses.host_of_url(url))
    path = addresses.path_of_url(url)
    if "\x00" in path:
        # No page has such an address, and PostgreSQL refuses to look one up.
        return None
    if blog_host is not None:
        section, name = blog_host
        below = path.lstrip("/")
    else:
        name, _, below = path.lstrip("/").partition("/")
    if section is None:
        return None
    if found := _TRACKBACK_URL.fullmatch(path):
        numbered = Target.objects.select_related("blog").filter(pk=int(found[1]))
        return numbered.filter(**{f"blog__{where}": section}).first()
    blogs = Blog.objects.filter(**{where: section})
    return _in_blog(blogs.filter(name=name).first() or blogs.filter(former_names__name=name).first(), path=below)


def _in_blog(blog: Blog | None, *, path: str) -> Target | None:
    if blog is None:
        return None
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
