"""Blogs, entries and tags as the structs that blog editors read."""

from collections.abc import Mapping
from datetime import UTC, datetime

from buttobi.blogs.models import Blog
from buttobi.entries import keep
from buttobi.entries.models import Entry, Tag
from buttobi.entries.tags import split_tags
from buttobi.sections import addresses
from linkback.xmlrpc import Value

Struct = Mapping[str, Value]


def blog_struct(blog: Blog) -> Struct:
    return {
        "blogid": str(blog.pk),
        "blogName": blog.title_and_section,
        "url": blog.address,
        "isAdmin": True,
        "xmlrpc": addresses.desk("/rpc"),
    }


def post_struct(entry: Entry) -> Struct:
    """An entry with everything that can be changed in it, as its author left it."""
    standing = standing_values(entry)
    address = entry.address if entry.slug else entry.blog.address
    return {
        **title_struct(entry, title=standing["title"]),
        "description": standing["body"],
        # What was sent as two parts is one text from then on: sent back, it must not grow.
        "mt_text_more": "",
        "mt_excerpt": entry.target.summary if entry.target is not None else "",
        "mt_allow_comments": 0,
        "mt_allow_pings": int(bool(standing["accepts_trackbacks"])),
        "mt_convert_breaks": "markdown",
        "mt_tb_ping_urls": standing["trackback_urls"].split("\n") if standing["trackback_urls"] else [],
        # All tags are categories; here too, none could be taken off.
        "mt_keywords": "",
        "categories": split_tags(standing["tags"]),
        "link": address,
        "permaLink": address,
    }


def title_struct(entry: Entry, *, title: str = "") -> Struct:
    """What the list of recent entries says of one."""
    at = moment(entry)
    return {
        "postid": str(entry.pk),
        "userid": str(entry.author_id or ""),
        # Without a zone it means the time of the blog, by old custom.
        "dateCreated": at.astimezone(entry.blog.zone),
        "date_created_gmt": at.astimezone(UTC),
        "title": title or entry.title,
    }


def moment(entry: Entry) -> datetime:
    """The date that belongs to an entry: the one to come, that of its publication, or that of its beginning."""
    return entry.scheduled_for or entry.published_at or entry.created_at


def standing_values(entry: Entry) -> keep.Values:
    """A draft as it was last typed anywhere; any other entry as it was submitted."""
    typed = keep.kept(entry) if entry.state == Entry.State.DRAFT else None
    return keep.values_of(entry) | (typed or {})


def category_struct(tag: Tag) -> Struct:
    """A tag as MetaWeblog tells of a category."""
    page = f"{tag.blog.address}tags/"
    return {
        "categoryId": str(tag.pk),
        "categoryName": tag.name,
        "title": tag.name,
        "description": tag.name,
        "htmlUrl": page,
        "rssUrl": f"{tag.blog.address}feed.atom",
    }
