"""Addresses of pages: repaired, resolved and compared as wholes, never by substring.

Nothing here looks a name up or judges whether an address may be visited.
"""

import re
from ipaddress import IPv6Address
from typing import Final
from urllib.parse import quote, unquote, urljoin

import idna

from linkback.errors import RemoteProtocolError

LONGEST: Final = 2048

_HTTP: Final = re.compile(r"https?://", re.IGNORECASE)
_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)
# Fat fingers that Movable Type forgives, and the habit of old Japanese boards to leave the h out.
_SLIPS: Final = re.compile(r"(?:h?ttp(s?)(?:;|:|)//)(?=[^/])", re.IGNORECASE)
_BARE_HOST: Final = re.compile(r"(?:[^\W_][\w-]*\.)+[^\W\d_][\w-]*(?::\d{1,5})?(?=[/?#]|$)")
_FORBIDDEN: Final = re.compile('[\x00-\x20\x7f-\xa0"<>\\\\\u200b-\u200f\u2028-\u202f\u2060-\u2069\u3000\ufeff]')
_LONE: Final = re.compile("[\ud800-\udfff\ufffd]")
_PARTS: Final = re.compile(r"(?:(https?):)?//([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?\Z", re.IGNORECASE | re.DOTALL)
_AUTHORITY: Final = re.compile(r"(\[[0-9a-f:.]+\]|[^:@\[\]%]+)(?::0*([0-9]{0,5}))?\Z", re.IGNORECASE)
_HOST: Final = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\Z")
_ESCAPE: Final = re.compile("%([0-9A-Fa-f]{2})")
_UNRESERVED: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_ASCII: Final = "".join(map(chr, range(0x21, 0x7F)))
_BLANKS: Final = " \t\r\n\f\v\xa0\u3000\ufeff"
# What browsers strip from a reference.
_CONTROLS: Final = "".join(map(chr, range(0x21)))


def repair(text: str) -> str:
    """The http or https address that somebody meant, otherwise unchanged to the byte (IO-11).

    Raises RemoteProtocolError with a sentence for its sender when no such address can be made out.
    """
    url = text.strip(_BLANKS)
    # Legal in an address, but never in one that a weblog program sends in good faith.
    if "'" in url:
        raise RemoteProtocolError("the url contains a quote")
    return absolute(_with_scheme(url) if url else url)


def absolute(text: str) -> str:
    """An address that says itself that it is http or https, without blanks around it.

    Raises RemoteProtocolError for everything else; nothing is repaired.
    """
    url = text.strip(_BLANKS)
    if not url:
        raise RemoteProtocolError("the url is missing")
    if len(url) > LONGEST:
        raise RemoteProtocolError(f"the url is longer than {LONGEST} characters")
    if not _HTTP.match(url):
        raise RemoteProtocolError("the url must begin with http or https")
    if _FORBIDDEN.search(url) or _LONE.search(url):
        raise RemoteProtocolError("the url contains a blank, a quote or a character that no address has")
    if _authority(url) is None:
        raise RemoteProtocolError("the url does not name a host that can be reached")
    return url


def _with_scheme(url: str) -> str:
    if _HTTP.match(url) or len(url) > LONGEST:
        return url
    if slip := _SLIPS.match(url):
        return f"http{slip[1].lower()}://{url[slip.end() :]}"
    if url.startswith("//"):
        return f"http:{url}"
    if _SCHEME.match(url):
        return url
    if _BARE_HOST.match(url):
        return f"http://{url}"
    raise RemoteProtocolError("the url is not an address of a page")


def _authority(url: str) -> tuple[str, str] | None:
    """Host in lower-case ASCII and port as written; nothing for a user name, a bad port or no host."""
    parts = _PARTS.match(url)
    found = _AUTHORITY.match(parts[2]) if parts else None
    if not found or int(found[2] or 0) > 65535:
        return None
    name = _ascii_host(found[1])
    return (name, found[2] or "") if name else None


def _ascii_host(name: str) -> str:
    """Lower case, A-labels, no final dot, an IPv6 address at its shortest; empty when the name cannot be written so."""
    if len(name) > 253:
        return ""
    if name.startswith("["):
        return _bracketed(name)
    if not name.isascii():
        try:
            name = idna.encode(name, uts46=True).decode("ascii")
        except (idna.IDNAError, UnicodeError):
            return ""
    name = name.lower().removesuffix(".")
    return name if _HOST.match(name) else ""


def _bracketed(name: str) -> str:
    try:
        return f"[{IPv6Address(name[1:-1])}]"
    except ValueError:
        return ""


