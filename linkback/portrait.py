"""What a page says about itself: title, author, weblog, excerpt, its feed, and whether it calls itself adult.

Microformats come first, then OpenGraph, then what every page has. Everything is plain text and foreign: escape it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from unicodedata import normalize

from linkback import addresses, text
from linkback.documents import Page, read_microformats

_RTA: Final = re.compile(r"RTA-5042-1996-1400-1577-RTA", re.IGNORECASE)
# After NFKC, so that full-width letters count. Japanese pages say it without blanks around it: 成人向け, 18禁.
_ADULT: Final = re.compile(
    rf"(?<!non-)(?<!non )(?<!not )\b(?:adults?|mature|restricted|explicit|(?:r-?)?18\+?)(?!\w)"
    rf"|(?<!非)成人|(?<!\d)18(?:禁|歳以上)|{_RTA.pattern}",
    re.IGNORECASE,
)
_RATINGS: Final = frozenset({"rating", "og:restrictions:age", "pics-label", "voluntary content rating"})
_LONGEST_RATING: Final = 100
_FEEDS: Final = frozenset({"application/atom+xml", "application/rss+xml", "application/rdf+xml"})
_ENTRIES: Final = frozenset({"h-entry", "h-event", "h-review"})
_MOST_ITEMS: Final = 500
_LONGEST_NAME: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait:
    """A page in its own words; empty where it says nothing. `rating` is its adult marking as written.

    `feed` is the address of the first Atom or RSS feed that it names; of a feed, its own. `canonical` is the address
    that it calls its own.
    """

    title: str = ""
    author: str = ""
    author_url: str = ""
    blog_name: str = ""
    excerpt: str = ""
    language: str = ""
    rating: str = ""
    feed: str = ""
    canonical: str = ""

    @property
    def adult(self) -> bool:
        return bool(self.rating)


def draw(page: Page, *, source_url: str, final_url: str, linked: bool) -> Portrait:
    """The page's words about itself; microformats are read only from a page that `linked` to us."""
    metas: dict[str, str] = {}
    for name, content in page.metas:
        metas.setdefault(name, text.tidy(content))
    items = list(_items(read_microformats(page, final_url))) if linked else []
    entry = _entry(items, (source_url, final_url))
    content, summary = _words(entry, "content"), _words(entry, "summary")
    author, author_url = _author(items, entry, final_url)
    return Portrait(
        title=_short(_name(entry, content), metas.get("og:title", ""), metas.get("twitter:title", ""), page.title),
        author=_short(author, _unless_address(metas.get("article:author", "")), metas.get("author", "")),
        author_url=author_url,
        blog_name=_short(
            metas.get("og:site_name", ""), metas.get("application-name", ""), _words(_of(items, {"h-feed"}), "name")
        ),
        excerpt=text.excerpt(_first(summary, content, metas.get("og:description", ""), metas.get("description", ""))),
        language=page.language.strip()[:20],
        rating=_rating(page),
        feed=_feed(page, final_url),
        canonical=_canonical(page, final_url),
    )


def adult_rating(said: Iterable[str]) -> str:
    """The first of some ratings that means adult, as it was written; empty when none does.

    They are what a page says under the name of a rating: in its head, in a feed, or in the header `Rating`.
    """
    return next((text.tidy(value)[:_LONGEST_RATING] for value in said if _ADULT.search(normalize("NFKC", value))), "")


def _rating(page: Page) -> str:
    # The label of its own (RTA) means one thing wherever somebody writes it.
    return adult_rating(value for name, value in page.metas if name in _RATINGS or _RTA.search(value))


def _canonical(page: Page, final_url: str) -> str:
    base = _base(page, final_url)
    named = (
        addresses.resolve(base, link.address) for link in page.links if link.tag == "link" and "canonical" in link.rel
    )
    return next((address for address in named if address), "")


def _base(page: Page, final_url: str) -> str:
    return (addresses.resolve(final_url, page.base) if page.base else None) or final_url


def _feed(page: Page, final_url: str) -> str:
    base = _base(page, final_url)
    named = (
        addresses.resolve(base, link.address)
        for link in page.links
        if link.tag in ("link", "a") and "alternate" in link.rel and link.media_type in _FEEDS
    )
    return next((address for address in named if address), "")


def _first(*candidates: str) -> str:
    return next((words for candidate in candidates if (words := text.tidy(candidate))), "")


def _short(*candidates: str) -> str:
    return text.cut(_first(*candidates), text.TITLE_LENGTH)


def _unless_address(words: str) -> str:
    return "" if addresses.resolve("", words) else words


def _items(parsed: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Every item of a parsed page and those inside it, in document order."""
    waiting = list(reversed(parsed.get("items", [])))
    for _ in range(_MOST_ITEMS):
        if not waiting:
            return
        item = waiting.pop()
        if isinstance(item, dict):
            yield item
            waiting.extend(reversed(item.get("children", [])))


def _of(items: list[Mapping[str, Any]], types: set[str] | frozenset[str]) -> Mapping[str, Any]:
    return next((item for item in items if types.intersection(item.get("type", ()))), {})


def _entry(items: list[Mapping[str, Any]], ours: tuple[str, ...]) -> Mapping[str, Any]:
    """The entry whose address is the source; on a page with one entry, that one."""
    entries = [item for item in items if _ENTRIES.intersection(item.get("type", ()))]
    for entry in entries:
        urls = [url for url in _values(entry, "url") if isinstance(url, str)]
        if any(addresses.same_page(url, our) for url in urls for our in ours):
            return entry
    return entries[0] if len(entries) == 1 else {}


def _values(item: Mapping[str, Any], name: str) -> list[Any]:
    properties = item.get("properties", {})
    found = properties.get(name, []) if isinstance(properties, dict) else []
    return found if isinstance(found, list) else []


def _words(item: Mapping[str, Any], name: str) -> str:
    """The first value of a property as text, whether it is a string, marked-up text or an item of its own."""
    value = next(iter(_values(item, name)), "")
    if isinstance(value, dict):
        value = value.get("value", "")
    return value if isinstance(value, str) else ""


def _name(entry: Mapping[str, Any], content: str) -> str:
    """The entry's name, unless it is only its text again, which the reader of microformats then implies."""
    name = text.tidy(_words(entry, "name"))
    implied = len(name) > _LONGEST_NAME or (content and text.tidy(content).startswith(name) and len(name) > 60)
    return "" if implied else name


def _author(items: list[Mapping[str, Any]], entry: Mapping[str, Any], final_url: str) -> tuple[str, str]:
    """Name and http address of who wrote the entry; else of the one person whose card is on the page."""
    author = next(iter(_values(entry, "author")), None)
    if isinstance(author, str):
        return _unless_address(author), addresses.resolve("", author) or ""
    if not isinstance(author, dict):
        cards = [item for item in items if "h-card" in item.get("type", ())]
        author = cards[0] if len(cards) == 1 else {}
    return _words(author, "name"), addresses.resolve(final_url, _words(author, "url") or "mailto:") or ""
