"""Closing a blog, opening it again, deleting it. Each is one UPDATE that can lose, and says whether it won."""

from buttobi.blogs.models import Blog


def close(*, blog: Blog) -> bool:
    """Takes a blog out of readers' sight; its address says so, its entries wait."""
    return _step(blog, {Blog.State.OPEN}, state=Blog.State.CLOSED)


def reopen(*, blog: Blog) -> bool:
    """Shows a closed blog again, with everything it had."""
    return _step(blog, {Blog.State.CLOSED}, state=Blog.State.OPEN)


def delete(*, blog: Blog) -> bool:
    """Ends a blog for ever. Its name stays taken, so that nobody can speak in its place."""
    kept = {Blog.State.OPEN, Blog.State.CLOSED}
    return _step(blog, kept, state=Blog.State.DELETED, title="", description="", owner=None)


def _step(blog: Blog, before: set[Blog.State], **changes: object) -> bool:
    # An official blog belongs to the service: no screen of a person closes or deletes it.
    if not Blog.objects.filter(pk=blog.pk, state__in=before, official=False).update(**changes):
        return False
    for name, value in changes.items():
        setattr(blog, name, value)
    return True
