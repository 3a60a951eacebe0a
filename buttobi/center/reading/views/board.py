"""The front page of a Trackback Center: a notice board of themes."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse

from buttobi.blogs.models import Blog
from buttobi.center.reading import past, themes
from buttobi.center.starters import PRACTICE
from buttobi.entries.views import reading_cards, reading_trackbacks
from buttobi.entries.views.reading import card_image, entries_of
from buttobi.entries.views.reading_page import blog_page, show
from buttobi.trackbacks.models import Received

COMING = 6
ANSWERS = 8
BLOCKS = 60
BY_OWNERS = 6
PAST = 6


@blog_page
def show_board(request: HttpRequest, blog: Blog) -> HttpResponse:
    """What can be written on now, soonest over first; then what comes, what was answered, and the way to the rest."""
    found = themes.open_themes(blog.section)
    return show(
        request,
        blog,
        "center/board.html",
        address=blog.address,
        card_image=card_image(blog.section),
        closing=sorted((theme for theme in found if theme.closing), key=lambda theme: theme.stamp),
        themes=[theme for theme in found if not theme.closing],
        by_owners=themes.opened_by_owners(blog.section, BY_OWNERS),
        practice=themes.practice_theme(blog.section),
        coming=themes.cards(themes.coming(blog.section).filter(entry__blog=blog)[:COMING]),
        answered=_newest_answers(blog),
        past=past.newest(blog, PAST),
        propose=themes.proposal_address(),
        rdf=reading_cards.blocks(entries_of(blog)[:BLOCKS]),
    )


def _newest_answers(blog: Blog) -> list[dict[str, object]]:
    """Who answered last, and what; practising is left out."""
    readable = Q(target__listed=True, target__blog=blog, target__opens_at__isnull=False)
    rows = Received.objects.shown().filter(readable).exclude(target__path=f"{PRACTICE}/")
    newest = rows.select_related("source__blog", "target__blog").order_by("-received_at", "-pk")[:ANSWERS]
    return [{"item": reading_trackbacks.item(row, target=row.target), "target": row.target} for row in newest]
