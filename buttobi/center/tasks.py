"""The bell of the Trackback Center: themes are taken from the shelf, and round-ups drafted, by the clock."""

from django.utils import timezone

from buttobi.celery import bell
from buttobi.center import shelf
from buttobi.center.round_up import cut, drafts
from buttobi.sections.section import Section


@bell("center.turn", every=60)
def turn() -> None:
    """Fills each Center from its shelf, drafts what is due, cuts what is gone; opening and closing need nobody."""
    now = timezone.now()
    for section in Section.offered():
        shelf.fill(section, now)
    drafts.draft_due(now)
    cut.sweep()
