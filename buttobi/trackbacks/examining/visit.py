"""One visit to a source page: what is there, read once for every target that it names."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_noop

from buttobi.outbound.answer import Answer, is_readable
from buttobi.outbound.errors import BROKE_OFF, LeadsHere, OtherPeoplesProblem
from buttobi.outbound.pace import Later
from buttobi.outbound.rates import retry_after
from buttobi.outbound.visitor import Visitor
from buttobi.sections import addresses as ours
from buttobi.trackbacks.examining.verdict import Seen
from linkback.evidence import Evidence, find_evidence

GONE = gettext_noop("The page is gone for good.")
NOT_FOUND = gettext_noop("There is no page at this address.")
NOT_LET_IN = gettext_noop("The server does not let us in.")
BUSY = gettext_noop("The server asks for patience.")
IN_TROUBLE = gettext_noop("The server is in trouble.")
ODD_ANSWER = gettext_noop("The server answers with something that is no page.")
INTERRUPTED = gettext_noop("The examination of this page was interrupted again and again.")

# A page that broke off before this much of it came may still hold the link.
HALF_A_PAGE = 500_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a visit found. `problem` is an English sentence, the key of its translation."""

    seen: Seen
    final_url: str = ""
    status: int | None = None
    evidence: Evidence | None = None
    problem: str = ""
    not_before: datetime | None = None


async def visit(visitor: Visitor, source_url: str) -> Answer | Found:
    """The page, or what came instead of it. Raises pace.Later when it is not our turn."""
    if ours.is_ours(source_url):
        # It was a page of ours when it was written down.
        return Found(seen=Seen.GONE, problem=GONE)
    try:
        answer = await visitor.get(source_url)
    except Later:
        raise
    except LeadsHere as problem:
        return Found(seen=Seen.OURS, problem=problem.sentence)
    except OtherPeoplesProblem as problem:
        return Found(seen=Seen.UNREADABLE, problem=problem.sentence)
    return answer if 200 <= answer.status < 300 else _instead(answer)


def _instead(answer: Answer) -> Found:
    seen, problem = Seen.UNREADABLE, ODD_ANSWER
    if answer.status == 410:
        seen, problem = Seen.GONE, GONE
    elif answer.status == 404:
        seen, problem = Seen.MISSING, NOT_FOUND
    elif answer.status in (401, 403):
        problem = NOT_LET_IN
    elif answer.status in (429, 503):
        problem = BUSY
    elif answer.status >= 500:
        problem = IN_TROUBLE
    wait = retry_after(answer.header("retry-after"), timezone.now())
    return Found(seen=seen, final_url=answer.url, status=answer.status, problem=problem, not_before=wait)


def read(answer: Answer, source_url: str, targets: Iterable[str]) -> Found:
    """The page read for all targets at once. It may take its time: call it outside the loop."""
    content_type = answer.header("content-type")
    ratings = answer.all("rating")
    evidence = find_evidence(answer.body, content_type, source_url, answer.url, targets, ratings=ratings)
    broke_off = answer.truncated and is_readable(content_type) and len(answer.body) < HALF_A_PAGE
    if broke_off and not evidence.mentions:
        return Found(seen=Seen.UNREADABLE, final_url=answer.url, status=answer.status, problem=BROKE_OFF)
    return Found(seen=Seen.PAGE, final_url=answer.url, status=answer.status, evidence=evidence)
