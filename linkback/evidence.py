"""Does a page really link to an address, and what does it say about itself?

It states facts; whether a page without a link is welcome is for others to decide (IO-51).
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from linkback import addresses, charset, text
from linkback.documents import Branch, Link, Page, read_html, read_xml
from linkback.errors import RemoteProtocolError
from linkback.portrait import Portrait, adult_rating, draw

# Every way a page may lead somewhere, `link` excepted: nobody sees those.
_TAGS: Final = frozenset({"a", "area", "img", "video", "audio", "source", "iframe", "embed", "object"})
_WINDOW: Final = 160
_SENTENCE_END: Final = re.compile(r"[。．！？\n]|[.!?](?=\s)")
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"\u3000-\u3002\uff08\uff09]{1,2048}", re.IGNORECASE)
_NOT_ASCII: Final = re.compile("[^!-~]")
_TRAILING: Final = ".,;:!?)]}'"
_LONGEST_ANCHOR: Final = 255
_MOST_VALUES: Final = 200_000
_FEEDS: Final = frozenset({"rss", "feed", "rdf"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A link that was found: the element, the address it leads to, its words and the sentence around them."""

    target: str
    tag: str
    address: str
    anchor: str = ""
    sentence: str = ""
    rel: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What was found on one source page; `mentions` holds, by target as it was given, those that it links to.

    `outgoing` counts the different addresses on other hosts to which readers are led.
    """

    mentions: Mapping[str, Mention] = field(default_factory=dict)
    portrait: Portrait = field(default_factory=Portrait)
    outgoing: int = 0
    charset: str = ""

    def links_to(self, target: str) -> bool:
        """Whether a link to this target, spelled as it was given, was found."""
        return target in self.mentions

    def mention_of(self, *spellings: str) -> Mention | None:
        """The first of these addresses of one page (permalink, alias, ping URL) that is linked."""
        return next((self.mentions[spelling] for spelling in spellings if spelling in self.mentions), None)


def find_evidence(
    body: bytes,
    content_type: str,
    source_url: str,
    final_url: str,
    targets: Iterable[str],
    *,
    ratings: Iterable[str] = (),
) -> Evidence:
    """Read one fetched source for all targets that it named (IO-52, IO-60).

    `source_url` is the address in the message, `final_url` where redirects led. What cannot be read holds no link.
    `ratings` are the values of the headers `Rating` that it came with.
    """
    search = _Search(targets)
    media_type = content_type.partition(";")[0].strip().lower()
    decoded = charset.decode_page(body, content_type)
    portrait = Portrait()
    if "json" in media_type:
        search.in_json(decoded.text)
    elif media_type == "text/plain":
        search.in_words(decoded.text)
    elif media_type in ("", "text/html", "application/xhtml+xml") or not (feed := _feed(media_type, decoded.text)):
        if media_type.startswith(("text/", "application/")) or not media_type:
            page = read_html(decoded.text)
            search.in_page(page, final_url)
            portrait = draw(page, source_url=source_url, final_url=final_url, linked=bool(search.mentions))
    else:
        search.in_feed(feed, final_url)
        portrait = _portrait_of_feed(feed, final_url)
    if not portrait.rating:
        portrait = replace(portrait, rating=adult_rating(ratings))
    return Evidence(
        mentions=search.mentions, portrait=portrait, outgoing=search.count_outgoing(final_url), charset=decoded.charset
    )


def _feed(media_type: str, words: str) -> Branch | None:
    if not media_type.endswith(("/xml", "+xml")):
        return None
    try:
        root = read_xml(words)
    except RemoteProtocolError:
        return None
    return None if root.name.lower() == "html" else root


def _portrait_of_feed(feed: Branch, final_url: str) -> Portrait:
    return Portrait(
        title=_feed_title(feed),
        rating=adult_rating(branch.words for branch in feed.walk() if branch.name == "rating"),
        feed=final_url if feed.name.lower() in _FEEDS else "",
    )


def _feed_title(feed: Branch) -> str:
    title = next((branch.words for branch in feed.walk() if branch.name == "title" and branch.words.strip()), "")
    return text.cut(text.plain(title), text.TITLE_LENGTH)


class _Search:
    """The targets that are looked for, and the mentions found so far."""

    def __init__(self, targets: Iterable[str]) -> None:
        self._targets: dict[str, list[str]] = {}
        for target in targets:
            self._targets.setdefault(addresses.key(target), []).append(target)
        self._outgoing: set[str] = set()
        self.mentions: dict[str, Mention] = {}

    def count_outgoing(self, final_url: str) -> int:
        here = addresses.host(final_url)
        return sum(1 for address in self._outgoing if addresses.host(address) != here)

    def _named_by(self, address: str) -> Sequence[str]:
        """The targets at this address; a fragment of its own is only a place on the target's page."""
        exact = self._targets.get(addresses.key(address), ())
        return exact or self._targets.get(addresses.key(addresses.without_fragment(address)), ())

    def _found(self, address: str, tag: str, sentence: str = "") -> None:
        for target in self._named_by(address):
            self.mentions.setdefault(target, Mention(target=target, tag=tag, address=address, sentence=sentence))

    def in_page(self, page: Page, final_url: str) -> None:
        """Links that a reader of the page can see; of several to one target, the first that has words."""
        base = (addresses.resolve(final_url, page.base) if page.base else None) or final_url
        for link in page.links:
            if not link.seen or link.tag not in _TAGS:
                continue
            address = addresses.resolve(base, link.address)
            if address is None:
                continue
            self._outgoing.add(addresses.without_fragment(address))
            for target in self._named_by(address):
                known = self.mentions.get(target)
                if known is None or not known.anchor:
                    self.mentions[target] = _mention(target, address, link, page)

    def in_feed(self, feed: Branch, final_url: str) -> None:
        """Addresses in attributes and elements, and links in the HTML that feeds carry as text."""
        for branch in feed.walk():
            for value in (*branch.attributes.values(), branch.words):
                if address := addresses.resolve(final_url, value) if value.strip() else None:
                    self._found(address, branch.name)
            if "<" in branch.words:
                self.in_page(read_html(branch.words), final_url)

    def in_json(self, words: str) -> None:
        """Property values that are the address, the whole address and nothing else (WM-17)."""
        for value in _json_strings(words):
            if addresses.resolve("", value):
                self._found(value.strip(), "json")

    def in_words(self, words: str) -> None:
        """Addresses written out in plain text, without the full stop or bracket behind them."""
        for found in _ADDRESS.finditer(words):
            sentence = _sentence(words, found.start(), found.end())
            # Japanese continues after an address without a blank, so its ASCII beginning may be the whole of it.
            for spelling in (found[0], found[0].rstrip(_TRAILING), _NOT_ASCII.split(found[0], 1)[0]):
                self._found(spelling, "text", sentence)


def _json_strings(words: str) -> Iterator[str]:
    try:
        waiting: list[object] = [json.loads(words)]
    except (ValueError, RecursionError):
        return
    for _ in range(_MOST_VALUES):
        if not waiting:
            return
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)


def _mention(target: str, address: str, link: Link, page: Page) -> Mention:
    anchor = text.tidy(page.text[link.start : min(link.end, link.start + 4 * _LONGEST_ANCHOR)]) or text.tidy(link.label)
    return Mention(
        target=target,
        tag=link.tag,
        address=address,
        anchor=text.cut(anchor, _LONGEST_ANCHOR),
        sentence=_sentence(page.text, link.start, link.end),
        rel=link.rel,
    )


def _sentence(words: str, start: int, end: int) -> str:
    """The sentence in which something stands, as far as it is not too long to be one."""
    end = min(end, start + _WINDOW)
    before, after = words[max(0, start - _WINDOW) : start], words[end : end + _WINDOW]
    stops = [found.end() for found in _SENTENCE_END.finditer(before)]
    stop = _SENTENCE_END.search(after)
    return text.tidy(before[stops[-1] if stops else 0 :] + words[start:end] + after[: stop.end() if stop else None])
