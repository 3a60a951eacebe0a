"""The map of a conversation: the page on which one explores it, and the picture that one sends."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from html import escape

from csp.decorators import csp
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.dateformat import format as format_date
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from buttobi.blogs.models import Blog
from buttobi.conversations import place
from buttobi.conversations.conversation import Conversation
from buttobi.conversations.gathering import gather
from buttobi.conversations.map import drawing, lettering, listing, scales, svg
from buttobi.conversations.map.drawing import Drawing, Paint
from buttobi.conversations.map.labels import Words
from buttobi.entries.views import reading, reading_days, reading_words
from buttobi.entries.views.reading_page import blog_page, show
from linkback import addresses

# A longer list is closed until somebody opens it.
OPEN_LIST = 40
# For a desk, and for a phone.
SIZES = ("wide", "narrow")
_SIGNS = {
    "day": {"ja": "n月j日", "en": "j M"},
    "month": {"ja": "Y年n月", "en": "M Y"},
    "year": {"ja": "Y年", "en": "Y"},
}


@blog_page
def explore(request: HttpRequest, blog: Blog, slug: str) -> HttpResponse:
    """The drawing for a desk and for a phone, and the same as a list."""
    entry, target = place.find(request, blog, slug, tail="conversation/map/")
    found = gather.around(target)
    days = listing.days(found)
    written = listing.written(found, days)
    sizes = sizes_of(found, only=request.GET.get("size", ""))
    drawings = drawn_for_page(found, days, written, sizes)
    address = f"{target.address}conversation/map/"
    origin = "/".join(address.split("/", 3)[:3])
    return show(
        request,
        blog,
        "conversations/map.html",
        address=address,
        words=reading_words.of_entry(entry),
        target=target,
        card_image=reading.card_image(blog.section),
        drawings=[(one, mark_safe(one.in_page)) for one in drawings],
        other_size=next((size for size in SIZES if size not in sizes), ""),
        lines=mark_safe(listing.lines(found, written, origin=origin, square=drawings[0].town.square)),
        is_long=len(found.pages) > OPEN_LIST,
        has_answers=bool(found.answers),
        sum=_sum(found),
        span=_span(found),
        is_cut=found.is_cut,
        conversation_address=f"{target.address}conversation/",
        picture_address=f"{target.address}conversation/map.svg",
    )


@csp(svg.policy())
@blog_page
def picture(request: HttpRequest, blog: Blog, slug: str) -> HttpResponse:
    """The drawing as a file of its own."""
    entry, target = place.find(request, blog, slug, tail="conversation/map.svg")
    found = gather.around(target)
    days = listing.days(found)
    says = tuple(filter(None, (_sum(found), _span(found))))
    written = listing.written(found, days)
    paint = _paint(found, days, written, link=_to_page(found), caption=says, name=_name_of(found))
    title = _("The conversation around “%(title)s”") % {"title": lettering.clean(reading_words.of_entry(entry).title)}
    document = svg.document(
        _drawn(found, "wide", paint),
        title=title,
        description=_(", ").join(says),
        key=svg.Key(here=_("a blog here"), elsewhere=_("a page elsewhere"), source=target.address),
        language=translation.get_language() or "en",
        section=blog.section,
    )
    return HttpResponse(document, content_type=svg.CONTENT_TYPE)


def sizes_of(found: Conversation, *, only: str) -> tuple[str, ...]:
    """A few houses are drawn for a desk and for a phone. Of a whole town that would be half of the page for nothing.

    It is drawn for a desk, and for a phone when it is asked for: by the script of the page, or by a reader without.
    """
    if scales.narrow(found)[0].name != "town":
        return SIZES
    return (only,) if only in SIZES else SIZES[:1]


def drawn_for_page(
    found: Conversation, days: list[date | None], written: list[str], sizes: Sequence[str]
) -> list[Drawing]:
    """In these sizes; their houses lead to the list beneath."""
    paint = _paint(found, days, written, link=_in_page)
    return [_drawn(found, name, paint) for name in sizes]


def _drawn(found: Conversation, name: str, paint: Paint) -> Drawing:
    scale, width = scales.narrow(found) if name == "narrow" else scales.wide(found)
    return drawing.draw(found, name=name, scale=scale, width=width, paint=paint)


def _paint(
    found: Conversation,
    days: list[date | None],
    written: list[str],
    *,
    link: Callable[[int], str],
    caption: tuple[str, ...] = (),
    name: Callable[[int], str] | None = None,
) -> Paint:
    return Paint(
        words=Words(here=_("this entry"), theme=_("theme"), days=written),
        days=days,
        sign=_sign,
        caption=caption,
        answered=listing.answered,
        link=link,
        name=name,
    )


def _in_page(number: int) -> str:
    """To the page's place in the list, which is its name as well; a script leads on from there to the page itself."""
    return f'href="#t{number}" aria-labelledby="t{number}"'


def _to_page(found: Conversation) -> Callable[[int], str]:
    def link(number: int) -> str:
        url = found.pages[number].url
        return f'href="{escape(url)}" rel="nofollow ugc"' if addresses.is_web(url) else 'tabindex="-1"'

    return link


def _name_of(found: Conversation) -> Callable[[int], str]:
    def name(number: int) -> str:
        page = found.pages[number]
        words = " · ".join(word for word in (page.title or page.url, page.blog or page.host) if word)
        return f"<title>{escape(lettering.clean(words))}</title>"

    return name


def _sum(found: Conversation) -> str:
    """How many pages, of how many blogs."""
    total = place.total(found)
    pages = ngettext("%(n)s page", "%(n)s pages", total.pages) % {"n": total.pages}
    blogs = ngettext("%(n)s blog", "%(n)s blogs", total.blogs) % {"n": total.blogs}
    return _("%(pages)s, %(blogs)s") % {"pages": pages, "blogs": blogs}


def _span(found: Conversation) -> str:
    """From the first day to the last."""
    total = place.total(found)
    if total.first is None or total.last is None:
        return ""
    first, last = reading_days.day(total.first), reading_days.day(total.last)
    return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}


def _sign(day: date, unit: str) -> str:
    formats = _SIGNS[unit]
    at = datetime.combine(day, time(12), tzinfo=timezone.get_current_timezone())
    return format_date(at, formats.get(translation.get_language() or "en", formats["en"]))
