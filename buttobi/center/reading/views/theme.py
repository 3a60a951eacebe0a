"""The page of a theme: what is asked, until when, how to answer, and everybody who did."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from buttobi.center.models import Theme
from buttobi.center.reading import answers, past, themes, walk, when
from buttobi.center.reading.answers import Order
from buttobi.entries.views import reading, reading_cards, reading_trackbacks, reading_words
from buttobi.entries.views.reading_page import page_number
from buttobi.media.shown import shown
from buttobi.trackbacks.models import Received, Target


def page(request: HttpRequest, theme: Theme) -> HttpResponse:
    """A theme with its answers, as its reader asked for them."""
    entry = theme.entry
    target = entry.target
    if target is None:
        raise ValueError("a theme that everyone reads has a page in the heart")
    order = answers.order_of(request.GET.get("order", ""))
    with_it = {"walk": walk.of(entry), **_about(theme), **_answers(request, target, order)}
    response = reading.entry_page(request, entry, with_it, "center/theme.html")
    if order != Order.NEWEST:
        response.headers["X-Robots-Tag"] = "noindex"
    if order == Order.RANDOM:
        # Drawn anew for each reader.
        response.headers["Cache-Control"] = "no-store"
    return response


def _about(theme: Theme) -> dict[str, object]:
    entry, cover = theme.entry, shown(theme.cover)
    about: dict[str, object] = {
        "theme": theme,
        "when": when.of(theme),
        "cover": cover,
        "cover_alt": themes.cover_alt(theme, translation.get_language() or ""),
        "is_practice": when.is_practice(entry),
        **_before(theme),
        "previous": _neighbour(theme, earlier=True),
        "next": _neighbour(theme, earlier=False),
        "tags": reading.tags_of(entry),
    }
    if entry.blog.official:
        about["tags"] = [
            {"name": tag.name, "url": themes.tag_address(entry.blog.section, tag.name)} for tag in entry.tags.all()
        ]
    return about | ({"card_image": cover.preview} if cover is not None else {})


def _answers(request: HttpRequest, target: Target, order: Order) -> dict[str, object]:
    rows = answers.draw(target) if order == Order.RANDOM else None
    paged = None if rows is not None else answers.page_of(target, order, page_number(request))
    return {
        "order": str(order),
        "counts": answers.counts(target),
        "items": [reading_trackbacks.item(row, target=target) for row in (paged or rows or ())],
        "page": paged,
        "waiting": Received.objects.filter(target=target, state=Received.State.HELD).count(),
    }


def _before(theme: Theme) -> dict[str, object]:
    """What was answered while it was open last, once that is told, and the times that it was open before."""
    last, earlier = past.of(theme)
    told = past.readable_round_up(last, theme.entry.blog) if last is not None else None
    cards = reading_cards.of_entries([told] if told is not None else [])
    return {"round_up": next(iter(cards), None), "earlier": earlier}


def _neighbour(theme: Theme, *, earlier: bool) -> dict[str, str] | None:
    """The theme that its blog opened just before, or after this one."""
    at, others = theme.entry.opens_at, themes.to_read(theme.entry.blog)
    if earlier:
        found = others.filter(Q(entry__opens_at__lt=at) | Q(entry__opens_at=at, pk__lt=theme.pk))
        nearest = found.order_by("-entry__opens_at", "-pk").first()
    else:
        found = others.filter(Q(entry__opens_at__gt=at) | Q(entry__opens_at=at, pk__gt=theme.pk))
        nearest = found.order_by("entry__opens_at", "pk").first()
    if nearest is None:
        return None
    return {"url": nearest.entry.address, "title": reading_words.of_entry(nearest.entry).title}
