"""The pages of a conversation with their words: those of ours from their rows, those elsewhere as they said them."""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.utils import translation

from buttobi.blogs.models import Blog
from buttobi.conversations.conversation import Page
from buttobi.conversations.gathering.rows import AT_ONCE, End, Words
from buttobi.entries.models import Entry
from buttobi.markup.plain import excerpt
from buttobi.trackbacks import homes
from buttobi.trackbacks.models import Target
from linkback import addresses

_COLUMNS = ("blog", "path", "title", "second_title", "summary", "opens_at")


def ours(numbers: Collection[int]) -> Iterator[Page]:
    """Pages of this service in the active language, where they have it; whatever vanished meanwhile is left out."""
    wanted = sorted(numbers)
    blogs: dict[int, Blog] = {}
    for first in range(0, len(wanted), AT_ONCE):
        some = wanted[first : first + AT_ONCE]
        targets = list(Target.objects.listed().filter(pk__in=some).only(*_COLUMNS))
        published = dict(Entry.objects.filter(target__in=some).values_list("target_id", "published_at"))
        blogs |= Blog.objects.in_bulk({target.blog_id for target in targets} - blogs.keys())
        for target in targets:
            target.blog = blogs[target.blog_id]
        openings = _second_openings(targets)
        for target in targets:
            yield _page(target, openings.get(target.pk, target.summary), at=published.get(target.pk))


def elsewhere(end: End, words: Words, *, at: datetime) -> Page:
    """A page elsewhere, as it said itself what it is; `at` is when we first heard of it."""
    host = addresses.host(end.url)
    return Page(
        key=end.key,
        url=end.url,
        title=words.title or end.url,
        excerpt=words.excerpt,
        blog=words.blog,
        blog_key=homes.of(words.led_to or end.url),
        host=host,
        at=at,
    )


def _page(target: Target, opening: str, *, at: datetime | None) -> Page:
    blog = target.blog
    return Page(
        key=f"ours:{target.pk}",
        url=target.address,
        title=target.display_title,
        excerpt=opening,
        blog=blog.display_title,
        blog_key=f"blog:{blog.pk}",
        blog_url=blog.address,
        language=target.display_language,
        at=at,
        is_theme=target.is_theme,
    )


def _second_openings(targets: list[Target]) -> dict[int, str]:
    """The first words of the themes whose title is now in the language that their Center's blog does not speak."""
    language = translation.get_language()
    seconds = [target.pk for target in targets if target.second_title and target.blog.language != language]
    if not seconds:
        return {}
    rows = Entry.objects.filter(target__in=seconds).values_list("target_id", "second_html")
    return {number: excerpt(html) for number, html in rows if number is not None}
