"""A received trackback as a line of the inbox."""

from dataclasses import dataclass

from buttobi.trackbacks import moderation
from buttobi.trackbacks.models import Received
from buttobi.trackbacks.views import times
from buttobi.trackbacks.views.places import place
from linkback import addresses

# The colour of a state; its words are the state's own.
CHIPS = {
    Received.State.ARRIVED: "waiting",
    Received.State.HELD: "waiting",
    Received.State.SHOWN: "found",
    Received.State.REFUSED: "refused",
    Received.State.WITHDRAWN: "gone",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What an owner sees of one trackback, in words."""

    pk: int
    url: str
    title: str
    blog: str
    host: str
    excerpt: str
    target_url: str
    target_title: str
    state: str
    state_words: str
    chip: str
    reason: str
    at: str
    when: str
    day: str
    can_show: bool
    can_refuse: bool

    @property
    def look(self) -> str:
        """The state as the list is drawn: what is being examined waits like what is held."""
        return Received.State.HELD if self.state == Received.State.ARRIVED else self.state


def letter(received: Received) -> Letter:
    """A row with its target, source and their blogs at hand."""
    blog = received.target.blog
    source = received.source
    url = source.address if source else received.source_url
    return Letter(
        pk=received.pk,
        url=url,
        title=(source.title if source else received.title) or url,
        # A ping without a blog name was given its host for one.
        blog=source.blog.title if source else received.blog_name.removeprefix(addresses.host(url)),
        host=place(url, source),
        excerpt=source.summary if source else received.excerpt,
        target_url=received.target.address,
        target_title=received.target.title or received.target.address,
        state=received.state,
        state_words=str(Received.State(received.state).label),
        chip=CHIPS[Received.State(received.state)],
        reason=received.get_reason_display() if received.reason else "",
        at=times.for_machines(received.received_at, blog),
        when=times.in_short(received.received_at, blog),
        day=times.in_full(received.received_at, blog),
        can_show=received.state in moderation.TO_SHOW,
        can_refuse=received.state in moderation.TO_REFUSE,
    )
