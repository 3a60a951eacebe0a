"""The bell of the ranking."""

from buttobi.celery import bell
from buttobi.ranking import total
from buttobi.sections.section import Section


@bell("ranking.total", every=60)
def total_due() -> None:
    """Finishes the days that are over, and counts the one that runs."""
    total.catch_up(*Section.offered())
    total.so_far(*Section.offered())
