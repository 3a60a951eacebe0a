"""Conversations that nobody had, as values: for what is drawn and told without a database."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from buttobi.conversations.conversation import Answer, Conversation, Page
from buttobi.conversations.map.drawing import Paint
from buttobi.conversations.map.labels import Words

BEGINNING = datetime(2026, 9, 12, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def page(
    number: int, *, blog: int | None = None, host: str = "", after: timedelta | None = None, **said: object
) -> Page:
    """A page of its own blog, one hour after the one before it, unless told otherwise."""
    blog = number if blog is None else blog
    fields: dict[str, object] = {
        "title": f"Entry {number}",
        "blog": f"Blog {blog}",
        "url": f"https://{host or 'here.example'}/blog{blog}/{number}/",
        "language": "en",
        **said,
    }
    return Page(
        key=f"url:{number}" if host else f"ours:{number}",
        blog_key=host or f"blog:{blog}",
        host=host,
        at=BEGINNING + (HOUR * number if after is None else after),
        **fields,  # type: ignore[arg-type] # what a test says of a page
    )


def talk(pages: Sequence[Page], pairs: Iterable[tuple[int, int]], *, start: int = 0) -> Conversation:
    """These pages, and who of them answered whom."""
    answers = [
        Answer(source=pages[source].key, target=pages[target].key, at=pages[source].at or BEGINNING, link="verified")
        for source, target in pairs
    ]
    return Conversation(start=pages[start].key, pages=tuple(pages), answers=tuple(answers))


def theme(answers: int, *, cross: Iterable[tuple[int, int]] = (), blogs: int | None = None) -> Conversation:
    """One theme that so many pages answer, of as many blogs unless told otherwise, six a day, each fifth elsewhere."""
    pages = [page(0, title="Rain", blog=0, is_theme=True)]
    for number in range(1, answers + 1):
        host = f"site{number}.there.example" if number % 5 == 0 and blogs is None else ""
        blog = 1 + number % blogs if blogs else number
        pages.append(page(number, blog=blog, host=host, after=4 * HOUR * number))
    return talk(pages, [*((number, 0) for number in range(1, answers + 1)), *cross])


def paint(conversation: Conversation, *, caption: Sequence[str] = ()) -> Paint:
    """Plain words around a drawing."""
    days = [one.at.date() if one.at else None for one in conversation.pages]
    return Paint(
        words=Words(here="this entry", theme="theme", days=[str(day or "") for day in days]),
        days=days,
        sign=lambda day, unit: f"{unit} {day}",
        link=lambda number: f'href="#t{number}" aria-labelledby="t{number}"',
        answered=lambda count: f"{count} answers",
        caption=caption,
    )
