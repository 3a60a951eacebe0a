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
# It looks at all that is inside a marked element once for every mark; so many looks take about half a second, and
# so do so many steps through a page. Its parser compares every attribute of an element with every other.
_MOST_LOOKS: Final = 50_000
_MOST_STEPS: Final = 40_000
_MOST_ATTRIBUTES: Final = 100

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
_NOTED: Final = frozenset({"base", "title", "meta", "html", "rdf:description"})
_DESCRIBING: Final = ("rdf:about", "dc:identifier", "dc:identifer", "dc:title", "trackback:ping")
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
_MARK: Final = re.compile(r"(?:h|p|u|e|dt)-[a-z]|(?:h(?:entry|feed|review|event)|entry-\w+|v(?:card|event)|author|fn)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An element that leads somewhere; `address` as it is written, `start` and `end` its words in the page's text.

    `media_type` is what it says of what is there, in lower case.
    """

    tag: str
    address: str
    rel: frozenset[str]
    label: str
    media_type: str
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
    # With scripting, as readers have it: what is in a noscript is no element.
    return _Reading().page(turbohtml.parse(text[:LONGEST], positions=False, scripting=True))


@dataclass(slots=True)
class _Open:
    """An element whose end has not come yet: its children, and what was so when it began."""

    children: Iterator[turbohtml.Node]
    seen: bool
    block: bool
    marks: int
    entry: bool
    steps: int
    end: list[int]


class _Reading:
    """One walk over a document, with a stack of its own instead of Python's."""

    def __init__(self) -> None:
        self._base: str | None = None
        self._title = ""
        self._language = ""
        self._links: list[tuple[str, str, frozenset[str], str, str, int, list[int], bool]] = []
        self._metas: list[tuple[str, str]] = []
        self._comments: list[str] = []
        self._blocks: list[Mapping[str, str]] = []
        self._words: list[str] = []
        self._length = 0
        self._steps = 0
        self._deepest = 0
        self._entries = 0
        self._deepest_entries = 0
        self._looks = 0
        self._attributes = 0

    def page(self, document: turbohtml.Document) -> Page:
        self._read(document)
        return Page(
            base=self._base,
            title=self._title,
            links=tuple(
                Link(
                    tag=tag,
                    address=address,
                    rel=rel,
                    label=label,
                    media_type=media_type,
                    start=start,
                    end=end[0],
                    seen=seen,
                )
                for tag, address, rel, label, media_type, start, end, seen in self._links
            ),
            metas=tuple(self._metas),
            comments=tuple(self._comments),
            blocks=tuple(self._blocks),
            text="".join(self._words),
            language=self._language,
            marked_up=self._marked_up(document),
        )

    def _read(self, document: turbohtml.Document) -> None:
        opened = [_Open(iter(document), True, False, 0, False, 0, [0])]
        while opened:
            here = opened[-1]
            node = next(here.children, None)
            self._steps += 1
            if node is None:
                self._leave(opened.pop())
            elif isinstance(node, turbohtml.Element):
                inside = self._enter(node, here.seen)
                if node.tag not in _UNREAD:
                    opened.append(inside)
                    self._deepest = max(self._deepest, len(opened))
            elif isinstance(node, turbohtml.Comment):
                self._comments.append(node.data)
            elif here.seen and isinstance(node, (turbohtml.Text, turbohtml.CData)):
                self._say(_BLANKS.sub(" ", node.data))

    def _say(self, words: str) -> None:
        self._words.append(words)
        self._length += len(words)
        # Long texts cost the reader of microformats as much as many elements.
        self._steps += len(words) // 100

    def _enter(self, element: turbohtml.Element, seen: bool) -> _Open:
        tag = element.tag
        seen = seen and not _is_hidden(tag, element)
        block = seen and tag not in _INLINE
        if block:
            self._say("\n")
        end = [self._length]
        if tag in _LEADING:
            self._lead(tag, element, seen, end)
        elif tag in _NOTED:
            self._note(tag, element)
        self._attributes = max(self._attributes, len(element.attrs))
        classes = element.attr("class")
        marks, entry = _marks(classes) if classes else (0, False)
        self._entries += entry
        self._deepest_entries = max(self._deepest_entries, self._entries)
        return _Open(iter(element), seen, block, marks, entry, self._steps, end)

    def _leave(self, ended: _Open) -> None:
        ended.end[0] = self._length
        if ended.block:
            self._say("\n")
        self._entries -= ended.entry
        self._looks += ended.marks * (self._steps - ended.steps)

    def _lead(self, tag: str, element: turbohtml.Element, seen: bool, end: list[int]) -> None:
        for name in _LEADING[tag]:
            address = element.attr(name)
            if address is not None:
                rel = frozenset((element.attr("rel") or "").lower().split())
                label = element.attr("alt") or element.attr("title") or element.attr("aria-label") or ""
                media_type = (element.attr("type") or "").partition(";")[0].strip().lower()
                self._links.append((tag, address, rel, label, media_type, self._length, end, seen))

    def _note(self, tag: str, element: turbohtml.Element) -> None:
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
            self._blocks.append({name: value for name in _DESCRIBING if (value := element.attr(name)) is not None})

    def _marked_up(self, document: turbohtml.Document) -> str:
        """The document for the reader of microformats; empty when it has none, or would keep it for long."""
        if not self._deepest_entries or self._deepest_entries > _DEEPEST_ENTRIES:
            return ""
        if self._deepest > _DEEPEST_FOR_MICROFORMATS or self._attributes > _MOST_ATTRIBUTES:
            return ""
        if self._looks > _MOST_LOOKS or self._steps > _MOST_STEPS:
            return ""
        # Written out again, it has no unclosed or misnested element left on which a slower parser would stumble.
        text = document.serialize()
        return text if len(text) <= _LONGEST_FOR_MICROFORMATS else ""


def _marks(classes: str) -> tuple[int, bool]:
    """How many of the names are microformats, and whether one of them makes an entry."""
    names = set(classes.split())
    return sum(1 for name in names if _MARK.match(name)), not _ENTRIES.isdisjoint(names)


def _is_hidden(tag: str, element: turbohtml.Element) -> bool:
    """Whether a reader never sees what is in this element, by its name, an attribute or its own style."""
    if tag in _UNSEEN or element.attr("hidden") is not None:
        return True
    if tag in ("img", "iframe", "embed", "object", "video"):
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
