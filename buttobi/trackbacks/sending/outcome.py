"""What an answer to our linkback, or the lack of one, means for the row that owes it. Values only."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_noop

from buttobi.outbound.answer import Answer
from buttobi.outbound.errors import Forbidden, LeadsHere, OtherPeoplesProblem
from buttobi.outbound.pace import Later
from buttobi.outbound.rates import retry_after
from buttobi.trackbacks.models import Sent
from buttobi.trackbacks.sending import choose
from linkback import pingback, trackback, webmention
from linkback.messages import Reply, Verdict

NOTHING_FOUND = gettext_noop("That page names no address for trackbacks. If it shows a Trackback URL, paste that.")
TAKES_NONE = gettext_noop("That page takes no trackbacks.")
NEEDS_LINK = gettext_noop("That page is told only by entries that link to it. Add a link to your text and send again.")
TOLD_ALREADY = gettext_noop("That page is told by the Trackback URL that you wrote under Other Settings.")
NO_LONGER_TOLD = gettext_noop("That page takes no Webmentions any more, so it was not told of your change.")
NO_PAGE = gettext_noop("There is no page at this address.")
ITS_PING_URL_IS_OURS = gettext_noop("That page sends its trackbacks to this service. Paste the Trackback URL you mean.")
LEADS_HERE = gettext_noop("This address leads to a page of this service. Paste the Trackback URL of that page itself.")
MOVED = gettext_noop("The address has moved. Look for the new Trackback URL on their page.")
NOT_THERE = gettext_noop("There is nothing at this address that takes trackbacks.")
NOT_LET_IN = gettext_noop("The server does not let us in.")
TURNED_DOWN = gettext_noop("The server turned the trackback down without giving a reason.")
BUSY = gettext_noop("The server asks for patience.")
IN_TROUBLE = gettext_noop("The server is in trouble.")
NO_VERDICT = gettext_noop(
    "The server answered, but did not say whether it took the trackback. Please look at their page."
)
BROKE_OFF = gettext_noop("We were interrupted while sending. It may have arrived.")
IN_DOUBT = gettext_noop("It may have arrived. Before we send it once more, we look at their page.")
IN_DOUBT_TWICE = gettext_noop(
    "It may have arrived: the server did not answer in time, twice. Please look at their page."
)

_WORDS_ABOUT_REFUSALS = {401: NOT_LET_IN, 403: NOT_LET_IN, 404: NOT_THERE, 405: NOT_THERE, 410: NOT_THERE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one attempt: ACCEPTED, REFUSED, UNCLEAR, or LATER for another attempt."""

    state: Sent.State
    answer: str = ""
    problem: str = ""
    not_before: datetime | None = None
    status_url: str = ""
    """Where the receiver tells what became of it."""
    in_doubt: bool = False
    """Whether the ping may have arrived although no answer came."""
    passes: bool = False
    """Whether nothing of this kind is taken there, so that the next kind may be tried."""
    waited: bool = False
    """Whether it was not our turn, so that no attempt was made."""


LAPSED = Outcome(state=Sent.State.LATER, problem=BROKE_OFF, in_doubt=True)


def of_answer(answer: Answer, *, protocol: Sent.Protocol, now: datetime) -> Outcome:
    """What the answer to a POST means: their verdict where there is one, else their status."""
    reply = _read(answer, protocol)
    by_status = protocol == Sent.Protocol.WEBMENTION or answer.status >= 500 or answer.status == 429
    if reply.verdict == Verdict.REFUSED and not by_status:
        passes = choose.is_closed(reply.message, status=answer.status, fault=reply.fault)
        problem = "" if reply.message else TURNED_DOWN
        return Outcome(state=Sent.State.REFUSED, answer=reply.message, problem=problem, passes=passes)
    is_taken = reply.verdict in (Verdict.ACCEPTED, Verdict.ALREADY)
    # WordPress takes a ping at an address of its older shape, and says so in a page with status 404.
    if not 200 <= answer.status < 300 and (by_status or not is_taken):
        return _of_status(answer, words=reply.message, now=now)
    if is_taken:
        return Outcome(state=Sent.State.ACCEPTED, answer=reply.message, status_url=reply.status_url)
    return Outcome(state=Sent.State.UNCLEAR, answer=reply.message, problem=NO_VERDICT)


def _read(answer: Answer, protocol: Sent.Protocol) -> Reply:
    content_type = answer.header("content-type")
    if protocol == Sent.Protocol.WEBMENTION:
        return webmention.parse_reply(answer.url, answer.status, answer.headers, answer.body)
    if protocol == Sent.Protocol.PINGBACK:
        return pingback.parse_reply(answer.body, content_type=content_type)
    return trackback.parse_reply(answer.body, content_type=content_type)


def _of_status(answer: Answer, *, words: str, now: datetime) -> Outcome:
    if answer.status == 429 or answer.status >= 500:
        return patience(answer, now=now, words=words)
    if answer.status < 400:
        return Outcome(state=Sent.State.REFUSED, answer=words, problem=MOVED)
    problem = _WORDS_ABOUT_REFUSALS.get(answer.status, "" if words else TURNED_DOWN)
    passes = choose.is_closed(words, status=answer.status)
    return Outcome(state=Sent.State.REFUSED, answer=words, problem=problem, passes=passes)


def of_page(answer: Answer, *, now: datetime) -> Outcome | None:
    """Why a page that we wanted to read cannot be read; None when it can."""
    if 200 <= answer.status < 300:
        return None
    if answer.status == 429 or answer.status >= 500:
        return patience(answer, now=now)
    return Outcome(state=Sent.State.REFUSED, problem=of_page_in_words(answer))


def of_page_in_words(answer: Answer) -> str:
    """The same in a sentence, for somebody who is about to write to it."""
    if answer.status == 429 or answer.status >= 500:
        return BUSY if answer.status in (429, 503) else IN_TROUBLE
    return NOT_LET_IN if answer.status in (401, 403) else NO_PAGE


def patience(answer: Answer, *, now: datetime, words: str = "") -> Outcome:
    """Another attempt, not before the time that the server asks for."""
    return Outcome(
        state=Sent.State.LATER,
        answer=words,
        problem=BUSY if answer.status in (429, 503) else IN_TROUBLE,
        not_before=retry_after(answer.header("retry-after"), now),
    )


def of_problem(problem: OtherPeoplesProblem) -> Outcome:
    """What a visit that came to nothing means."""
    if isinstance(problem, Forbidden):
        return Outcome(state=Sent.State.REFUSED, problem=problem.sentence, passes=True)
    if isinstance(problem, LeadsHere):
        return Outcome(state=Sent.State.REFUSED, problem=LEADS_HERE)
    if isinstance(problem, Later):
        return Outcome(state=Sent.State.LATER, problem=problem.sentence, not_before=problem.until, waited=True)
    return Outcome(state=Sent.State.LATER, problem=problem.sentence, in_doubt=problem.ambiguous)
