"""The front page of a Trackback Center: a notice board of themes."""

from django.http import HttpRequest, HttpResponse

from buttobi.blogs.models import Blog
from buttobi.center import themes
from buttobi.entries.models import Entry
from buttobi.entries.views import reading_cards
from buttobi.entries.views.reading import card_image, entries_of
from buttobi.entries.views.reading_page import blog_page, show


@blog_page
def board(request: HttpRequest, blog: Blog) -> HttpResponse:
    """Every open theme as a card with its number of answers, then the closed ones as a list."""
    themed = list(entries_of(blog))
    return show(
        request,
        blog,
        "center/board.html",
        address=blog.address,
        card_image=card_image(blog.section),
        themes=themes.open_themes(blog.section),
        practice=themes.practice_theme(blog.section),
        closed=reading_cards.of_entries([entry for entry in themed if _is_closed(entry)]),
        rdf=reading_cards.blocks(themed),
    )


def _is_closed(entry: Entry) -> bool:
    return entry.target is not None and not entry.target.is_open
