"""How long a body may be, by the address that it is sent to; decided by its announced length, before a byte is read."""

import re
from collections.abc import Iterable
from typing import Any

from linkback import pingback, trackback, webmention

# Beyond it, the doors answer by themselves: in XML, with a fault, with 413.
DOORS = (
    (re.compile(r"/tb(?:/|$)"), trackback.MAX_BODY),
    (re.compile(r"/xmlrpc/?$"), pingback.MAX_BODY),
    (re.compile(r"/webmention/?$"), webmention.MAX_BODY),
    # What a blog editor sends: a whole entry.
    (re.compile(r"/rpc$"), 1_000_000),
)
# A switch is one word.
SWITCHES = re.compile(r"/(?:age|language)$")
SWITCH = 4 * 1024
# Sign-in, and every address that expects nothing.
ANYBODY = 64 * 1024
# Who has been at the desk writes entries there, even when the sign-in ends before the entry does.
DESK = re.compile(r"/-/")
WRITER = 4 * 1024 * 1024
# Where covers are sent. Far above what is taken: the form says itself why a larger one is not, and keeps the text.
PICTURES = re.compile(r"/-/(?:themes/(?:[a-z]+/new|[0-9]+)|entries/[0-9]+/theme)/?$")
PAINTER = 32 * 1024 * 1024


def cap_of(environ: dict[str, Any], *, writers: Iterable[str]) -> int:
    """The most bytes that a request's body may have; `writers` are the names of the cookies that the desk gives."""
    path = environ["PATH_INFO"]
    door = _door(path)
    if door is not None:
        return door
    if SWITCHES.match(path):
        return SWITCH
    if DESK.match(path) and _has_cookie(environ, writers):
        return PAINTER if PICTURES.match(path) else WRITER
    return ANYBODY


def is_door(environ: dict[str, Any]) -> bool:
    """Whether programs knock here, and are told in their own language that it was too much."""
    return _door(environ["PATH_INFO"]) is not None


def _door(path: str) -> int | None:
    return next((cap for door, cap in DOORS if door.match(path)), None)


def _has_cookie(environ: dict[str, Any], names: Iterable[str]) -> bool:
    # Whether it is worth something is found out with the body at hand: a look at the database is a matter for a thread.
    cookies = {cookie.partition("=")[0].strip() for cookie in environ.get("HTTP_COOKIE", "").split(";")}
    return not cookies.isdisjoint(names)
