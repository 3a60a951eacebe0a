"""Bounded readers of other people's documents: HTML into a `Page`, XML into a `Branch`, labels into encodings.

The only module that knows the parsers, so that another one can take their place here.
"""

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, cast

import turbohtml
import turbohtml.detect
from lxml import etree

from linkback.errors import RemoteProtocolError

# Characters; the specification of Webmention has one megabyte as its example.
LONGEST: Final = 1_000_000
_DEEPEST_XML: Final = 64
_MOST_BRANCHES: Final = 100_000
# mf2py builds on a slower parser and calls itself for every element inside another one.
_LONGEST_FOR_MICROFORMATS: Final = 262_144
_DEEPEST_FOR_MICROFORMATS: Final = 128
_DEEPEST_ENTRIES: Final = 8

# Encodings that hide markup from whoever looks at the bytes, and names that stand for no encoding at all.
_NEVER: Final = frozenset({"replacement", "x-user-defined"})
_LIKELY: Final = frozenset({"UTF-8", "EUC-JP", "Shift_JIS", "ISO-2022-JP", "windows-1252"})

# lxml refuses a text with a declaration, and accepts a DOCTYPE whatever its switches say.
_DECLARATION: Final = re.compile(r"[\ufeff\s]*(?:<\?xml\b[^>]*>)?\s*", re.IGNORECASE)
_DOCTYPE: Final = re.compile(r"<!\s*[A-Za-z]")
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

