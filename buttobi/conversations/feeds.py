"""A conversation for programs: its newest answers as an Atom feed, whoever gave them to whom, and all of it as JSON."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from buttobi.blogs.models import Blog
from buttobi.conversations import place
from buttobi.conversations.conversation import Answer, Conversation, Page
from buttobi.conversations.gathering import gather
from buttobi.entries import feeds
from buttobi.entries.views import reading_words
from buttobi.entries.views.reading_page import blog_page

ANSWERS = 50
# Of the JSON, whose shape docs/conversations.md describes.
VERSION = 1


@blog_page
def answers(request: HttpRequest, blog: Blog, slug: str) -> HttpResponse:
    """The newest answers of the whole conversation around an entry, newest first."""
    entry, target = place.find(request, blog, slug, tail="conversation.atom")
    found = gather.around(target)
    pages = {page.key: page for page in found.pages}
    newest = found.answers[: -ANSWERS - 1 : -1]
    return feeds.respond(
        title=_("Conversation around “%(title)s”") % {"title": reading_words.of_entry(entry).title},
        subtitle="",
        address=f"{target.address}conversation/",
        own_address=f"{target.address}conversation.atom",
        section=blog.section,
        items=[_item(answer, pages[answer.source], pages[answer.target], blog.section) for answer in newest],
    )


@blog_page
def as_json(request: HttpRequest, blog: Blog, slug: str) -> HttpResponse:
    """The whole conversation."""
    _entry, target = place.find(request, blog, slug, tail="conversation.json")
    return JsonResponse(_shape(gather.around(target), blog), json_dumps_params={"ensure_ascii": False})


def _item(answer: Answer, source: Page, target: Page, section: str) -> feeds.Item:
    return feeds.Item(
        url=source.url,
        tag=feeds.tag(section, f"answer/{answer.source}/{answer.target}"),
        title=_("%(source)s, in answer to “%(target)s”") % {"source": source.title, "target": target.title},
        author=source.blog or source.host,
        at=answer.at,
        changed=answer.at,
        summary=source.excerpt,
    )


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