def is_web(url: str) -> bool:
    """Whether a browser may be sent to an address: one that says that it is http or https, and names a host."""
    return bool(_HTTP.match(url)) and _authority(url) is not None


def host(url: str) -> str:
    """The host of an address in lower-case ASCII, without its port; empty when there is none."""
    authority = _authority(url)
    return authority[0] if authority else ""


def server(url: str) -> str:
    """The host of an address with its port, as every spelling of it has them; empty when there is none.

    Lower-case ASCII, without a port that http or https implies.
    """
    authority = _authority(url)
    if authority is None:
        return ""
    name, port = authority
    return f"{name}:{int(port)}" if port and int(port) not in (80, 443) else name


def key(url: str) -> str:
    """What two spellings of one address have in common (IO-45).

    The scheme is left out, the host is in lower case, a default port and an empty path are normalised, escapes that
    mean the same are written the same. The fragment stays: some weblogs keep the entries of a day on one page.
    """
    parts = _PARTS.match(url)
    name = server(url)
    if parts is None or not name:
        return url
    # Escapes first: `%2e%2e` is as good a way up as two dots.
    path = _without_dots(_even(parts[3] or "/"))
    fragment = parts[5] if parts[5] and parts[5] != "#" else ""
    return f"//{name}{path}{_even(parts[4] or '')}{_even(fragment)}"


def loose_key(url: str) -> str:
    """The key, blind for a slash at the end of the path: the same entry to almost every weblog program."""
    parts = _PARTS.match(key(url))
    if parts is None:
        return url
    return f"//{parts[2]}{parts[3].rstrip('/')}{parts[4] or ''}{parts[5] or ''}"


def page(url: str, *, canonical: str = "") -> str:
    """What all addresses of one page have in common, as far as they can be told without asking it.

    Beyond the loose key it is blind for the fragment, for `www.` and for doubled slashes. A query stays, since `?p=12`
    is a page to many weblogs: the page alone may name another or none, by a `canonical` of the same host and path.
    """
    place, query = _place_and_query(url)
    named, its_query = _place_and_query(canonical)
    return place + (its_query if named == place else query)


def steps(url: str) -> list[str]:
    """The names on the path of an address, with every escape undone and without parameters (`;x=1`)."""
    parts = _PARTS.match(url)
    # One escape of a slash or a dot hides neither.
    path = _without_dots(re.sub("/+", "/", unquote(parts[3]))) if parts else ""
    return [name for step in path.split("/") if (name := step.partition(";")[0]) and name not in (".", "..")]


def same_page(a: str, b: str) -> bool:
    """Whether one page answers at both addresses; a fragment is a place on a page and does not count."""
    return key(without_fragment(a)) == key(without_fragment(b))


def without_fragment(url: str) -> str:
    """The address of the page alone."""
    return url.partition("#")[0]


def resolve(base: str, href: str) -> str | None:
    """The absolute http or https address that a reference on the page `base` leads to, or nothing.

    An absolute reference comes back as it was written; an empty one is the page itself.
    """
    href = re.sub("[\t\n\r]", "", href.strip(_CONTROLS))
    if len(href) > LONGEST:
        return None
    if not _HTTP.match(href):
        try:
            href = urljoin(without_fragment(base), href.replace("\\", "/"))
        except ValueError:
            return None
    return href if _HTTP.match(href) and _authority(href) else None


def _place_and_query(url: str) -> tuple[str, str]:
    parts = _PARTS.match(loose_key(without_fragment(url)))
    if parts is None:
        return url, ""
    query = parts[4] or ""
    path = re.sub("/+", "/", parts[3]).rstrip("/")
    return f"//{parts[2].removeprefix('www.')}{path}", query if query != "?" else ""


def _without_dots(path: str) -> str:
    if "/." not in path:
        return path
    steps: list[str] = []
    names = path.split("/")[1:]
    for name in names:
        if name == "..":
            del steps[-1:]
        elif name != ".":
            steps.append(name)
    if names[-1] in (".", ".."):
        steps.append("")
    return "/" + "/".join(steps)


def _even(text: str) -> str:
    """Escapes in capitals, none for a character that needs none, UTF-8 escapes for everything outside ASCII."""
    return quote(_ESCAPE.sub(_even_escape, text), safe=_ASCII, errors="replace")


def _even_escape(found: re.Match[str]) -> str:
    character = chr(int(found[1], 16))
    return character if character in _UNRESERVED else found[0].upper()
