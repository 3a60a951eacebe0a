"""A trackback that we owe or sent as a line of Sent: its life in words, and what may be done about it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from buttobi.blogs.models import Blog
from buttobi.trackbacks import outbox
from buttobi.trackbacks.models import Received, Sent
from buttobi.trackbacks.views import times
from buttobi.trackbacks.views.places import place

CHIPS = {
    Sent.State.ACCEPTED: "found",
    Sent.State.UNCLEAR: "waiting",
    Sent.State.LATER: "waiting",
    Sent.State.REFUSED: "refused",
    Sent.State.GAVE_UP: "gone",
    Sent.State.CANCELLED: "gone",
    Sent.State.WITHDRAWN: "gone",
}
MOVING = (Sent.State.WAITING, Sent.State.FINDING, Sent.State.SENDING)

# Whether a page here takes it is settled at once; what its owner made of it since is seen here.
_HERE = {
    Received.State.ARRIVED: "waiting",
    Received.State.HELD: "waiting",
    Received.State.SHOWN: "found",
    Received.State.REFUSED: "refused",
    Received.State.WITHDRAWN: "gone",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A button: what it sends, what it says, and of which entry for those who do not see the row."""

    name: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """What an author sees of one trackback, in words."""

    pk: int
    url: str
    title: str
    host: str
    state: str
    words: str
    chip: str
    at: str
    when: str
    says: str
    problem: str
    note: str
    source_url: str
    source_title: str
    acts: tuple[Act, ...]
    moving: bool


def sendings(sents: Iterable[Sent]) -> list[Sending]:
    """Lines for rows, in their order. Asks the database once for what pages here made of them."""
    rows = list(sents)
    pairs = Received.objects.filter(
        source__in={sent.source_id for sent in rows}, target__in={sent.target_id for sent in rows if sent.target_id}
    ).values_list("source_id", "target_id", "state")
    here: dict[tuple[int | None, int | None], str] = {(source, target): state for source, target, state in pairs}
    blogs: dict[int, Blog] = {}
    return [_sending(sent, here.get((sent.source_id, sent.target_id)), blogs) for sent in rows]


def _sending(sent: Sent, received: str | None, blogs: dict[int, Blog]) -> Sending:
    source = sent.source
    source.blog = blogs.setdefault(source.blog_id, source.blog)
    words, chip = _stands(sent, received)
    at = sent.due_at if sent.state == Sent.State.LATER else sent.changed_at
    return Sending(
        pk=sent.pk,
        url=sent.target.address if sent.target else sent.target_url,
        title=sent.target.title if sent.target else "",
        host=place(sent.target_url, sent.target),
        state=sent.state,
        words=words,
        chip=chip,
        at=times.for_machines(at, source.blog),
        when=times.in_full(at, source.blog),
        says=sent.answer,
        problem=gettext(sent.problem) if sent.problem else "",
        note=_note(sent),
        source_url=source.address,
        source_title=source.title or source.address,
        acts=tuple(_acts(sent, received)),
        moving=sent.state in MOVING and source.listed,
    )


def _stands(sent: Sent, received: str | None) -> tuple[str, str]:
    """The state in words, and the colour of its chip; nothing is coloured that is still on its way."""
    if sent.state == Sent.State.ACCEPTED and received is not None:
        words = {
            Received.State.SHOWN: gettext("listed"),
            Received.State.REFUSED: gettext("refused by its owner"),
            Received.State.WITHDRAWN: gettext("withdrawn"),
        }
        return words.get(Received.State(received), gettext("held by the owner")), _HERE[Received.State(received)]
    if sent.state in Sent.OWED and not sent.source.listed:
        return gettext("waits until the entry is published for everyone"), ""
    return str(Sent.State(sent.state).label), CHIPS.get(Sent.State(sent.state), "")


def _note(sent: Sent) -> str:
    """What can and cannot be taken back, where somebody might look for it."""
    taken = sent.state in (Sent.State.ACCEPTED, Sent.State.UNCLEAR)
    return gettext(outbox.NOT_TO_BE_TAKEN_BACK) if taken and sent.target_id is None else ""


def _acts(sent: Sent, received: str | None) -> Sequence[Act]:
    """The buttons that can do something now."""
    state = sent.state
    acts = []
    if not sent.source.listed:
        return [Act(name="cancel", label=gettext("Cancel"))] if state in outbox.TO_CANCEL else []
    if state in outbox.TO_SEND_NOW and not sent.doubts:
        acts.append(Act(name="now", label=gettext("Send now")))
    if state in outbox.TO_CANCEL:
        acts.append(Act(name="cancel", label=gettext("Cancel")))
    if state in outbox.AGAIN and not (state == Sent.State.ACCEPTED and sent.target_id):
        acts.append(Act(name="again", label=gettext("Send again")))
    if state == Sent.State.ACCEPTED and received in (Received.State.SHOWN, Received.State.HELD):
        acts.append(Act(name="withdraw", label=gettext("Withdraw")))
    return acts
