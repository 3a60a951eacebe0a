"""Whether a trackback of ours is to be seen on the page that took it."""

import logging
import re
from datetime import datetime, timedelta

from buttobi.outbound.visitor import Visitor
from buttobi.trackbacks.models import Sent
from buttobi.trackbacks.models.sent import LOOKS, SentQuerySet
from linkback.evidence import find_evidence

log = logging.getLogger(__name__)

# A Trackback URL leads readers to the entry itself, or to a page of this name below it.
_BELOW_ENTRY = re.compile(r"(https?://[^?#]+/)trackback/?", re.IGNORECASE)
_AT_LEAST = timedelta(minutes=1)


class Unreadable(Exception):  # noqa: N818 (named by what it says of their page)
    """Their page cannot be read now; `status` is what its server said."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


async def is_seen(visitor: Visitor, sent: Sent) -> bool:
    """Whether their page links to ours. Raises Unreadable, and OtherPeoplesProblem."""
    page = await visitor.get(sent.target_url)
    here = sent.source.address
    for _page in range(2):
        if page.status == 429 or page.status >= 500:
            raise Unreadable(page.status)
        found = find_evidence(page.body, page.header("content-type"), sent.target_url, page.url, [here])
        if found.links_to(here):
            return True
        entry = entry_of(page.url)
        if entry is None:
            break
        page = await visitor.get(entry)
    return False


def entry_of(url: str) -> str | None:
    """The entry above the page to which a Trackback URL led; None for a page of another kind."""
    found = _BELOW_ENTRY.fullmatch(url)
    return found[1] if found else None


def first(now: datetime) -> dict[str, object]:
    """The columns of a row that was just taken: when we look for the first time."""
    return {"look_at": now + LOOKS[0], "looks": 0}


def wait(sent: Sent, until: datetime) -> None:
    """It is not our turn there yet."""
    _mine(sent).update(look_at=until, lease="", leased_until=None)


def settle(sent: Sent, *, seen: bool | None, now: datetime) -> None:
    """Writes down what a look found (None: it could not be read), and when the next one is."""
    looks = min(sent.looks + 1, len(LOOKS))
    since = sent.posted_at or sent.changed_at
    changes: dict[str, object] = {
        "looks": looks,
        "look_at": max(since + LOOKS[looks], now + _AT_LEAST) if looks < len(LOOKS) else None,
        "lease": "",
        "leased_until": None,
    }
    if seen is not None:
        changes["looked_at"] = now
    if seen:
        changes |= {"seen_since": sent.seen_since or now, "lost_since": None}
    elif seen is False and sent.seen_since is not None:
        changes["lost_since"] = sent.lost_since or now
    if not _mine(sent).update(**changes):
        return
    if seen and sent.state == Sent.State.UNCLEAR:
        # What nobody said is said by the page itself (IO-43).
        sent.step(Sent.State.ACCEPTED, problem="")
    log.info("sent=%s looks=%s seen=%s", sent.pk, looks, seen)


def _mine(sent: Sent) -> SentQuerySet:
    return Sent.objects.filter(pk=sent.pk, lease=sent.lease)
