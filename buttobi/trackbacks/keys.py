"""What makes two addresses the same one to us: the keys under which pairs are unique."""

from hashlib import sha256

from buttobi.trackbacks.models import Target
from linkback import addresses


def of_source(url: str, *, ours: Target | None = None) -> str:
    """The key of a page that trackbacks us. A page of ours keeps its key when its address changes."""
    return f"ours:{ours.pk}" if ours is not None else f"url:{sha256(addresses.key(url).encode()).hexdigest()}"


def of_target(url: str, *, ours: Target | None = None) -> str:
    """The key of an address that we trackback; blind for a slash at the end, so that none is sent twice for it."""
    return f"ours:{ours.pk}" if ours is not None else f"url:{sha256(addresses.loose_key(url).encode()).hexdigest()}"


def of_page_pair(final_url: str, target: int, *, canonical: str = "") -> str:
    """The key of a page elsewhere and a page of ours, by where the source led: the same for all spellings of both."""
    return sha256(f"{target} {addresses.page(final_url, canonical=canonical)}".encode()).hexdigest()[:32]
