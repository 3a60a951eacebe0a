"""A received trackback as a line of the inbox."""

from dataclasses import dataclass

from django.utils.translation import gettext

from buttobi.sections.section import Section
from buttobi.trackbacks import how_linked, moderation, sides
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
    key: str
    """What a press names it by: the row, and the words that were read."""
    url: str
    """Where it stands; empty beyond the wall, where its address is words, too."""
    title: str
    blog: str
    host: str
    is_here: bool
    """A page of a blog here, which its readers know by its title."""
    excerpt: str
    target_url: str
    """Where it can be read that it answers; empty while its section is switched off."""
    target_title: str
    state: str
    state_words: str
    chip: str
    reason: str
    link: str
    """How it is drawn: verified, related or gone; empty before its page was read."""
    link_words: str
    sentence: str
    """The words around the link, as they stand there."""
    problem: str
    next_look: str
    """When a page that could not be read is tried again."""
    at: str
    when: str
    day: str
    can_show: bool
    can_refuse: bool
    can_examine: bool

    @property
    def look(self) -> str:
        """The state as the list is drawn: what is being examined waits like what is held."""
        return Received.State.HELD if self.state == Received.State.ARRIVED else self.state


def letter(received: Received) -> Letter:
    """A row with its target, source and their blogs at hand."""
    blog = received.target.blog
    source = received.source
    is_across = sides.is_across(received)
    title, from_blog, excerpt = _words(received) if not is_across else (_beyond(received), "", "")
    is_off = not Section(blog.section).is_offered
    # Of two pages here both are in one section, or nothing is said of the other.
    url = "" if is_across or (is_off and source) else source.address if source else received.source_url
    return Letter(
        pk=received.pk,
        key=f"{received.pk}.{moderation.words_of(received)}",
        url=url,
        title=title,
        blog=from_blog,
        # What a blog here is called is among its words; the host of a page elsewhere is what can be blocked.
        host="" if is_across and source else place(received.source_url, source),
        is_here=source is not None,
        excerpt=excerpt,
        target_url="" if is_off else received.target.address,
        target_title=received.target.display_title,
        state=received.state,
        state_words=str(Received.State(received.state).label),
        chip=CHIPS[Received.State(received.state)],
        reason=received.get_reason_display() if received.reason else "",
        link=how_linked.sign(received) if received.link else "",
        link_words=how_linked.words(received, lambda at: times.in_short(at, blog)) if _adds_something(received) else "",
        sentence=received.sentence if not is_across else "",
        problem=gettext(received.problem) if received.problem else "",
        next_look=times.in_short(received.due_at, blog) if received.problem and received.due_at else "",
        at=times.for_machines(received.received_at, blog),
        when=times.in_short(received.received_at, blog),
        day=times.in_full(received.received_at, blog),
        can_show=received.state in moderation.TO_SHOW
        and not is_across
        and received.reason != Received.Reason.LEADS_HERE,
        can_refuse=received.state in moderation.TO_REFUSE,
        can_examine=not received.by_author,
    )


def _words(received: Received) -> tuple[str, str, str]:
    """Title, blog and excerpt; a page of ours says them itself."""
    if source := received.source:
        return source.display_title, source.blog.display_title, source.summary
    # A ping without a blog name was given its host for one.
    name = received.blog_name.removeprefix(addresses.host(received.source_url))
    return received.title or received.source_url, name, received.excerpt


def _beyond(received: Received) -> str:
    """What stands for the words of a page beyond the wall: not one of them is for this side."""
    return gettext("An entry of the other section") if received.source else gettext("A page that is marked as adult")


def _adds_something(received: Received) -> bool:
    """Whether the link is not what the reason tells already."""
    return received.reason not in (Received.Reason.NO_LINK, Received.Reason.WAITS_FOR_OWNER)
