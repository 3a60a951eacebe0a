"""What an answer to our ping, or the lack of one, means for the row that owes it. Values only."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_noop

from buttobi.outbound.answer import Answer
from buttobi.outbound.errors import Forbidden, OtherPeoplesProblem
from buttobi.trackbacks.backoff import retry_after
from buttobi.trackbacks.models import Sent
from linkback import trackback
from linkback.trackback import Verdict

NOTHING_FOUND = gettext_noop("That page names no address for trackbacks. If it shows a Trackback URL, paste that.")
NO_PAGE = gettext_noop("There is no page at this address.")
ITS_PING_URL_IS_OURS = gettext_noop("That page sends its trackbacks to this service. Paste the Trackback URL you mean.")
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
    in_doubt: bool = False
    """Whether the ping may have arrived although no answer came."""


LAPSED = Outcome(state=Sent.State.LATER, problem=BROKE_OFF, in_doubt=True)


def of_ping(answer: Answer, *, now: datetime) -> Outcome:
    """What the answer to a POST means: their verdict where there is one, else their status."""
    reply = trackback.parse_reply(answer.body, content_type=answer.header("content-type"))
    if reply.verdict == Verdict.REFUSED and answer.status < 500 and answer.status != 429:
        return Outcome(state=Sent.State.REFUSED, answer=reply.message, problem="" if reply.message else TURNED_DOWN)
    if not 200 <= answer.status < 300:
        return _of_status(answer, words=reply.message, now=now)
    if reply.verdict in (Verdict.ACCEPTED, Verdict.ALREADY):
        return Outcome(state=Sent.State.ACCEPTED, answer=reply.message)
    return Outcome(state=Sent.State.UNCLEAR, answer=reply.message, problem=NO_VERDICT)


def _of_status(answer: Answer, *, words: str, now: datetime) -> Outcome:
    if answer.status == 429 or answer.status >= 500:
        return patience(answer, now=now, words=words)
    if answer.status < 400:
        return Outcome(state=Sent.State.REFUSED, answer=words, problem=MOVED)
    return Outcome(
        state=Sent.State.REFUSED, answer=words, problem=_WORDS_ABOUT_REFUSALS.get(answer.status, TURNED_DOWN)
    )


def of_page(answer: Answer, *, now: datetime) -> Outcome | None:
    """Why a page that we wanted to read cannot be read; None when it can."""
    if 200 <= answer.status < 300:
        return None
    if answer.status == 429 or answer.status >= 500:
        return patience(answer, now=now)
    return Outcome(state=Sent.State.REFUSED, problem=NOT_LET_IN if answer.status in (401, 403) else NO_PAGE)


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
        return Outcome(state=Sent.State.REFUSED, problem=problem.sentence)
    return Outcome(state=Sent.State.LATER, problem=problem.sentence, in_doubt=problem.ambiguous)