_LEADING: Final[Mapping[str, tuple[str, ...]]] = {
    "a": ("href", "xlink:href"),
    "area": ("href",),
    "link": ("href",),
    "img": ("src",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "source": ("src",),
    "iframe": ("src",),
    "embed": ("src",),
    "object": ("data",),
}
_UNREAD: Final = frozenset({"script", "style", "template", "textarea", "title", "iframe", "noembed", "noframes"})
_UNSEEN: Final = frozenset({"noscript", "head", "datalist"})
_INLINE: Final = frozenset(
    re.findall(
        r"\w+",
        "a abbr acronym area b bdi bdo big cite code data del dfn em font i img ins kbd label mark q rb rp rt ruby s"
        " samp small source span strike strong sub sup time tt u var wbr",
    )
)
_BLANKS: Final = re.compile(r"[ \t\r\n\f]+")
_STYLE_ESCAPE: Final = re.compile(r"\\([0-9a-f]{1,6})\s?|/\*[^*]*\*/|\s+|!important", re.IGNORECASE)
_HIDING: Final = re.compile(
    r"(?:^|;)(?:display:none|visibility:(?:hidden|collapse)|content-visibility:hidden|opacity:[0.]+%?(?:;|$)"
    r"|font-size:[0.]+[a-z%]*(?:;|$)|text-indent:-\d{3}|(?:left|right|top|bottom|margin-left|margin-top):-\d{3}"
    r"|clip:rect\((?:0|1)(?:px)?[,0]|clip-path:inset\((?:50|100)%)"
)
_LONGEST_STYLE: Final = 2000
_ENTRIES: Final = frozenset({"h-entry", "hentry", "h-feed", "h-event", "h-review"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An element that leads somewhere; `address` as it is written, `start` and `end` its words in the page's text."""

    tag: str
    address: str
    rel: frozenset[str]
    label: str
    start: int
    end: int
    seen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What an HTML document holds for us, in document order.

    `text` is what a reader sees, a new line for every block; `blocks` are the attributes of each rdf:Description.
    """

    base: str | None
    title: str
    links: tuple[Link, ...]
    metas: tuple[tuple[str, str], ...]
    comments: tuple[str, ...]
    blocks: tuple[Mapping[str, str], ...]
    text: str
    language: str
    marked_up: str


@dataclass(slots=True, kw_only=True)
class Branch:
    """An XML element: its name without namespace, the words directly in it, and the elements inside."""

    name: str
    attributes: Mapping[str, str]
    words: str = ""
    branches: list["Branch"] = field(default_factory=list)

    def walk(self) -> Iterator["Branch"]:
        """This element and all within it, in document order."""
        waiting = [self]
        while waiting:
            branch = waiting.pop()
            yield branch
            waiting.extend(reversed(branch.branches))


def encoding_name(label: str) -> str | None:
    """The WHATWG name, in lower case, of the encoding that a label stands for; nothing for an unknown label."""
    if not label.isascii() or not label.isprintable():
        return None
    try:
        name = (turbohtml.parse(b"", encoding=label).encoding or "").lower()
    except LookupError:
        return None
    return name if name and name not in _NEVER else None


def decode(data: bytes, name: str) -> str:
    """Bytes as text in an encoding that `encoding_name` named; what does not decode becomes U+FFFD."""
    return codecs.decode(data, f"whatwg-{name}", "replace")


def likely_encoding(data: bytes) -> str:
    """The encoding that a damaged or undeclared page most likely has, by the frequency of its characters."""
    found = turbohtml.detect.detect(data, turbohtml.detect.Detection(allowed=_LIKELY)).encoding
    return (found or "windows-1252").lower()


def read_html(text: str) -> Page:
    """Any text as a page; what stands after the first million characters is not read."""
    reading = _Reading()
    # With scripting, as readers have it: what is in a noscript is no element.
    reading.read(turbohtml.parse(text[:LONGEST], positions=False, scripting=True))
    return reading.page()


class _Reading:
    """One walk over a document, with a stack of its own instead of Python's."""

    def __init__(self) -> None:
        self._base: str | None = None
        self._title = ""
        self._language = ""
        self._links: list[tuple[str, str, frozenset[str], str, int, list[int], bool]] = []
        self._metas: list[tuple[str, str]] = []
        self._comments: list[str] = []
        self._blocks: list[Mapping[str, str]] = []
        self._words: list[str] = []
        self._length = 0
        self._deepest = 0
        self._entries = 0
        self._deepest_entries = 0
        self._document: turbohtml.Document | None = None

    def page(self) -> Page:
        return Page(
            base=self._base,
            title=self._title,
            links=tuple(
                Link(tag=tag, address=address, rel=rel, label=label, start=start, end=end[0], seen=seen)
                for tag, address, rel, label, start, end, seen in self._links
            ),
            metas=tuple(self._metas),
            comments=tuple(self._comments),
            blocks=tuple(self._blocks),
            text="".join(self._words),
            language=self._language,
            marked_up=self._marked_up(),
        )

    def read(self, document: turbohtml.Document) -> None:
        self._document = document
        # What is open: its children, whether a reader sees them, and what to do at its end.
        opened: list[tuple[Iterator[turbohtml.Node], bool, turbohtml.Element | None, list[int]]] = []
        opened.append((iter(document), True, None, [0]))
        while opened:
            children, seen, element, end = opened[-1]
            node = next(children, None)
            if node is None:
                opened.pop()
                self._leave(element, seen, end)
            elif isinstance(node, turbohtml.Element):
                seen = seen and not _is_hidden(node)
                ends = self._enter(node, seen)
                if node.tag not in _UNREAD:
                    opened.append((iter(node), seen, node, ends))
                    self._deepest = max(self._deepest, len(opened))
            elif isinstance(node, turbohtml.Comment):
                self._comments.append(node.data)
            elif seen and isinstance(node, (turbohtml.Text, turbohtml.CData)):
                self._say(_BLANKS.sub(" ", node.data))

    def _say(self, words: str) -> None:
        self._words.append(words)
        self._length += len(words)

    def _enter(self, element: turbohtml.Element, seen: bool) -> list[int]:
        if seen and element.tag not in _INLINE:
            self._say("\n")
        end = [self._length]
        rel = frozenset(word.lower() for word in _words(element, "rel"))
        for name in _LEADING.get(element.tag, ()):
            address = element.attr(name)
            if address is not None:
                label = element.attr("alt") or element.attr("title") or element.attr("aria-label") or ""
                self._links.append((element.tag, address, rel, label, self._length, end, seen))
                break
        self._note(element)
        if _ENTRIES.intersection(_words(element, "class")):
            self._entries += 1
            self._deepest_entries = max(self._deepest_entries, self._entries)
        return end

    def _note(self, element: turbohtml.Element) -> None:
        tag = element.tag
        if tag == "base" and self._base is None:
            self._base = element.attr("href")
        elif tag == "title" and not self._title and element.namespace is turbohtml.Namespace.HTML:
            self._title = element.text
        elif tag == "meta":
            name = element.attr("property") or element.attr("name") or element.attr("http-equiv") or ""
            self._metas.append((name.strip().lower(), element.attr("content") or ""))
        elif tag == "html":
            self._language = element.attr("lang") or ""
        elif tag == "rdf:description":
            self._blocks.append({name: element.attr(name) or "" for name in element.attrs})

    def _leave(self, element: turbohtml.Element | None, seen: bool, end: list[int]) -> None:
        if element is None:
            return
        end[0] = self._length
        if seen and element.tag not in _INLINE:
            self._say("\n")
        if _ENTRIES.intersection(_words(element, "class")):
            self._entries -= 1

    def _marked_up(self) -> str:
        """The document for the reader of microformats; empty when it has none, or is too large or deep for it."""
        if self._document is None or not self._deepest_entries:
            return ""
        if self._deepest > _DEEPEST_FOR_MICROFORMATS or self._deepest_entries > _DEEPEST_ENTRIES:
            return ""
        # Written out again, it has no unclosed or misnested element left on which a slower parser would stumble.
        text = self._document.serialize()
        return text if len(text) <= _LONGEST_FOR_MICROFORMATS else ""


def _words(element: turbohtml.Element, name: str) -> list[str]:
    return (element.attr(name) or "").split()


def _is_hidden(element: turbohtml.Element) -> bool:
    """Whether a reader never sees what is in this element, by its name, an attribute or its own style."""
    if element.tag in _UNSEEN or element.attr("hidden") is not None:
        return True
    if element.tag in ("img", "iframe", "embed", "object", "video"):
        return all((element.attr(side) or "9").strip() in ("0", "1", "0px", "1px") for side in ("width", "height"))
    style = element.attr("style")
    return bool(style and _HIDING.search(_plain_style(style[:_LONGEST_STYLE])))


def _plain_style(style: str) -> str:
    return _STYLE_ESCAPE.sub(lambda found: chr(int(found[1], 16) % 0x110000) if found[1] else "", style).lower()


def read_microformats(page: Page, address: str) -> Mapping[str, Any]:
    """What mf2py makes of a page: `items` and their properties; nothing for a page that it cannot read."""
    if not page.marked_up:
        return {}
    # Imported here because it loads a whole HTTP client, which most processes never need.
    import mf2py

    try:
        # With `doc` it never fetches by itself.
        return cast(Mapping[str, Any], mf2py.parse(doc=page.marked_up, url=address))
    except (RecursionError, ValueError, TypeError, KeyError, AttributeError, IndexError, AssertionError):
        # It was not written for hostile pages; a page that breaks it has no microformats.
        return {}


class _Growing:
    """The target of the XML parser: elements become branches, within bounds."""

    def __init__(self) -> None:
        self._open: list[tuple[Branch, list[str]]] = []
        self._count = 0
        self._root: Branch | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._count += 1
        if len(self._open) >= _DEEPEST_XML or self._count > _MOST_BRANCHES:
            raise RemoteProtocolError("the XML is nested too deeply or has too many elements")
        branch = Branch(
            name=_local(tag), attributes={_local(str(name)): str(value) for name, value in attributes.items()}
        )
        if self._open:
            self._open[-1][0].branches.append(branch)
        else:
            self._root = branch
        self._open.append((branch, []))

    def data(self, words: str) -> None:
        self._open[-1][1].append(words)

    def end(self, tag: str) -> None:
        branch, words = self._open.pop()
        branch.words = "".join(words)

    def close(self) -> Branch | None:
        return self._root


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def read_xml(text: str) -> Branch:
    """The root of an XML document whose encoding has been dealt with.

    Raises RemoteProtocolError for what is not well-formed, too long or too deep, and for every DOCTYPE.
    """
    if len(text) > LONGEST:
        raise RemoteProtocolError("the XML is too long")
    text = _ILLEGAL.sub("", text)
    if declaration := _DECLARATION.match(text):
        text = text[declaration.end() :]
    if _DOCTYPE.search(text):
        raise RemoteProtocolError("XML with a DOCTYPE is not accepted")
    # The stubs ask for comments and bytes too, which this target never gets.
    parser = etree.XMLParser(
        target=cast(Any, _Growing()),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=False,
    )
    try:
        # UTF-8 bytes, since lxml measures its limits in them.
        root = etree.fromstring(text.encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError) as problem:
        raise RemoteProtocolError("this is not well-formed XML") from problem
    if not isinstance(root, Branch):
        raise RemoteProtocolError("this is not well-formed XML")
    return root
