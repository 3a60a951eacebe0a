"""A conversation as a thread that one reads, and as JSON."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from buttobi.blogs.models import Blog
from buttobi.conversations import gather, place, sheet, thread, words
from buttobi.conversations.conversation import Answer, Conversation, Page
from buttobi.entries.views import reading, reading_days, reading_doors, reading_words
from buttobi.entries.views.reading_page import blog_page, page_number, show

# Of the shape that docs/conversations.md describes.
VERSION = 1


@blog_page
def read(request: HttpRequest, blog: Blog, slug: str) -> HttpResponse:
    """The thread, so many pages of it on one sheet."""
    entry, target = place.find(request, blog, slug, tail="conversation/")
    found = gather.around(target)
    voices = thread.unroll(found)
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


@blog_page
def as_json(request: HttpRequest, blog: Blog, slug: str) -> HttpResponse:
    """The same for programs, whole."""
    _entry, target = place.find(request, blog, slug, tail="conversation.json")
    return JsonResponse(_shape(gather.around(target), blog), json_dumps_params={"ensure_ascii": False})


def _shape(conversation: Conversation, blog: Blog) -> dict[str, object]:
    return {
        "version": VERSION,
        "section": blog.section,
        "start": conversation.start,
        "is_cut": conversation.is_cut,
        "pages": [_page(page) for page in conversation.pages],
        "answers": [_answer(answer) for answer in conversation.answers],
    }


def _page(page: Page) -> dict[str, object]:
    return {
        "key": page.key,
        "url": page.url,
        "title": page.title,
        "excerpt": page.excerpt,
        "language": page.language,
        "at": page.at.isoformat(timespec="seconds") if page.at else None,
        "is_theme": page.is_theme,
        "is_ours": page.is_ours,
        "host": page.host,
        "blog": {"key": page.blog_key, "title": page.blog, "url": page.blog_url},
    }


def _answer(answer: Answer) -> dict[str, object]:
    return {
        "source": answer.source,
        "target": answer.target,
        "at": answer.at.isoformat(timespec="seconds"),
        "link": answer.link,
    }
