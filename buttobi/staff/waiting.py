"""The screens of the staff, each with what waits there: for the front page of their desk."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from buttobi.accounts.models import Invitation
from buttobi.blogs.models import Blog, Move
from buttobi.center import waiting as centers
from buttobi.ranking import waiting as ranking
from buttobi.sections.models import MarkedHost
from buttobi.sections.section import Section


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """One screen: where it is, what it is for, and how much waits there for somebody's decision."""

    url: str
    name: str | Promise
    says: str | Promise
    section: Section | None = None
    """Whose Center it is about; None for what is about both sections."""
    waits: int = 0
    holds: int | None = None
    """How much is there that asks for nothing; None where that is not counted."""


def screens() -> list[Screen]:
    """Every screen, in the order of the desk."""
    return [*(screen for section in Section.offered() for screen in _of_center(section)), *_of_both()]


def _of_center(section: Section) -> Iterator[Screen]:
    waits = centers.of(section)
    yield Screen(
        url=reverse("theme-plan", args=[section]),
        name=_("Themes of the month"),
        says=_("Plan them, post them, see which days have too few."),
        section=section,
    )
    yield Screen(
        url=reverse("theme-proposals", args=[section]),
        name=_("Proposed themes"),
        says=_("What people would like to see in the Center: accept or decline."),
        section=section,
        waits=waits.proposals,
    )
    yield Screen(
        url=reverse("theme-round-ups", args=[section]),
        name=_("Round-ups"),
        says=_("Drafted when a theme closes: edit and publish."),
        section=section,
        waits=waits.round_ups,
    )
    yield Screen(
        url=reverse("theme-shelf", args=[section]),
        name=_("Shelf"),
        says=_("Evergreen themes that open when too few are open."),
        section=section,
        holds=waits.on_shelf,
    )


def _of_both() -> Iterator[Screen]:
    yield Screen(
        url=reverse("ranking-flags"),
        name=_("Flagged blogs"),
        says=_("Blogs whose trackbacks of a day look like a ring: strike or let stand."),
        waits=ranking.number(),
    )
    yield Screen(
        url=reverse("staff-moves"),
        name=_("Blogs that want to move"),
        says=_("From Adult to General after a look; and blogs that you move yourself."),
        waits=Move.objects.filter(state=Move.State.WAITING, blog__in=Blog.objects.kept()).count(),
    )
    yield Screen(
        url=reverse("marked-hosts"),
        name=_("Sites marked as adult"),
        says=_("Sites elsewhere whose trackbacks General entries do not take."),
        holds=MarkedHost.objects.count(),
    )
    yield Screen(
        url=reverse("invitations"),
        name=_("Invitations"),
        says=_("Links that let one person sign up."),
        holds=Invitation.objects.filter(used_at=None).count(),
    )
