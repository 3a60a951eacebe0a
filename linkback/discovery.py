"""Where a page takes linkbacks, and of which kind, given its headers and its bytes."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from linkback import addresses, charset
from linkback.documents import Page, read_html

_WEBMENTION: Final = frozenset({"webmention", "http://webmention.org", "http://webmention.org/"})
# Exactly what the specification of Pingback demands of a client, no more (PB-4).
_PINGBACK: Final = re.compile(r'<link rel="pingback" href="([^"]{1,2048})" ?/?>')
_MARKUP: Final = re.compile(r"(?:text/html|application/(?:xhtml\+)?xml|text/xml|\s*$)", re.IGNORECASE)
_LINK_TARGET: Final = re.compile(r"\s*,?\s*<([^<>]{0,2048})>")
_PARAMETER: Final = re.compile(r"\s*;\s*([\w!#$&+.^`|~*-]{1,40})\s*(?:=\s*(?:\"((?:[^\"\\]|\\.)*)\"|([^\s;,\"]*)))?")
_TO_COMMA: Final = re.compile(r"[^,]*,?")
_LONGEST_HEADER: Final = 16_384
_IDENTIFIERS: Final = ("dc:identifier", "dc:identifer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoints:
    """The addresses that take linkbacks to one page, as found; `policy` is where their rules can be read."""

    webmention: str | None = None
    trackback: str | None = None
    pingback: str | None = None
    policy: str | None = None


def find_endpoints(url: str, headers: Sequence[tuple[str, str]], body: bytes, *, asked: str = "") -> Endpoints:
    """What the page at `url` says about itself; `asked` is its address before redirects, where that differs.

    Of each kind the one that its specification puts first; a header comes before the document.
    """
    content_type = next(_values(headers, "content-type"), "")
    text = charset.decode_page(body, content_type).text if _MARKUP.match(content_type) else ""
    page = read_html(text)
    base = (addresses.resolve(url, page.base) if page.base else None) or url
    return Endpoints(
        webmention=_webmention_header(url, headers) or _first(page, base, _WEBMENTION),
        trackback=_trackback_block(page, base, (asked, url)) or _first(page, base, {"trackback"}),
        pingback=_pingback(headers, text),
        policy=_first(page, base, {"trackback-policy"}),
    )


def _values(headers: Sequence[tuple[str, str]], name: str) -> Iterator[str]:
    return (value for header, value in headers if header.lower() == name)


def _first(page: Page, base: str, rels: Iterable[str]) -> str | None:
    """The first `link` or `a` in document order with one of these relations and an address that can be used."""
    wanted = frozenset(rels)
    for link in page.links:
        if link.tag in ("link", "a") and wanted & link.rel and (found := addresses.resolve(base, link.address)):
            return found
    return None


def _webmention_header(url: str, headers: Sequence[tuple[str, str]]) -> str | None:
    for value in _values(headers, "link"):
        for reference, rel in _links(value[:_LONGEST_HEADER]):
            if _WEBMENTION.intersection(rel.lower().split()) and (found := addresses.resolve(url, reference)):
                return found
    return None


def _links(value: str) -> Iterator[tuple[str, str]]:
    """References and relations in a Link header; one about another page (`anchor`) does not concern us."""
    position = 0
    while position < len(value):
        target = _LINK_TARGET.match(value, position)
        if target is None:
            position = max(position + 1, _end(_TO_COMMA, value, position))
            continue
        position = target.end()
        parameters: dict[str, str] = {}
        while found := _PARAMETER.match(value, position):
            parameters.setdefault(found[1].lower(), (found[2] or found[3] or "").strip("'"))
            position = found.end()
        if not parameters.get("anchor"):
            yield target[1], parameters.get("rel", "")


def _end(pattern: re.Pattern[str], value: str, position: int) -> int:
    found = pattern.match(value, position)
    return found.end() if found else position


def _pingback(headers: Sequence[tuple[str, str]], text: str) -> str | None:
    """The header wins over the element (PB-2); only four entities stand for a character (PB-4)."""
    value = next(_values(headers, "x-pingback"), "").strip()
    if not value and (found := _PINGBACK.search(text)):
        value = found[1]
        for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
            value = value.replace(entity, character)
    # Both must be absolute; a relative one leads nowhere.
    return addresses.resolve("", value) if value else None


def _trackback_block(page: Page, base: str, ours: Iterable[str]) -> str | None:
    """The ping URL of the block that speaks of this page (TB-15); other blocks are about other entries."""
    blocks = [*_blocks(page, base)]
    wanted = [url for url in ours if url]
    for spelling in (addresses.key, _page_key):
        keys = {spelling(url) for url in wanted}
        for names, ping in blocks:
            if any(spelling(name) in keys for name in names):
                return ping
    if len(blocks) == 1:
        names, ping = blocks[0]
        keys = {_blind_key(url) for url in wanted}
        return ping if any(_blind_key(name) in keys for name in names) else None
    return None


def _page_key(url: str) -> str:
    return addresses.key(addresses.without_fragment(url))


def _blind_key(url: str) -> str:
    """Blind for scheme, www. and a final slash, as programs and their owners spell the same address (IO-34)."""
    return addresses.loose_key(addresses.without_fragment(url)).removeprefix("//").removeprefix("www.")


def _blocks(page: Page, base: str) -> Iterator[tuple[list[str], str]]:
    """Of every block that holds a ping URL: the pages it may speak of, and that URL; in and out of comments."""
    found = list(page.blocks)
    for comment in page.comments:
        if "trackback:ping" in comment:
            found.extend(read_html(comment).blocks)
    for block in found:
        ping = addresses.resolve(base, block.get("trackback:ping", "")) if block.get("trackback:ping") else None
        names = [block[name] for name in _IDENTIFIERS if block.get(name)] or [block.get("rdf:about", "")]
        resolved = [address for name in names if name and (address := addresses.resolve(base, name))]
        if ping and resolved:
            yield resolved, ping
