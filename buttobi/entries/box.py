"""The trackback box under Other Settings: its addresses, where each leads, and which of them can never be sent."""

from dataclasses import dataclass

from django.utils.translation import gettext

from buttobi.blogs.models import Blog
from buttobi.entries.models import Entry
from buttobi.trackbacks.judge import Judged, judge, limit, split_urls
from buttobi.trackbacks.models import Sent, Target

# Of a box with thousands of lines only so many are looked at; it is refused anyway.
LOOKED_AT = 30
# So much of a long address stands in the sentence about it.
NAMED_WITH = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One address in the box."""

    judged: Judged
    again: bool
    """It stands in the box already."""
    sent: bool
    """It was sent, or is on its way."""

    @property
    def url(self) -> str:
        return self.judged.url

    @property
    def says(self) -> str:
        """What the chip beside it says."""
        if self.judged.refusal:
            return self.judged.refusal
        if self.again:
            return gettext("twice in the box, sent once")
        if self.sent:
            return gettext("already sent")
        if self.judged.target is None:
            return gettext("a page elsewhere")
        if not self.judged.target.is_open:
            return gettext("takes no trackbacks now")
        return gettext("an entry here: “%(title)s”") % {"title": self.judged.target.title}

    @property
    def tone(self) -> str:
        """The colour of the chip, as the stylesheet names it."""
        if self.judged.refusal:
            return "refused"
        if self.again or self.judged.target is None:
            return ""
        return "found" if self.judged.target.is_open else "waiting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """All of it, for one entry of one blog."""

    lines: tuple[Line, ...]
    count: int
    limit: int

    @classmethod
    def read(cls, text: str, *, blog: Blog, entry: Entry | None) -> "Box":
        urls = split_urls(text.replace("\x00", ""))
        own = entry.target if entry is not None else None
        sent = set(_sent_keys(own))
        met: set[str] = set()
        lines = []
        for url in urls[:LOOKED_AT]:
            judged = judge(url, blog=blog, own=own)
            key = judged.key or judged.url
            lines.append(Line(judged=judged, again=key in met, sent=key in sent))
            met.add(key)
        # What was sent and is not in the box any more counts too: the limit is the entry's, not the moment's.
        count = len(met | sent) + max(0, len(urls) - LOOKED_AT)
        return cls(lines=tuple(lines), count=count, limit=limit(blog))

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


def _sent_keys(own: Target | None) -> list[str]:
    if own is None:
        return []
    gone = (Sent.State.CANCELLED, Sent.State.WITHDRAWN)
    return list(Sent.objects.filter(source=own).exclude(state__in=gone).values_list("target_key", flat=True))


def _short(url: str) -> str:
    return url if len(url) <= NAMED_WITH else f"{url[:NAMED_WITH]}…"
