"""Which blog a name leads to."""

from buttobi.blogs.models import Blog
from buttobi.sections.section import Section


def find(name: str) -> Blog | None:
    """The blog of this name, whatever its state: open, closed or deleted."""
    return Blog.objects.filter(name=name.lower()).first()


def former(name: str) -> Blog | None:
    """The blog that had this name and has another now."""
    return Blog.objects.filter(former_names__name=name.lower()).first()


def moved(section: str, name: str) -> Blog | None:
    """The blog that had this name, or one before it, in a section, and is in the other one now; None without that."""
    away = Blog.objects.filter(former_sections__section=section, section__in=Section.offered())
    return away.filter(name=name).first() or away.filter(former_names__name=name).first()
