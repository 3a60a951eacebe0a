"""A blog goes to the other section with everything that follows from it, and what will disappear when it does."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from buttobi.accounts.models import Account
from buttobi.blogs import move as moving
from buttobi.blogs.models import Blog, Move
from buttobi.center.models import Theme
from buttobi.center.round_up import cut
from buttobi.media import move as pictures
from buttobi.media.models import Picture
from buttobi.ranking.formula import ROWS
from buttobi.ranking.models import Standing
from buttobi.sections.section import Section
from buttobi.staff import letters
from buttobi.trackbacks import crossing, sides
from buttobi.trackbacks.models import Received, Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """What a move takes off pages and lists, in numbers."""

    received: int
    """Trackbacks that its entries list from other blogs here."""
    given: int
    """Trackbacks of its own that entries of other blogs here list."""
    answers: int
    """How many of those are answers to themes."""
    round_ups: int
    """Entries of other blogs whose round-up of answers tells of its own."""
    themes: int
    """Themes of its own."""
    places: int
    """Days on which it stands in the Trackback Ranking."""
    marked: int
    """Trackbacks from pages elsewhere that are marked as adult, which General pages do not take."""


def leaving(blog: Blog) -> Leaving:
    """What disappears when a blog moves to the other section now."""
    given, taken = (rows.filter(state=Received.State.SHOWN) for rows in (crossing.given(blog), crossing.taken(blog)))
    to_themes = Q(target__blog__official=True) | Q(target__opens_at__isnull=False)
    places = Standing.objects.filter(blog=blog, day__section=blog.section, trackbacks__gt=0, position__lte=ROWS)
    return Leaving(
        received=taken.count(),
        given=given.count(),
        answers=given.filter(to_themes).count(),
        round_ups=cut.telling_of(blog, section=blog.section).count(),
        themes=Target.objects.filter(blog=blog, listed=True, opens_at__isnull=False).count(),
        places=places.count(),
        marked=_marked(blog),
    )


def _marked(blog: Blog) -> int:
    if blog.section != Section.ADULT:
        return 0
    shown = crossing.from_elsewhere(blog).filter(state=Received.State.SHOWN)
    return len(sides.marked_rows(shown.iterator()))


def go(*, blog: Blog, to: Section, by: Account, reason: str = "", answer: str = "") -> Move | None:
    """Moves a blog, its trackbacks with it; None when somebody else did, or it cannot be.

    An owner whose blog somebody else moved is told.
    """
    with transaction.atomic():
        done = moving.go(blog=blog, to=to, by=by, reason=reason, answer=answer)
        if done is None:
            return None
        crossing.follow(blog)
        cut.take_out(blog, section=Section(to).other)
        covers = Theme.objects.filter(entry__blog=blog, cover__isnull=False)
        pictures.move(Picture.objects.filter(pk__in=covers.values("cover")), to=to)
        if blog.owner_id not in (None, by.pk):
            transaction.on_commit(lambda: letters.tell(done))
    return done


def decline(*, move: Move, by: Account, answer: str) -> bool:
    """Leaves a blog where it is, and tells its owner why; says whether this call did it."""
    with transaction.atomic():
        done = moving.decline(move=move, by=by, answer=answer)
        if done and move.blog.owner_id not in (None, by.pk):
            transaction.on_commit(lambda: letters.tell(move))
    return done
