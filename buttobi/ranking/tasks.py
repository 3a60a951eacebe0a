"""The bell of the ranking."""

from buttobi.celery import bell
from buttobi.ranking import total
from buttobi.sections.section import Section


@bell("ranking.total", every=60)
def total_due() -> None:
    """Finishes the days that are over, and counts the one that runs."""
    for section in Section.offered():
        total.catch_up(section)
        total.so_far(section)
