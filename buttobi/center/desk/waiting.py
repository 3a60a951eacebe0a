"""What waits for staff in a Trackback Center: for the lists of their desk."""

from dataclasses import dataclass

from django.utils import timezone

from buttobi.center import shelf
from buttobi.center.desk import proposals
from buttobi.center.round_up import drafts
from buttobi.entries.models import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """How much of each kind waits."""

    proposals: int
    round_ups: int
    """Drafted and not published yet."""
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
        round_ups=drafts.drafted(section).filter(round_up__state=Entry.State.DRAFT).count(),
        on_shelf=shelf.waiting(section, timezone.now()).count(),
    )
