"""The answers to a theme as its round-up tells of them, and the theme as its subject."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.utils import timezone, translation

from buttobi.center.models import Run
from buttobi.center.round_up.words import Answer, Subject
from buttobi.entries.forms import OTHER_LANGUAGE
from buttobi.trackbacks import homes
from buttobi.trackbacks.models import Received
from linkback import addresses


def of(rows: Iterable[Received]) -> list[Answer]:
    """Each answer in the words of whoever wrote it; of pages here, in those that they have now."""
    return [_answer(row) for row in rows]


def _answer(row: Received) -> Answer:
    source = row.source
    if source is not None:
        return Answer(
            url=source.address,
            title=source.title,
            blog=source.blog.title,
            excerpt=source.summary,
            is_here=True,
            home=source.blog.name,
            at=row.received_at,
        )
    return Answer(
        url=row.source_url,
        title=row.title,
        blog=row.blog_name or addresses.host(row.source_url),
        excerpt=row.excerpt,
        is_here=False,
        home=homes.of_source(row.source_url, row.pace, row.final_url, row.final_pace),
        at=row.received_at,
    )


@contextmanager
def told_in(language: str, run: Run) -> Iterator[Subject]:
    """The theme of a run in one language, which is the active one as long, in the time of its blog."""
    entry, blog = run.theme.entry, run.theme.entry.blog
    with translation.override(language), timezone.override(blog.zone):
        is_second = language != blog.language and bool(entry.second_title)
        yield Subject(
            title=entry.second_title if is_second else entry.heading,
            url=entry.address,
            titles=(entry.title, entry.second_title),
            opened_at=run.opened_at,
            closed_at=run.closed_at,
        )


def languages(run: Run) -> dict[str, str]:
    """In which language which text of the round-up is: a Center's has two."""
    blog = run.theme.entry.blog
    return {"body": blog.language} | ({"second_body": OTHER_LANGUAGE[blog.language]} if blog.official else {})
