"""Atom feed of a conversation: its newest answers, whoever gave them to whom."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from buttobi.blogs.models import Blog
from buttobi.conversations import gather, place
from buttobi.conversations.conversation import Answer, Page
from buttobi.entries import feeds
from buttobi.entries.views import reading_words
from buttobi.entries.views.reading_page import blog_page
from buttobi.sections import addresses

ANSWERS = 50


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


def _item(answer: Answer, source: Page, target: Page, section: str) -> feeds.Item:
    host = addresses.host(section).partition(":")[0]
    return feeds.Item(
        url=source.url,
        tag=f"tag:{host},2026:answer/{answer.source}/{answer.target}",
        title=_("%(source)s, in answer to “%(target)s”") % {"source": source.title, "target": target.title},
        author=source.blog or source.host,
        at=answer.at,
        changed=answer.at,
        summary=source.excerpt,
    )
