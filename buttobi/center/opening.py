"""The Trackback Center of each section opens, with its first themes."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from buttobi.blogs.models import Blog
from buttobi.center import starters_adult, starters_general
from buttobi.center.starters import Starter
from buttobi.entries.models import Entry
from buttobi.entries.publish import publish
from buttobi.markup.markdown import render
from buttobi.sections.context import CENTERS
from buttobi.sections.section import Section

THEMES = {Section.GENERAL: starters_general.THEMES, Section.ADULT: starters_adult.THEMES}
# Themes of one day in the order of their list: the first one is the newest.
APART = timedelta(minutes=1)


@contextmanager
def quietly() -> Iterator[None]:
    """Without a log line for each of many entries that nobody has just written."""
    log = logging.getLogger("buttobi")
    level = log.level
    log.setLevel(logging.WARNING)
    try:
        yield
    finally:
        log.setLevel(level)


def open_centers() -> None:
    """Opens each Center that is missing. Where one was opened before, whatever staff did to its themes stays done."""
    for section in Section:
        with transaction.atomic(), quietly():
            blog, is_new = Blog.objects.get_or_create(
                name=CENTERS[section],
                defaults={
                    "title": "Trackback Center",
                    "section": section,
                    "language": "en",
                    "official": True,
                },
            )
            if is_new:
                _post(blog, THEMES[section])


def _post(blog: Blog, themes: tuple[Starter, ...]) -> None:
    now = timezone.now()
    for number, theme in enumerate(themes):
        entry = Entry.objects.create(
            blog=blog,
            slug=theme.slug,
            title=theme.title,
            body=theme.prompt,
            html=render(theme.prompt),
            second_title=theme.ja_title,
            second_body=theme.ja_prompt,
            second_html=render(theme.ja_prompt),
            published_at=now - number * APART,
        )
        publish(entry=entry)
