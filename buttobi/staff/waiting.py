"""The screens of the staff, each with what waits there: for the front page of their desk."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from buttobi.accounts.models import Invitation
from buttobi.blogs.models import Blog, Move
from buttobi.center.desk import waiting as centers
from buttobi.ranking import waiting as ranking
from buttobi.sections.models import MarkedHost
from buttobi.sections.section import Section


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way into a screen: of a section's own, or the only one."""

    url: str
    section: Section | None = None
    waits: int = 0
    """How much waits there for somebody's decision."""
    holds: int = 0
    """How much is there that asks for nothing; 0 also where that is not counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """What it is called, what it is for, and the ways into it: one, or one for each section."""

    name: str | Promise
    says: str | Promise
    ways: tuple[Way, ...]

    @property
    def waits(self) -> int:
        return sum(way.waits for way in self.ways)


def screens() -> list[Screen]:
    """Every screen, in the order of the desk."""
    return [*_of_centers(), *_of_both()]


def _of_centers() -> Iterator[Screen]:
    waits = {section: centers.of(section) for section in Section.offered()}

    def ways(name: str, *, waiting: str = "", holding: str = "") -> tuple[Way, ...]:
        return tuple(
            Way(
                url=reverse(name, args=[section]),
                section=section,
                waits=getattr(found, waiting) if waiting else 0,
                holds=getattr(found, holding) if holding else 0,
            )
            for section, found in waits.items()
        )

    yield Screen(
        name=_("Themes of the month"),
        says=_("Plan them, post them, see which days have too few."),
        ways=ways("theme-plan"),
    )
    yield Screen(
        name=_("Proposed themes"),
        says=_("What people would like to see in a Trackback Center: accept or decline."),
        ways=ways("theme-proposals", waiting="proposals"),
    )
    yield Screen(
        name=_("Round-ups"),
        says=_("Drafted when a theme closes: edit and publish."),
        ways=ways("theme-round-ups", waiting="round_ups"),
    )
    yield Screen(
        name=_("Shelf"),
        says=_("Evergreen themes that open when too few are open."),
        ways=ways("theme-shelf", holding="on_shelf"),
    )


def _of_both() -> Iterator[Screen]:
    asked = Move.objects.filter(state=Move.State.WAITING, blog__in=Blog.objects.kept())
    yield Screen(
        name=_("Flagged in the ranking"),
        says=_("Blogs whose trackbacks of a day look like a ring: strike or let stand."),
        ways=(Way(url=reverse("ranking-flags"), waits=ranking.number()),),
    )
    yield Screen(
        name=_("Blogs that want to move"),
        says=_("From Adult to General after a look; and blogs that you move yourself."),
        ways=(Way(url=reverse("staff-moves"), waits=asked.count()),),
    )
    yield Screen(
        name=_("Sites marked as adult"),
        says=_("Sites elsewhere whose trackbacks General entries do not take."),
        ways=(Way(url=reverse("marked-hosts"), holds=MarkedHost.objects.count()),),
    )
    yield Screen(
        name=_("Invitations"),
        says=_("Links that let one person sign up."),
        ways=(Way(url=reverse("invitations"), holds=Invitation.objects.filter(used_at=None).count()),),
    )
