"""Which blog and which entry a public address means: found, moved, gone, or not for telling."""

from collections.abc import Sequence

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils.encoding import escape_uri_path, iri_to_uri

from buttobi.blogs import find
from buttobi.blogs.models import Blog, FormerName
from buttobi.entries.models import Entry
from buttobi.sections import addresses
from buttobi.sections.asked import section_of
from buttobi.sections.section import Section
from buttobi.trackbacks.models import FormerPath


class Moved(Exception):  # noqa: N818 (named by what the reader is told)
    """What was asked for lives at another address now; `across`: in the other section."""

    def __init__(self, to: str, *, across: bool = False) -> None:
        super().__init__(to)
        self.to = iri_to_uri(to)
        self.across = across


class Gone(Exception):  # noqa: N818 (named by what the reader is told)
    """What was asked for was here once, and its owner took it away."""


def find_blog(request: HttpRequest, name: str) -> Blog:
    """The open blog of this name in the section of the host; raises Moved, Gone or Http404."""
    section = section_of(request)
    blog = Blog.objects.select_related("policy").filter(name=name, section=section).first()
    if blog is None:
        # The wall: about a blog of the other section this host knows nothing, not even that it exists.
        former = FormerName.objects.select_related("blog").filter(name=name, blog__section=section).first()
        # Of one that moved there it knows where, and nothing else.
        went = former.blog if former is not None else find.moved(section, name)
        if went is None:
            raise Http404
        if former is not None:
            raise Moved(_same_page(request, went))
        raise Moved(_page_across(request, went), across=True)
    if blog.state != Blog.State.OPEN:
        raise Gone
    if not _is_its_host(request.get_host()):
        raise Moved(_same_page(request, blog))
    return blog


def find_entry(request: HttpRequest, blog: Blog, slug: str, *, tail: str = "", beside: Sequence[str] = ()) -> Entry:
    """The entry at an address below its blog that may be read there; raises Moved, Gone or Http404.

    `beside`: what rooms above keep with an entry, found by the same query.
    """
    entry = Entry.objects.select_related("target", *beside).filter(blog=blog, slug=slug).first()
    if entry is not None:
        _check_readable(entry)
        entry.blog = blog
        if entry.target is not None:
            entry.target.blog = blog
        return entry
    former = FormerPath.objects.select_related("target__entry").filter(blog=blog, path=f"{slug}/").first()
    moved = Entry.objects.select_related("blog").filter(target=former.target).first() if former else None
    if moved is None:
        raise Http404
    _check_readable(moved)
    if moved.audience != Entry.Audience.EVERYONE:
        # Its old address was public; where it is now is only for those who have the link.
        raise Http404
    raise Moved(f"{moved.address}{tail}{_query(request)}")


def _check_readable(entry: Entry) -> None:
    if entry.state == Entry.State.DELETED and entry.target_id is not None:
        raise Gone
    if entry.state != Entry.State.PUBLISHED or entry.audience == Entry.Audience.ME:
        raise Http404


def _is_its_host(host: str) -> bool:
    """A blog is read at one address alone, though others would lead to the same view."""
    if settings.BLOG_ADDRESS == "subdomain":
        return addresses.blog_of_host(host) is not None
    return addresses.section_of_host(host) is not None


def _same_page(request: HttpRequest, blog: Blog) -> str:
    below = request.path_info.lstrip("/").partition("/")[2]
    return f"{blog.address}{escape_uri_path(below)}{_query(request)}"


def _page_across(request: HttpRequest, blog: Blog) -> str:
    """The same page of a blog in the other section, or its front page where the wall would have a hole.

    Feeds and the like are read by programs, which nobody asks for their age: no address of General leads into one.
    The pages that ask are those that end with a slash.
    """
    if blog.section == Section.ADULT and not request.path_info.endswith("/"):
        return blog.address
    return _same_page(request, blog)


def _query(request: HttpRequest) -> str:
    query = request.META.get("QUERY_STRING", "")
    return f"?{query}" if query else ""
