"""Tags as somebody types them, on one line."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

MOST = 20
LONGEST = 60

_SEPARATORS = re.compile(r"[,、，\n]")


def split_tags(text: str) -> list[str]:
    """The tags of a line, in order, each once whatever its capitals; without the sign # that some put before them."""
    names: dict[str, str] = {}
    for part in _SEPARATORS.split(unicodedata.normalize("NFKC", text)):
        name = " ".join(part.split()).lstrip("#").strip()
        if name:
            names.setdefault(name.casefold(), name)
    return list(names.values())


def can_be_an_address(name: str) -> bool:
    """Whether the page of a tag can be reached: browsers resolve segments of dots, and empty ones, away."""
    return all(segment.strip() not in ("", ".", "..") for segment in name.split("/"))


def read_tags(line: str) -> tuple[str, ...]:
    """The tags of a line, found right; a ValidationError says what is wrong with one."""
    names = split_tags(line)
    if len(names) > MOST:
        raise ValidationError(gettext("At most %(most)s tags.") % {"most": MOST})
    for name in names:
        if len(name) > LONGEST:
            raise ValidationError(gettext("A tag has at most %(longest)s characters.") % {"longest": LONGEST})
        if not can_be_an_address(name):
            raise ValidationError(gettext("“%(tag)s” cannot be a tag.") % {"tag": name})
    return tuple(names)
