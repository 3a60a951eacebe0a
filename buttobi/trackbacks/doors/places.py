"""Which page of ours a message means by the address that it names, on the host at which it knocked."""

from django.http import HttpRequest

from buttobi.sections import addresses
from buttobi.sections.section import Section
from buttobi.trackbacks import targets
from buttobi.trackbacks.models import Target
from linkback.errors import RemoteProtocolError

NO_ENTRY = "There is no entry at the target's address."
MOVED = "This entry has moved to the other section of this service. Sections do not mix."
NO_TARGET = "The target is no entry of this service that takes trackbacks."


class NoTarget(RemoteProtocolError):  # noqa: N818 (named by what it tells the sender)
    """The address means no page that could be trackbacked. `is_certain`: it would be an entry's, and there is none."""

    def __init__(self, *, is_certain: bool, has_moved: bool = False) -> None:
        super().__init__(MOVED if has_moved else NO_ENTRY if is_certain else NO_TARGET)
        self.is_certain = is_certain


def target_of(request: HttpRequest, url: str) -> Target:
    """The page at an address: permalink, former permalink, any host of its blog, with or without a fragment.

    Raises NoTarget. About a page of the other section a section's host knows nothing, but that it was here once.
    """
    target = targets.find(url)
    wanted = section_of(request)
    if target is None and targets.find_moved(url) is not None:
        raise NoTarget(is_certain=True, has_moved=True)
    if target is None or (wanted is not None and target.blog.section != wanted):
        raise NoTarget(is_certain=target is None and _would_be_an_entry(url))
    return target


def section_of(request: HttpRequest) -> Section | None:
    """The section whose host was asked; None on hosts that stand for none (the desk, loopback)."""
    host = request.META.get("HTTP_HOST", "")
    blog = addresses.blog_of_host(host)
    return addresses.section_of_host(host) or (blog[0] if blog else None)


def _would_be_an_entry(url: str) -> bool:
    if not addresses.is_ours(url):
        return False
    steps = [step for step in addresses.path_of_url(url).split("/") if step]
    if addresses.blog_of_host(addresses.host_of_url(url)) is None:
        if not steps or steps[0] in addresses.SERVICE_SEGMENTS:
            return False
        del steps[0]
    return len(steps) == 1 and steps[0] not in addresses.BLOG_SEGMENTS
