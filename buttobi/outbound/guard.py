"""Which addresses a stranger's URL may lead us to.

Nothing here looks a name up or opens a socket: text and numbers in, a place or a refusal out. The tables are our own,
because `ipaddress.is_global` calls NAT64, 6to4, multicast and others public.
"""

import ipaddress
import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from urllib.parse import quote

import idna

from buttobi.outbound.errors import Forbidden, gettext_noop

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

LONGEST_URL = 2048
LONGEST_HOST = 253
PORTS = frozenset({80, 443, 8080, 8443})
LOOPBACK = ipaddress.IPv4Address("127.0.0.1")

NOT_THE_WEB = gettext_noop("A web address begins with http:// or https://.")
TOO_LONG = gettext_noop("This address is longer than 2,048 characters.")
STRAY_CHARACTER = gettext_noop("This address has a blank, a backslash or an invisible character in it.")
USERINFO = gettext_noop("This address carries a name or a password before its host.")
NO_HOST = gettext_noop("The host of this address cannot be read.")
ODD_NUMBER = gettext_noop("The host of this address is a number, but no IP address in its usual form.")
ONE_LABEL = gettext_noop("The host of this address is not a full name, like blog.example.com.")
PRIVATE = gettext_noop("This address cannot be read from here: it does not lead to the public internet.")
RESERVED = gettext_noop("This address cannot be read from here: its name is not one of the public internet.")
ODD_PORT = gettext_noop("This address cannot be read from here: only the ports 80, 443, 8080 and 8443 are used.")

_PUBLIC = (ipaddress.ip_network("0.0.0.0/0"), ipaddress.ip_network("2000::/3"))
_SPECIAL = tuple(
    ipaddress.ip_network(text)
    for text in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "3fff::/20",
    )
)
_RESERVED = frozenset({"local", "internal", "home.arpa", "onion", "test", "example", "invalid", "arpa"}) | {
    "metadata.goog",
    "metadata.azure.com",
    "metadata.tencentyun.com",
    "metadata.packet.net",
    "metadata.platformequinix.com",
}

