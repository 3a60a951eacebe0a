"""Where cleaned HTML leads its readers."""

from linkback import addresses
from linkback.documents import read_html


def links(html: str, *, base: str) -> list[str]:
    """Every address that HTML from `sanitize` or `render` links to, absolute, once each, in reading order."""
    found = (addresses.resolve(base, link.address) for link in read_html(html).links if link.tag == "a")
    return list(dict.fromkeys(address for address in found if address))
