"""HTML that may be shown to anybody: a list of what is allowed, everything else taken out."""

import html as entities
import re

import nh3

from buttobi.markup.errors import PAGE_TOO_LONG, MarkupTooLarge
from buttobi.markup.tags import check_depth, tags

LONGEST = 2_000_000
REL = "nofollow ugc noopener noreferrer"

_ANYWHERE = frozenset({"title", "lang", "dir"})
_ALLOWED: dict[str, frozenset[str]] = {
    **dict.fromkeys(
        re.findall(
            r"\w+",
            "abbr b bdi bdo blockquote br cite code dd del details dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6"
            " hr i ins kbd mark p pre q rb rp rt rtc ruby s samp section small span strong sub summary sup table tbody"
            " tfoot thead time tr u ul var wbr",
        ),
        frozenset(),
    ),
    "a": frozenset({"href", "id"}),
    "img": frozenset({"src", "alt", "width", "height"}),
    "li": frozenset({"id", "value"}),
    "ol": frozenset({"start", "reversed"}),
    "td": frozenset({"align", "colspan", "rowspan"}),
    "th": frozenset({"align", "colspan", "rowspan", "scope"}),
}
# The marks that the renderer puts on footnotes; no class of the page around can be borrowed.
_CLASSES = {"section": {"footnotes"}, "sup": {"footnote-ref"}, "a": {"footnote-backref"}}
_SCHEMES = frozenset({"http", "https", "mailto"})
_SILENT = frozenset(
    re.findall(
        r"\w+",
        "script style svg math template iframe object textarea title noscript noembed noframes xmp select",
    )
)

_FOOTNOTE = re.compile(r"fn(?:ref)?-[\w%.-]{1,100}")
_PICTURE = re.compile(r"https?://|/(?![/\\])", re.IGNORECASE)
_NUMBER = re.compile(r"-?[0-9]{1,4}%?")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_IGNORED_IN_URLS = re.compile(r"[\x00-\x20]+")


def _keep(tag: str, name: str, value: str) -> str | None:
    """What stays of an attribute, given that its name is allowed."""
    if name == "id":
        return value if _FOOTNOTE.fullmatch(value) else None
    if tag == "img" and name == "src":
        return value if _PICTURE.match(value) else None
    if name in {"width", "height", "colspan", "rowspan", "start", "value"}:
        return value if _NUMBER.fullmatch(value) else None
    return value


_cleaner = nh3.Cleaner(
    tags=set(_ALLOWED),
    clean_content_tags=set(_SILENT),
    attributes={"*": set(_ANYWHERE)} | {tag: set(names) for tag, names in _ALLOWED.items()},
    attribute_filter=_keep,
    allowed_classes=_CLASSES,
    set_tag_attribute_values={"img": {"loading": "lazy"}},
    url_schemes=set(_SCHEMES),
    link_rel=REL,
)


def sanitize(html: str) -> str:
    """The same HTML without anything that runs, loads, restyles or deceives. Raises MarkupTooLarge."""
    if len(html) > LONGEST:
        raise MarkupTooLarge(PAGE_TOO_LONG)
    check_depth(html)
    clean = _cleaner.clean(html)
    if len(clean) > LONGEST:
        raise MarkupTooLarge(PAGE_TOO_LONG)
    # A second opinion by other means: should the cleaner ever let something through, the reader sees its source.
    return clean if _is_clean(clean) else entities.escape(html)


def _is_clean(html: str) -> bool:
    for tag in tags(html):
        if tag.name not in _ALLOWED:
            return False
        allowed = _ALLOWED[tag.name] | _ANYWHERE | {"class", "rel", "loading"}
        if not all(name in allowed and _is_harmless(name, value) for name, value in tag.attributes):
            return False
    return True


def _is_harmless(name: str, value: str) -> bool:
    if name not in {"href", "src"}:
        return True
    scheme = _SCHEME.match(_IGNORED_IN_URLS.sub("", entities.unescape(value)))
    return scheme is None or scheme[1].lower() in _SCHEMES
