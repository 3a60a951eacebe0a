"""Where a trackback from elsewhere stands, told to its sender: what happened, what was found, and what to do.

What an owner thinks of a sender stays with the owner: refused is all that is told of it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext

from buttobi.sections import addresses
from buttobi.trackbacks import policy
from buttobi.trackbacks.models import Received
from buttobi.trackbacks.models.policy import Culture, Showing

State, Reason = Received.State, Received.Reason
# From the last message about the pair.
KEPT = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A state in a few words, what it means, and what the sender can do."""

    look: str
    """Its colour, that of a chip: waiting, found, refused or gone."""
    state: str
    says: str
    do: str = ""


def address(received: Received) -> str:
    """The status page of a trackback: nobody guesses it, and no page links to it."""
    return addresses.status(received.target.blog.section, received.status_token)


def find(token: str, *, now: datetime) -> Received | None:
    """The row that a token names, while its status page is kept."""
    rows = Received.objects.select_related("target__blog__policy", "source__blog")
    return rows.filter(status_token=token, heard_at__gt=now - KEPT).first() if "\x00" not in token else None


def standing(received: Received, *, now: datetime) -> Standing:
    """Where it stands now, in the active language."""
    tell = {
        State.ARRIVED: _arrived,
        State.HELD: _held,
        State.SHOWN: _shown,
        State.REFUSED: _refused,
        State.WITHDRAWN: _withdrawn,
    }
    return tell[State(received.state)](received, now)


def _arrived(received: Received, now: datetime) -> Standing:
    if received.leased_until is not None and received.leased_until > now:
        return Standing(
            look="waiting", state=gettext("being examined"), says=gettext("We are looking at your page now.")
        )
    if received.reason == Reason.UNREADABLE:
        return _not_read_yet()
    return Standing(
        look="waiting",
        state=gettext("waiting to be examined"),
        says=gettext("It is written down. We look at your page next, usually within minutes."),
    )


def _not_read_yet() -> Standing:
    return Standing(
        look="waiting",
        state=gettext("will be tried again"),
        says=gettext("We could not read your page yet, and will try again."),
        do=gettext("See that everyone can open your page without signing in. You need not send it again."),
    )


def _held(received: Received, now: datetime) -> Standing:
    if received.reason == Reason.UNREADABLE:
        return _not_read_yet()
    says = {
        Reason.NO_LINK: gettext("We found no link to this entry on your page. The owner decides."),
        Reason.IN_ANOTHERS_NAME: gettext("It names a blog here, but its author did not send it. The owner decides."),
        Reason.TEXT_CHANGED: gettext("Its text changed since it was shown. The owner decides again."),
    }.get(Reason(received.reason), gettext("The owner of this entry looks at it, then decides."))
    return Standing(look="waiting", state=gettext("held"), says=says, do=_after_holding(received))


def _after_holding(received: Received) -> str:
    if received.reason == Reason.IN_ANOTHERS_NAME:
        return gettext("If you are its author, send it from New Submission: under Other Settings, Trackback URLs.")
    if received.reason == Reason.NO_LINK and policy.of(received.target).showing == Showing.EXAMINED:
        return gettext("With a link it needs no decision: add it to your page and send the trackback again.")
    return ""


def _shown(received: Received, now: datetime) -> Standing:
    says = {
        Received.Link.LINKS: gettext("Everyone sees it under the entry. Your page links to it."),
        Received.Link.NONE: gettext("Everyone sees it under the entry, as related: your page has no link to it."),
        Received.Link.MISSING: gettext("Everyone sees it under the entry. Your page was not found the last times."),
    }.get(Received.Link(received.link), gettext("Everyone sees it under the entry."))
    do = gettext("Put your page back, or answer 410 there when it is gone for good.")
    return Standing(
        look="found",
        state=gettext("shown"),
        says=says,
        do=do if received.link == Received.Link.MISSING else "",
    )


def _refused(received: Received, now: datetime) -> Standing:
    word = gettext("refused")
    if received.reason == Reason.NO_LINK:
        return Standing(
            look="refused", state=word, says=_no_link(received), do=gettext("Add it and send the trackback again.")
        )
    if received.reason == Reason.UNREADABLE:
        return Standing(
            look="refused",
            state=word,
            says=gettext("We tried for days and could not read your page."),
            do=gettext("See that everyone can open it without signing in, then send the trackback again."),
        )
    if received.reason == Reason.PAGE_GONE:
        return Standing(
            look="refused",
            state=word,
            says=gettext("Your page says that it is gone for good (410)."),
            do=gettext("Put it back and send the trackback again."),
        )
    if received.reason == Reason.MARKED_ADULT:
        return _marked(received)
    if received.reason == Reason.LEADS_HERE:
        return Standing(
            look="refused",
            state=word,
            says=gettext("The address that you sent leads to a page of this service, and is no page of its own."),
            do=gettext("Send it from New Submission of that blog: under Other Settings, Trackback URLs."),
        )
    return Standing(look="refused", state=word, says=gettext("It was refused by the owner of this entry."))


def _marked(received: Received) -> Standing:
    own = gettext(
        "Send it to an entry of the Adult section instead. If the label is a mistake, remove it, and send again."
    )
    listed = gettext("Send it to an entry of the Adult section instead. If this is a mistake, write to our staff.")
    return Standing(
        look="refused",
        state=gettext("refused"),
        says=gettext("Your page calls itself adult, and this is a General entry: the sections do not mix.")
        if received.adult
        else gettext("Your site is on our list of adult sites, and this is a General entry: the sections do not mix."),
        do=own if received.adult else listed,
    )


def _no_link(received: Received) -> str:
    if policy.of(received.target).culture == Culture.MENTION:
        return gettext("We found no link to this entry on your page, and its owner wants one.")
    return gettext("We found no link to this entry on your page.")


def _withdrawn(received: Received, now: datetime) -> Standing:
    word = gettext("withdrawn")
    if received.reason == Reason.LINK_GONE:
        says = gettext("It was listed. The link to this entry is gone from your page, so it left the list.")
        return Standing(
            look="gone", state=word, says=says, do=gettext("Put the link back and send the trackback again.")
        )
    if received.reason == Reason.PAGE_GONE:
        says = gettext("It was listed. Your page is gone, so it left the list.")
        return Standing(look="gone", state=word, says=says, do=gettext("Put it back and send the trackback again."))
    if received.reason == Reason.LEADS_HERE:
        says = gettext("It was listed. Your address leads to a page of this service now, so it left the list.")
        do = gettext("Send it from New Submission of that blog: under Other Settings, Trackback URLs.")
        return Standing(look="gone", state=word, says=says, do=do)
    if received.reason == Reason.OTHER_SECTION:
        says = gettext("It was listed. One of the two blogs moved to the other section, and the sections do not mix.")
        return Standing(look="gone", state=word, says=says)
    return Standing(look="gone", state=word, says=gettext("It was taken back and is in no list."))
