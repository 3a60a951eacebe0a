"""Where a piece of Markdown leads, read from its signs: more than a reader can follow, never less of what people write.

It is not rendered, since a piece alone is another text than inside of its whole.
"""

import html
import re
from collections.abc import Callable, Collection, Iterator

from linkback import addresses

LeadsTo = Callable[[str], bool]

# Of an address in round brackets: what is escaped, and round brackets in pairs.
_PLAIN = r"(?:\\.|[^\s<>()\\])"
_DESTINATION = re.compile(
    rf"\]\([\s>]*+(?:<(?P<angled>[^<>\n]*+)>|(?P<plain>{_PLAIN}*+(?:\({_PLAIN}*+\){_PLAIN}*+)*+))"
)
_ATTRIBUTE = re.compile(r"""\bhref\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>"']++))""", re.IGNORECASE)
_BARE = re.compile(r"(?:https?://|www\.)[^\s<>\"']++", re.IGNORECASE)
# What is escaped is passed over, so that no bracket is looked at twice.
_LABEL = re.compile(r"\\.|\[(?!\^)((?:\\.|[^\[\]\\])++)\]", re.DOTALL)
# A name and its address, at the beginning of a line, in quotes and lists too.
_NAMED = re.compile(
    r"^(?:[ \t>*+-]|[0-9]{1,9}[.)])*+\[(?!\^)((?:\\.|[^\[\]\\])++)\]:[\s>]*+(?:<([^<>\n]*+)>|([^\s<>]++))",
    re.DOTALL | re.MULTILINE,
)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
# What ends a sentence, emphasis or brackets around an address, and does not belong to it.
_AROUND = ".,:;!?*_~|`)]}"


def leads(told: str, leads_to: LeadsTo, named: Collection[str], *, base: str) -> bool:
    """Whether a piece leads to one of some addresses, or to a name that does. `base`: where it stands."""
    if named and any(found[1] and _name(found[1]) in named for found in _LABEL.finditer(told)):
        return True
    return any(_is_led(written, leads_to, base) for written in dict.fromkeys(_written(told)))


def names(told: str, leads_to: LeadsTo, *, base: str) -> frozenset[str]:
    """The names in a text, as in `[name]: address`, that lead to one of some addresses."""
    led: dict[str, bool] = {}
    found: set[str] = set()
    for label, written in _named(told):
        if written not in led:
            led[written] = _is_led(written, leads_to, base)
        if led[written]:
            found.add(_name(label))
    return frozenset(found)


def addresses_in(told: str, *, base: str) -> list[str]:
    """Where a whole text leads, absolute, once each."""
    written = dict.fromkeys([*_written(told), *(address for _, address in _named(told))])
    return list(dict.fromkeys(address for url in written if (address := _absolute(url, base))))


def _named(told: str) -> Iterator[tuple[str, str]]:
    return ((found[1], found[2] or found[3] or "") for found in _NAMED.finditer(told))


def _written(told: str) -> Iterator[str]:
    for found in _DESTINATION.finditer(told):
        yield found["angled"] or found["plain"] or ""
    for found in _ATTRIBUTE.finditer(told):
        yield found[1] or found[2] or found[3] or ""
    for found in _BARE.finditer(told):
        url = found[0] if "://" in found[0] else f"http://{found[0]}"
        yield url
        yield url.rstrip(_AROUND)
        # Brackets and bars part what stands together: a link in round brackets, a table without gaps.
        yield re.split(r"[)\]|]", url, maxsplit=1)[0]


def _is_led(written: str, leads_to: LeadsTo, base: str) -> bool:
    address = _absolute(written, base) if written else None
    return address is not None and leads_to(address)


def _absolute(written: str, base: str) -> str | None:
    return addresses.resolve(base, html.unescape(_ESCAPED.sub(r"\1", written)))


def _name(label: str) -> str:
    return " ".join(label.replace(">", " ").casefold().split())
