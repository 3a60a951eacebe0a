"""Which blog a name leads to."""

from buttobi.blogs.models import Blog


def find(name: str) -> Blog | None:
    """The blog of this name, whatever its state: open, closed or deleted."""
    return Blog.objects.filter(name=name.lower()).first()


def former(name: str) -> Blog | None:
    """The blog that had this name and has another now."""
    return Blog.objects.filter(former_names__name=name.lower()).first()
