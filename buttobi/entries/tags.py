"""Tags as somebody types them, on one line."""

import re
import unicodedata

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
