"""`buttobi ranking [DATE] [--section …]`: totals a day of the Trackback Ranking now, or every day that was missed."""

from argparse import ArgumentTypeError
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from buttobi.ranking import total
from buttobi.ranking.models import Day
from buttobi.sections.section import Section


class Command(BaseCommand):
    help = "Totals a day of the Trackback Ranking; without a date, every day that is over and not final."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("date", nargs="?", type=_date, help="such as 2026-11-22; a final day stays what it is")
        parser.add_argument("--section", choices=Section.values, help="general or adult; both when left out")

    def handle(self, *args: Any, **options: Any) -> None:
        chosen = options["section"]
        sections = (Section(chosen),) if chosen else Section.offered()
        for day in self._total(sections, options["date"]):
            self.stdout.write(f"{day.section} {day.date} {day.state}: {day.standings.count()} blogs")

    def _total(self, sections: Iterable[Section], day: date | None) -> list[Day]:
        if day is None:
            return total.catch_up(*sections)
        if refusal := total.refusal(day):
            raise CommandError(refusal, returncode=2)
        return total.total_all(sections, day)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"a date is written like 2026-11-22, not {text}") from None