_URL = re.compile(r"(?P<scheme>https?)://(?P<authority>[^/?#]*)(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_AUTHORITY = re.compile(r"(?P<host>\[[^\[\]]*\]|[^\[\]:]*)(?::(?P<port>[0-9]{0,5}))?")
# Underscores and hyphens at the ends are no good host names, and real blogs live at such.
_NAME = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
# What may stand in a request line as it is; `%` too, so that other people's escapes stay theirs.
_AS_IT_IS = "".join(chr(code) for code in range(0x21, 0x7F))


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a URL leads: what is looked up, dialled and asked for."""

    scheme: str
    host: str
    """In ASCII and lower case; an IPv6 address without its brackets."""
    port: int
    path: str
    """Path and query, byte for byte as given; beyond ASCII percent-encoded UTF-8. No fragment."""
    literal: Address | None
    """The address itself, when the URL names one and no look-up is needed."""

    @property
    def url(self) -> str:
        """The address to ask for, in ASCII."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = self.port == _usual_port(self.scheme)
        return f"{self.scheme}://{host}{'' if usual else f':{self.port}'}{self.path}"


def parse_allow(text: str) -> tuple[Network, ...]:
    """The networks of a comma-separated list of CIDRs. Raises ValueError with a sentence."""
    networks: list[Network] = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        try:
            networks.append(ipaddress.ip_network(part, strict=False))
        except ValueError:
            message = f"OUTBOUND_ALLOW takes networks like 127.0.0.0/8, separated by commas; {part!r} is none."
            raise ValueError(message) from None
    return tuple(networks)


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet, by our own tables."""
    return any(address in net for net in _PUBLIC) and not any(address in net for net in _SPECIAL)


def is_inside(address: Address, allow: Iterable[Network]) -> bool:
    """Whether the operator has opened this address."""
    return any(address in net for net in allow)


def at_door(url: str, allow: Collection[Network] = ()) -> Place:
    """Judge the form alone, as a door does that answers before anything is fetched. Raises Forbidden."""
    return _read(url, allow)


def as_typed(url: str, allow: Collection[Network] = ()) -> None:
    """Judge what our own author typed by everything that can be known without a look-up. Raises Forbidden."""
    at_dial(url, allow)


def at_dial(url: str, allow: Collection[Network] = (), ours: Collection[str] = ()) -> Place:
    """The place that a URL leads to, as far as its text tells. Raises Forbidden.

    A name that only an opened network may carry passes when there is one; `check_answers` then has the last word.
    """
    place = _read(url, allow)
    if place.literal is not None and is_inside(place.literal, allow):
        return place
    if place.literal is not None or not allow:
        _check_ordinary(place, ours)
    return place


def check_answers(place: Place, answers: Iterable[Address], allow: Collection[Network], ours: Collection[str]) -> None:
    """Every address of the name must be one we may dial, not only the one we would take. Raises Forbidden."""
    outside = [address for address in answers if not is_inside(address, allow)]
    if not all(is_public(address) for address in outside):
        raise Forbidden(PRIVATE)
    if outside:
        _check_ordinary(place, ours)


def _check_ordinary(place: Place, ours: Collection[str]) -> None:
    if place.port not in PORTS:
        raise Forbidden(ODD_PORT)
    if place.literal is not None:
        return
    if "." not in place.host:
        raise Forbidden(ONE_LABEL)
    labels = place.host.split(".")
    endings = {".".join(labels[start:]) for start in range(len(labels))}
    if endings & _RESERVED or place.host in ours:
        raise Forbidden(RESERVED)


def _read(url: str, allow: Collection[Network]) -> Place:
    if len(url) > LONGEST_URL:
        raise Forbidden(TOO_LONG)
    if any(char == "\\" or char.isspace() or unicodedata.category(char) in {"Cc", "Cs"} for char in url):
        raise Forbidden(STRAY_CHARACTER)
    match = _URL.fullmatch(url)
    if match is None:
        raise Forbidden(NOT_THE_WEB)
    if "@" in match["authority"]:
        raise Forbidden(USERINFO)
    scheme = match["scheme"].lower()
    host, port = _split(match["authority"], _usual_port(scheme))
    literal = _literal(host)
    _check_form(host, literal, allow)
    path = quote(match["rest"].partition("#")[0], safe=_AS_IT_IS)
    return Place(
        scheme=scheme,
        host=host if literal is None or _is_localhost(host) else str(literal),
        port=port,
        path=path if path.startswith("/") else f"/{path}",
        literal=literal,
    )


def _split(authority: str, usual: int) -> tuple[str, int]:
    match = _AUTHORITY.fullmatch(authority)
    if match is None:
        raise Forbidden(NO_HOST)
    port = int(match["port"] or usual)
    if not 0 < port < 65536:
        raise Forbidden(NO_HOST)
    host = match["host"]
    return (host.lower() if host.startswith("[") else _in_ascii(host)), port


def _in_ascii(host: str) -> str:
    """The name as the resolver is asked for it: folded first and judged afterwards, never the other way round."""
    if not host.isascii():
        try:
            host = idna.uts46_remap(host, std3_rules=False, transitional=False)
            host = host if host.isascii() else idna.encode(host).decode("ascii")
        except UnicodeError:
            raise Forbidden(NO_HOST) from None
    host = host.lower().removesuffix(".")
    if len(host) > LONGEST_HOST or _NAME.fullmatch(host) is None:
        raise Forbidden(NO_HOST)
    return host


def _literal(host: str) -> Address | None:
    if host.startswith("["):
        try:
            # An address with a zone names an interface of this machine.
            return None if "%" in host else ipaddress.IPv6Address(host[1:-1])
        except ValueError:
            raise Forbidden(NO_HOST) from None
    if _is_localhost(host):
        return LOOPBACK
    if _NUMBER.fullmatch(host.rpartition(".")[2]) is None:
        return None
    # The resolver of the system reads octal, hex, short and single-number forms; nobody links to such a page.
    try:
        return ipaddress.IPv4Address(host)
    except ValueError:
        raise Forbidden(ODD_NUMBER) from None


def _check_form(host: str, literal: Address | None, allow: Collection[Network]) -> None:
    if literal is not None:
        if not is_public(literal) and not is_inside(literal, allow):
            raise Forbidden(PRIVATE)
    elif host.startswith("["):
        raise Forbidden(NO_HOST)
    elif "." not in host and not allow:
        raise Forbidden(ONE_LABEL)


def _is_localhost(host: str) -> bool:
    return host == "localhost" or host.endswith(".localhost")


def _usual_port(scheme: str) -> int:
    return 443 if scheme == "https" else 80
