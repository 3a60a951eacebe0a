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
