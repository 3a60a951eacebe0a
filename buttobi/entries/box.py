"""The trackback box under Other Settings: its addresses, where each leads, and which of them can never be sent."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.formats import date_format
from django.utils.translation import gettext

from buttobi.blogs.models import Blog
from buttobi.entries.models import Entry
from buttobi.trackbacks import policy
from buttobi.trackbacks.judge import Judged, judge, limit, split_urls
from buttobi.trackbacks.links import is_linked
from buttobi.trackbacks.models import Sent, Target
from buttobi.trackbacks.models.policy import Culture
from buttobi.trackbacks.sending import choose
from buttobi.trackbacks.sending.discover import Found, discover_all

# Of a box with thousands of lines only so many are looked at; it is refused anyway.
LOOKED_AT = 30
# So much of a long address stands in the sentence about it.
NAMED_WITH = 100


@dataclass(frozen=True, slots=True)
class Chip:
    """A few words, and their colour as the stylesheet names it."""

    says: str
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link that a text could have."""

    url: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One address in the box."""

    judged: Judged
    again: bool
    """It stands in the box already."""
    sent: Sent | None
    """What was sent there, or is on its way."""
    linked: bool = False
    """The text links to it."""
    found: Found | None = None
    """What is there, when somebody looked."""

    @property
    def url(self) -> str:
        return self.judged.url

    @property
    def is_elsewhere(self) -> bool:
        """Whether its page has to be asked what it takes."""
        return self.judged.target is None and not self.judged.refusal and not self.again

    @property
    def chip(self) -> Chip:
        """What the chip beside it says, and its colour."""
        if self.judged.refusal:
            return Chip(self.judged.refusal, "refused")
        if self.again:
            return Chip(gettext("twice in the box, sent once"))
        if self.judged.target is not None:
            return _of_ours(self.judged.target, linked=self.linked)
        return _of_theirs(self.found, linked=self.linked) if self.found else Chip(gettext("a page elsewhere"))

    @property
    def already(self) -> str:
        """When it was sent, in words; empty when it was not."""
        if self.sent is None:
            return ""
        at = self.sent.posted_at or self.sent.created_at
        day = date_format(at.astimezone(self.sent.source.blog.zone), gettext("j M Y"))
        return gettext("already sent on %(day)s") % {"day": day} if self.sent.posted_at else gettext("already sent")

    @property
    def rules(self) -> str:
        """Its policy in words, where it is known."""
        if self.judged.target is not None:
            rules = policy.of(self.judged.target)
            # Why a page takes nothing stands in its chip.
            return policy.words(rules, self.judged.target) if rules.is_open and not self.judged.refusal else ""
        return self.found.rules.in_words if self.found and self.found.rules else ""

    @property
    def link(self) -> Link | None:
        """The link that the text could have; None when it has it, or when nothing is known of the page."""
        if self.linked or self.judged.refusal or self.again:
            return None
        if self.judged.target is not None:
            if not can_be_read(self.judged.target):
                return None
            return Link(url=self.judged.target.address, title=self.judged.target.display_title)
        if self.found is None or not choose.ways(self.found.endpoints, linked=True):
            return None
        return Link(url=self.found.url, title=self.found.title)


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """All of it, for one entry of one blog."""

    lines: tuple[Line, ...]
    count: int
    limit: int

    @classmethod
    def read(cls, text: str, *, blog: Blog, entry: Entry | None, links: Sequence[str] = ()) -> "Box":
        """What a box holds; `links` are the addresses that the text links to."""
        urls = split_urls(text.replace("\x00", ""))
        own = entry.target if entry is not None else None
        sent = _sent(own)
        met: set[str] = set()
        lines = []
        for url in urls[:LOOKED_AT]:
            judged = judge(url, blog=blog, own=own)
            key = judged.key or judged.url
            linked = _is_linked(judged, links)
            lines.append(Line(judged=judged, again=key in met, sent=sent.get(key), linked=linked))
            met.add(key)
        # What was sent and is not in the box any more counts too: the limit is the entry's, not the moment's. Links in
        # the text count apart.
        typed = {key for key, row in sent.items() if not row.from_text}
        count = len(met | typed) + max(0, len(urls) - LOOKED_AT)
        return cls(lines=tuple(lines), count=count, limit=limit(blog))

    def look(self, links: Sequence[str], *, by: int) -> "Box":
        """The same with what is found at pages elsewhere, for the account `by`. It asks them, for four seconds."""
        elsewhere = [line for line in self.lines if line.is_elsewhere]
        found = discover_all([line.url for line in elsewhere], by=by)
        return replace(self, lines=tuple(_looked_at(line, found.get(line.url), links) for line in self.lines))

    @property
    def is_unasked(self) -> bool:
        """Whether a page elsewhere is named that nobody looked at yet."""
        return any(line.is_elsewhere and line.found is None for line in self.lines)

    @property
    def is_full(self) -> bool:
        return self.count > self.limit

    @property
    def says(self) -> str:
        """The count, as the line under the box shows it."""
        return gettext("%(count)s of %(limit)s") % {"count": self.count, "limit": self.limit}

    @property
    def problems(self) -> list[str]:
        """Why this box cannot be sent, one sentence for each address that is to blame, and for their number."""
        found = [
            f"{_short(line.url)} – {line.judged.refusal}"
            for line in self.lines
            if line.judged.refusal and not line.sent
        ]
        if self.is_full and any(not line.sent for line in self.lines):
            words = gettext("An entry of this blog carries at most %(limit)s trackback URLs; here are %(count)s.")
            found.append(words % {"limit": self.limit, "count": self.count})
        return found

    @property
    def targets(self) -> list[Target]:
        """The entries here that this entry answers, each once; of one that its author took back nothing is shown."""
        good = (line.judged.target for line in self.lines if not line.judged.refusal and not line.again)
        return [target for target in good if target is not None and can_be_read(target)]


def can_be_read(target: Target) -> bool:
    """Whether readers can open the page now; whether it takes trackbacks is another matter."""
    return target.listed and target.blog.state == Blog.State.OPEN


def closed(target: Target) -> str:
    """Why a page of ours takes nothing now, in words; empty when it does. A theme says what becomes of it."""
    because = policy.of(target).closed_because
    return gettext("takes no trackbacks now") if because == policy.CLOSED else gettext(because) if because else ""


def _sent(own: Target | None) -> dict[str, Sent]:
    """What an entry sent or owes, by the keys of its targets."""
    if own is None:
        return {}
    gone = (Sent.State.CANCELLED, Sent.State.WITHDRAWN)
    rows = Sent.objects.filter(source=own).exclude(state__in=gone).select_related("source__blog")
    return {row.target_key: row for row in rows}


def _is_linked(judged: Judged, links: Sequence[str]) -> bool:
    if not links:
        return False
    if judged.target is not None:
        return is_linked(judged.target, links)
    return bool(choose.as_linked(links, [judged.url]))


def _looked_at(line: Line, found: Found | None, links: Sequence[str]) -> Line:
    if found is None or not line.is_elsewhere:
        return line
    return replace(line, found=found, linked=bool(choose.as_linked(links, [line.url, found.url])))


def _of_ours(target: Target, *, linked: bool) -> Chip:
    if says := closed(target):
        return Chip(says, "waiting")
    if policy.of(target).culture == Culture.MENTION and not linked:
        return Chip(gettext("needs a link in your text"), "waiting")
    return Chip(gettext("an entry here: “%(title)s”") % {"title": target.display_title}, "found")


def _of_theirs(found: Found, *, linked: bool) -> Chip:
    """What sending to a page elsewhere would come to."""
    if found.problem:
        return Chip(gettext(found.problem), "waiting")
    rules, ways = found.rules, choose.ways(found.endpoints, linked=linked)
    if rules is not None and rules.takes is not None:
        ways = [way for way in ways if way.protocol in rules.takes]
    if rules is not None and not rules.is_open:
        return Chip(gettext("closed: takes no trackbacks now"), "refused")
    needs_link = rules is not None and rules.needs_link
    if not linked and (needs_link or (not ways and choose.ways(found.endpoints, linked=True))):
        return Chip(gettext("needs a link in your text"), "waiting")
    if not ways:
        return Chip(gettext("nothing found: takes no trackbacks"), "refused")
    if found.adult:
        return Chip(gettext("%(kind)s found; the page calls itself adult") % {"kind": ways[0].protocol.label}, "found")
    return Chip(gettext("%(kind)s found") % {"kind": ways[0].protocol.label}, "found")


def _short(url: str) -> str:
    return url if len(url) <= NAMED_WITH else f"{url[:NAMED_WITH]}…"
