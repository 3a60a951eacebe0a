"""A conversation as a thread that one reads."""

from django.http import Http404, HttpRequest, HttpResponse

from buttobi.blogs.models import Blog
from buttobi.conversations import place
from buttobi.conversations.gathering import gather
from buttobi.conversations.thread import sheet, unroll, words
from buttobi.entries.views import reading, reading_days, reading_doors, reading_words
from buttobi.entries.views.reading_page import blog_page, page_number, show


@blog_page
def read(request: HttpRequest, blog: Blog, slug: str) -> HttpResponse:
    """The thread, so many pages of it on one sheet."""
    entry, target = place.find(request, blog, slug, tail="conversation/")
    found = gather.around(target)
    voices = unroll.unroll(found)
    number = page_number(request)
    if not 1 <= number <= sheet.count(voices):
        raise Http404
    lines = sheet.lines(voices, number, here=found.start)
    start = next(voice for voice in voices if voice.page.key == found.start)
    total = place.total(found)
    base = f"{target.address}conversation"
    return show(
        request,
        blog,
        "conversations/thread.html",
        address=f"{base}/" if number == 1 else f"{base}/?page={number}",
        base=base,
        words=reading_words.of_entry(entry),
        target=target,
        doors=reading_doors.of_entry(entry),
        card_image=reading.card_image(blog.section),
        said=words.tell(lines, voices, sheet_number=number, here=found.start) if found.answers else [],
        you_are_here=words.link_to(start, sheet_number=number) if start.number or number > 1 else "",
        total=total,
        first=reading_days.day(total.first) if total.first else "",
        last=reading_days.day(total.last) if total.last else "",
        is_cut=found.is_cut,
        number=number,
        sheets=range(1, sheet.count(voices) + 1),
    )
