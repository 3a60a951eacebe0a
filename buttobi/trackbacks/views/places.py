"""Where a page lives, as people recognise it: a host elsewhere; here, where all share one, the blog's own address."""

from buttobi.trackbacks.models import Target
from linkback import addresses


def place(url: str, ours: Target | None) -> str:
    """Without a scheme: `there.example.org`, or `example.org/cats` for a page of ours."""
    if ours is None:
        return addresses.host(url)
    return ours.blog.address.partition("://")[2].rstrip("/")
