"""A trackback that we owe or sent as a line of Sent: its life in words, its receipts, and what may be done about it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from buttobi.blogs.models import Blog
from buttobi.sections.section import Section
from buttobi.trackbacks import announce, outbox
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
class Fact:
    """One receipt: what it is called, what it says, and where it leads."""

    name: str
    says: str
    url: str = ""


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
    seen: str
    kind: str
    facts: tuple[Fact, ...]
    from_text: bool
    source_url: str
    """Where it can be read; empty while its section is switched off."""
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
    url, title, host = _target(sent)
    return Sending(
        pk=sent.pk,
        url=url,
        title=title,
        host=host,
        state=sent.state,
        words=words,
        chip=chip,
        at=times.for_machines(at, source.blog),
        when=times.in_full(at, source.blog),
        says=sent.answer,
        problem=gettext(sent.problem) if sent.problem else "",
        note=_note(sent),
        seen=_seen(sent),
        kind=str(Sent.Protocol(sent.protocol).label) if sent.protocol else "",
        facts=tuple(_facts(sent)),
        from_text=sent.from_text,
        source_url=source.address if _is_offered(sent) else "",
        source_title=source.display_title,
        acts=tuple(_acts(sent, received)),
        moving=sent.state in MOVING and source.listed and _is_offered(sent),
    )


def _target(sent: Sent) -> tuple[str, str, str]:
    """Address, title and place of what it was sent to; nothing of a page here that is in the other section."""
    if sent.target is None:
        return sent.target_url, "", place(sent.target_url, None)
    if sent.target.blog.section != sent.source.blog.section:
        return "", gettext("An entry of the other section"), ""
    url = sent.target.address if _is_offered(sent) else ""
    return url, sent.target.display_title, place(sent.target_url, sent.target)


def _is_offered(sent: Sent) -> bool:
    """Whether the section of its entry, and of whatever it answers here, can be read."""
    return Section(sent.source.blog.section).is_offered


def _stands(sent: Sent, received: str | None) -> tuple[str, str]:
    """The state in words, and the colour of its chip; nothing is coloured that is still on its way."""
    if sent.state == Sent.State.ACCEPTED and received is not None:
        words = {
            Received.State.SHOWN: gettext("listed"),
            Received.State.REFUSED: gettext("refused by its owner"),
            Received.State.WITHDRAWN: gettext("withdrawn"),
        }
        return words.get(Received.State(received), gettext("held by the owner")), _HERE[Received.State(received)]
    if sent.again and sent.state in Sent.OWED:
        return gettext("telling them of your change"), ""
    if _is_quiet(sent):
        return gettext("takes no trackbacks"), ""
    if sent.state in Sent.OWED and not sent.source.listed:
        return gettext("waits until the entry is published for everyone"), ""
    if sent.state in Sent.OWED and not _is_offered(sent):
        return gettext("waits: section switched off"), ""
    return str(Sent.State(sent.state).label), CHIPS.get(Sent.State(sent.state), "")


def _note(sent: Sent) -> str:
    """What can and cannot be taken back, where somebody might look for it."""
    if sent.state not in Sent.LOOKED_FOR or sent.target_id is not None:
        return ""
    if sent.protocol == Sent.Protocol.WEBMENTION:
        return gettext(outbox.REMOVE_THE_LINK) if announce.links_to(sent) else ""
    return gettext(outbox.NOT_TO_BE_TAKEN_BACK)


def _is_quiet(sent: Sent) -> bool:
    """A page that the text links to, and that takes no trackbacks: nobody's mistake."""
    return sent.from_text and sent.state == Sent.State.REFUSED and not sent.answer and sent.target_id is None


def _seen(sent: Sent) -> str:
    """Whether it is on their page, and when we look (again)."""
    blog = sent.source.blog
    if sent.state not in Sent.LOOKED_FOR or sent.target_id is not None:
        return ""
    if sent.lost_since is not None:
        return gettext("No longer on their page: seen there until %(at)s.") % {
            "at": times.in_full(sent.lost_since, blog)
        }
    if sent.seen_since is not None:
        return gettext("Seen on their page since %(at)s.") % {"at": times.in_full(sent.seen_since, blog)}
    if sent.look_at is not None:
        return gettext("Not seen on their page yet. We look on %(at)s.") % {"at": times.in_full(sent.look_at, blog)}
    return gettext("Not seen on their page.") if sent.looked_at is not None else ""


def _facts(sent: Sent) -> Iterable[Fact]:
    """The receipts: what was sent how, where and when."""
    blog = sent.source.blog
    if sent.endpoint:
        yield Fact(name=gettext("Sent to"), says=sent.endpoint)
    if sent.posted_at is not None:
        yield Fact(name=gettext("Sent at"), says=times.in_full(sent.posted_at, blog))
    if sent.tries:
        yield Fact(name=gettext("Attempts"), says=str(sent.tries))
    if sent.status_url:
        yield Fact(name=gettext("Their status page"), says=sent.status_url, url=sent.status_url)
    if sent.looked_at is not None:
        yield Fact(name=gettext("Their page was looked at"), says=times.in_full(sent.looked_at, blog))


_LISTED = (Received.State.SHOWN, Received.State.HELD)


def _can_tell_that_it_is_gone(sent: Sent) -> bool:
    return sent.target_id is None and sent.protocol == Sent.Protocol.WEBMENTION and not announce.links_to(sent)


def _acts(sent: Sent, received: str | None) -> Sequence[Act]:
    """The buttons that can do something now."""
    state = sent.state
    acts = []
    if not sent.source.listed or not _is_offered(sent):
        return [Act(name="cancel", label=gettext("Cancel"))] if state in outbox.TO_CANCEL else []
    if state in outbox.TO_SEND_NOW and not sent.doubts:
        acts.append(Act(name="now", label=gettext("Send now")))
    if state in outbox.TO_CANCEL:
        acts.append(Act(name="cancel", label=gettext("Cancel")))
    if state in outbox.AGAIN and not (state == Sent.State.ACCEPTED and sent.target_id):
        acts.append(Act(name="again", label=gettext("Send again")))
    if state == Sent.State.ACCEPTED and (received in _LISTED or _can_tell_that_it_is_gone(sent)):
        acts.append(Act(name="withdraw", label=gettext("Withdraw")))
    return acts
