"""What became of the trackbacks of a submission: how many are listed, on their way, waiting or refused."""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext

from buttobi.entries.box import can_be_read
from buttobi.entries.models import Entry
from buttobi.trackbacks.models import Received, Sent, Target

LISTED, ON_THEIR_WAY, WAITING, ACCEPTED, NOT_TAKEN = "listed", "on their way", "waiting", "accepted", "not taken"
ORDER = (LISTED, ACCEPTED, ON_THEIR_WAY, WAITING, NOT_TAKEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """One trackback of the entry, and where it stands."""

    sent: Sent
    stands: str

    @property
    def list_address(self) -> str:
        """Where readers of the target see it; nothing for a page elsewhere, or while it is not listed."""
        return f"{self.target.address}#trackbacks" if self.target and self.stands == LISTED else ""

    @property
    def target(self) -> Target | None:
        """The page here that it went to, while it can be read; none of the other section, whose words are not told."""
        target = self.sent.target
        if target is None or target.blog.section != self.sent.source.blog.section:
            return None
        return target if can_be_read(target) else None

    @property
    def says(self) -> str:
        return {
            LISTED: gettext("listed"),
            ON_THEIR_WAY: gettext("on its way"),
            WAITING: gettext("waiting for approval"),
            ACCEPTED: gettext("accepted"),
            NOT_TAKEN: self.sent.get_state_display(),
        }[self.stands]

    @property
    def tone(self) -> str:
        return {LISTED: "found", ACCEPTED: "found", WAITING: "waiting", NOT_TAKEN: "refused"}.get(self.stands, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """All trackbacks of an entry, in the order in which they were written."""

    sendings: tuple[Sending, ...]

    @property
    def says(self) -> str:
        """ "1 listed, 1 on its way"; nothing when there are none."""
        counts = Counter(sending.stands for sending in self.sendings)
        return gettext(", ").join(_count(stands, counts[stands]) for stands in ORDER if counts[stands])


def _count(stands: str, count: int) -> str:
    words = {
        LISTED: gettext("%(count)s listed"),
        ON_THEIR_WAY: gettext("%(count)s on its way"),
        WAITING: gettext("%(count)s waiting for approval"),
        ACCEPTED: gettext("%(count)s accepted"),
        NOT_TAKEN: gettext("%(count)s not taken"),
    }[stands]
    return words % {"count": count}


def receipt(entry: Entry) -> Receipt:
    """Where the trackbacks of an entry stand now."""
    if entry.target is None:
        return Receipt(sendings=())
    sents = Sent.objects.filter(source=entry.target).select_related("target__blog", "source__blog").order_by("pk")
    states = dict(Received.objects.filter(source=entry.target).values_list("target_id", "state"))
    sendings = (Sending(sent=sent, stands=_stands(sent, states)) for sent in sents)
    # That a page in the text takes no trackbacks is nobody's mistake: it stands in Sent alone.
    return Receipt(sendings=tuple(line for line in sendings if line.stands != NOT_TAKEN or not line.sent.from_text))


def _stands(sent: Sent, received: dict[int, str]) -> str:
    if sent.state in Sent.OWED:
        return ON_THEIR_WAY
    if sent.state != Sent.State.ACCEPTED:
        return NOT_TAKEN
    if sent.target_id is None:
        return ACCEPTED
    state = received.get(sent.target_id)
    if state == Received.State.SHOWN:
        return LISTED
    return WAITING if state in (Received.State.ARRIVED, Received.State.HELD) else NOT_TAKEN
