"""What stands at an entry's address: a theme, the round-up of one, or an entry with what it answers."""

from django.http import HttpRequest, HttpResponse

from buttobi.blogs.models import Blog
from buttobi.center.models import Run, Theme
from buttobi.center.reading import round_up, walk
from buttobi.center.reading.views import theme
from buttobi.entries.models import Entry
from buttobi.entries.views import reading
from buttobi.entries.views.reading_doors import at_the_age_page
from buttobi.entries.views.reading_page import blog_page
from buttobi.entries.views.reading_place import find_entry


@blog_page
def show(request: HttpRequest, blog: Blog, slug: str) -> HttpResponse:
    """A theme has its page; every other entry is shown with the answers to it and its way through themes."""
    entry = find_entry(request, blog, slug, beside=("theme__cover", "rounds_up__theme__entry__target"))
    if is_theme(entry):
        return theme.page(request, entry.theme)
    with_it = {"walk": walk.of(entry), **reading.beside(request, entry)}
    run = getattr(entry, "rounds_up", None)
    if isinstance(run, Run):
        return reading.entry_page(request, entry, with_it | round_up.about(run, blog), "center/round_up.html")
    return reading.entry_page(request, entry, with_it)


def is_theme(entry: Entry) -> bool:
    """Whether an entry is one that people write on: for everyone, with a time."""
    for_everyone = entry.target is not None and entry.audience == Entry.Audience.EVERYONE
    return for_everyone and entry.opens_at is not None and isinstance(getattr(entry, "theme", None), Theme)


# What the age page of the Adult host says of an entry to programs (sections.age).
show.age_page = at_the_age_page  # type: ignore[attr-defined] # a view may have it
