"""What waits for staff in a Trackback Center: for the lists of their desk."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from buttobi.center import runs, shelf
from buttobi.center.desk import proposals
from buttobi.center.round_up import drafts
from buttobi.entries.models import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """How much of each kind waits."""

    proposals: int
    round_ups: int
    """Drafted and not published yet, or published, and answered since."""
    on_shelf: int
    """Themes that can be opened when too few are open."""

    @property
    def asks(self) -> int:
        """How many of them ask somebody to do something."""
        return self.proposals + self.round_ups


def of(section: str) -> Waiting:
    """What waits in the Center of one section."""
    return Waiting(
        proposals=proposals.waiting(section).count(),
        round_ups=_round_ups(section),
        on_shelf=shelf.waiting(section, timezone.now()).count(),
    )


def _round_ups(section: str) -> int:
    found = runs.with_late(drafts.drafted(section))
    return found.filter(Q(round_up__state=Entry.State.DRAFT) | Q(late__gt=0)).count()
