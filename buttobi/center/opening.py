"""The Trackback Center of each section opens: with its first themes, and more of them on its shelf."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from buttobi.blogs.models import Blog
from buttobi.center.models import Theme
from buttobi.center.plan import DAYS, midnight
from buttobi.center.starters import PRACTICE, Starter, adult, general
from buttobi.entries.models import Entry, Tag
from buttobi.entries.publish import publish
from buttobi.markup.markdown import render
from buttobi.sections.context import CENTERS
from buttobi.sections.section import Section

THEMES = {Section.GENERAL: general.THEMES, Section.ADULT: adult.THEMES}
# Themes of one day in the order of their list: the first one is the newest.
APART = timedelta(minutes=1)
# The first theme and the one to practise on stay open. The others close one after the other, so that there is something
# new every few days without anybody doing anything.
FIRST_CLOSES = timedelta(days=DAYS)
CLOSE_APART = timedelta(days=3)


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
    for number, starter in enumerate(themes):
        entry = Entry.objects.create(
            blog=blog,
            slug=starter.slug,
            title=starter.title,
            body=starter.prompt,
            html=render(starter.prompt),
            second_title=starter.ja_title,
            second_body=starter.ja_prompt,
            second_html=render(starter.ja_prompt),
        )
        entry.tags.set([Tag.objects.get_or_create(blog=blog, name=name)[0] for name in starter.tags])
        practice = starter.slug == PRACTICE
        Theme.objects.create(entry=entry, on_shelf=not practice)
        if practice or number < max(settings.OPEN_THEMES, 1):
            closes_at = midnight(now + _open_for(number), blog.zone) if number and not practice else None
            _open(entry, now - number * APART, closes_at)


def _open_for(number: int) -> timedelta:
    return FIRST_CLOSES + (number - 1) * CLOSE_APART


def _open(entry: Entry, at: datetime, closes_at: datetime | None) -> None:
    entry.published_at = entry.opens_at = at
    entry.closes_at = closes_at
    entry.save(update_fields=["published_at", "opens_at", "closes_at"])
    publish(entry=entry)
