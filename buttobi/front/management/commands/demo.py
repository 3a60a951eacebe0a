"""`demo`: fills the data folder with a small world, so that every page has something to show."""

from django.core.management.base import BaseCommand
from rich.console import Console
from rich.progress import Progress

from buttobi.front.demo import fill, world
from buttobi.sections import addresses
from buttobi.sections.section import Section


class Command(BaseCommand):
    help = "Fill the data folder with a small believable world. What is there already stays as it is."

    def handle(self, *args: object, **options: object) -> None:
        read = world.read()
        pieces = len(read.houses) + len(read.letters) + len(read.pings)
        # Progress is for eyes; what the command gives is on the other stream.
        with Progress(console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task("Filling the data folder", total=pieces)
            new = fill.fill(read, done=lambda: progress.advance(task))
        if new:
            counts = f"{len(read.houses)} blogs, {len(read.letters)} entries, {len(read.boards)} themes"
            self.stdout.write(f"{counts} and {len(read.pings)} pings.")
        else:
            self.stdout.write("The demonstration world was here already; nothing was changed.")
        for section in Section:
            self.stdout.write(f"{section.value}: {addresses.portal(section)}")
        self.stdout.write(
            "Nobody can sign in as a demo account. To look at the desk, start the service: while there is no staff, "
            "it prints a link that makes you the first; or use ./run account NAME --email E --password-stdin --staff."
        )
