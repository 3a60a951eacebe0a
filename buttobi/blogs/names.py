"""Which names a blog may have: its name is its address."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buttobi.blogs.models import Blog, FormerName
from buttobi.sections import addresses
from buttobi.sections.context import CENTERS

SHORTEST, LONGEST = 2, 40
_SHAPE = re.compile(r"[a-z0-9-]+")
# The desk has a page of this name where a blog's own would be; the Centers are not for everybody to open.
_KEPT = frozenset({"new", *CENTERS.values()})

RULE = gettext_lazy("Part of the blog's address. 2 to 40 characters: a to z, 0 to 9 and the hyphen.")


def clean(typed: str) -> str:
    """The name as it is kept (full-width letters and capitals become plain ones), when it is a good one.

    Raises a ValidationError with one sentence for a wrong form and for a name that the service needs itself.
    """
    name = unicodedata.normalize("NFKC", typed).strip().lower()
    if not _SHAPE.fullmatch(name):
        raise ValidationError(_("A blog's name is made of a to z, 0 to 9 and the hyphen."), code="name_shape")
    if not SHORTEST <= len(name) <= LONGEST:
        raise ValidationError(_("A blog's name has 2 to 40 characters."), code="name_length")
    if name.startswith("-") or name.endswith("-"):
        raise ValidationError(_("A blog's name does not begin or end with a hyphen."), code="name_hyphen")
    if name in _KEPT or name in addresses.reserved_names():
        raise ValidationError(_("The service needs this name itself. Please choose another."), code="name_reserved")
    return name


def taken() -> ValidationError:
    """What is said of a name that another blog has or had."""
    return ValidationError(_("Another blog has, or had, this name. Please choose another."), code="name_taken")


def is_taken(name: str, *, by_other_than: Blog | None = None) -> bool:
    """Whether another blog has a name, or had it."""
    others = Blog.objects.filter(name=name)
    former = FormerName.objects.filter(name=name)
    if by_other_than is not None:
        others = others.exclude(pk=by_other_than.pk)
        former = former.exclude(blog=by_other_than)
    return others.exists() or former.exists()
