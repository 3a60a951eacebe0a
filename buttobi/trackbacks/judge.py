"""What an author wrote into the trackback box: which addresses it holds, and which of them can never be sent.

Nothing is looked up or fetched here: the form of the address, the wall and our own rows decide.
"""

import re
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext, gettext_noop

from buttobi.blogs.models import Blog
from buttobi.outbound import guard
from buttobi.outbound.errors import Forbidden
from buttobi.sections import addresses as ours
from buttobi.sections import marked, wall
from buttobi.sections.section import Section
from buttobi.trackbacks import keys, targets
from buttobi.trackbacks.models import Target
from linkback import addresses
from linkback.errors import RemoteProtocolError

NO_ADDRESS = gettext_noop("This is not a web address. Copy the Trackback URL as it stands, beginning with http.")
NO_ENTRY = gettext_noop("There is no entry at this address. Copy the Trackback URL from the entry's page again.")
ITSELF = gettext_noop("This is the entry itself. An entry never trackbacks itself.")

_SEPARATORS = re.compile(r"[\s,、，\u3000]+")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One written address: where it leads, and why it can never be sent, if so."""

    url: str
    key: str = ""
    target: Target | None = None
    """The page of ours that it means; None for a page elsewhere."""
    problem: str = ""
    """An English sentence, the key of its translation; empty when it can be sent."""

    @property
    def refusal(self) -> str:
        """The problem in the reader's language."""
        return gettext(self.problem) if self.problem else ""

    @property
    def kind(self) -> str:
        return "here" if self.target is not None else "elsewhere"


def split_urls(text: str) -> list[str]:
    """The addresses in a trackback box, in order. Lines, blanks and commas separate; full-width signs are folded."""
    return [url for url in _SEPARATORS.split(text.translate(_FULL_WIDTH)) if url]


def limit(blog: Blog) -> int:
    """How many addresses one entry of a blog may carry."""
    adult = blog.section == Section.ADULT
    return int(settings.TRACKBACK_URLS_ADULT if adult else settings.TRACKBACK_URLS_GENERAL)


def judge(url: str, *, blog: Blog, own: Target | None = None) -> Judged:
    """Where an address leads that an author of `blog` wrote, and whether it can ever be sent."""
    try:
        url = addresses.repair(url)
    except RemoteProtocolError:
        return Judged(url=url, problem=NO_ADDRESS)
    if ours.is_ours(url):
        return _judge_ours(url, blog=blog, own=own)
    try:
        guard.as_typed(url, settings.OUTBOUND_ALLOW)
    except Forbidden as forbidden:
        return Judged(url=url, problem=forbidden.sentence)
    problem = wall.refusal_elsewhere(source=blog.section, adult=marked.is_marked(addresses.host(url)))
    return Judged(url=url, key=keys.of_target(url), problem=problem or "")


def _judge_ours(url: str, *, blog: Blog, own: Target | None) -> Judged:
    target = targets.find(url) or targets.find_moved(url)
    if target is None:
        return Judged(url=url, problem=NO_ENTRY)
    if own is not None and own.pk == target.pk:
        return Judged(url=url, target=target, problem=ITSELF)
    problem = wall.refusal(source=blog.section, target=target.blog.section, to_center=target.blog.official)
    return Judged(url=url, key=keys.of_target(url, ours=target), target=target, problem=problem or "")
