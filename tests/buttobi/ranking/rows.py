"""Pages and trackbacks for the tests of the ranking, at given times."""

from datetime import datetime
from itertools import count
from typing import Any

from buttobi.blogs.models import Blog
from buttobi.trackbacks import keys
from buttobi.trackbacks.models import Received, Target

_numbers = count(1)


def page(blog: Blog, **fields: Any) -> Target:
    """A page of a blog that everyone can read."""
    number = next(_numbers)
    return Target.objects.create(blog=blog, path=f"entry-{number}/", title=f"Entry {number}", **fields)


def given(target: Target, source: Target, at: datetime, **fields: Any) -> Received:
    """A trackback of a member, shown at once."""
    fields = {"state": "shown", "by_author": True, "shown_at": at, **fields}
    return Received.objects.create(
        target=target,
        source=source,
        source_url=source.address,
        source_key=f"target:{source.pk}",
        received_at=at,
        **fields,
    )


def come(target: Target, at: datetime, site: str = "example.com", url: str = "", **fields: Any) -> Received:
    """A trackback from elsewhere, whose link was found; shown at once unless told otherwise."""
    url = url or f"https://www.{site}/{next(_numbers)}"
    found = {"final_url": url, "final_pace": site, "page_pair": keys.of_page_pair(url, target.pk)}
    fields = {
        "state": "shown",
        "link": "links",
        "blog_name": "A diary",
        "shown_at": at,
        "pace": site,
        **found,
        **fields,
    }
    return Received.objects.create(target=target, source_url=url, source_key=f"url:{url}", received_at=at, **fields)
