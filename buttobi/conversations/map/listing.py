"""The map as a list: what each page is, whom it answers, how many answered it, in the reader's words.

It is written here and not in a template: of a thousand pages the template alone would take longer than all the rest.
"""

from collections.abc import Sequence
from datetime import date
from html import escape

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from buttobi.conversations.conversation import Conversation, Page
from buttobi.conversations.map import lettering, town
from buttobi.entries.views import reading_days
from linkback import addresses

# So many of the pages that one answers are named, so long, in ems.
NAMED = 3
NAME = 20


def days(conversation: Conversation) -> list[date | None]:
    """When each page appeared, in the reader's zone."""
    return [timezone.localtime(page.at).date() if page.at else None for page in conversation.pages]


def written(conversation: Conversation, days: Sequence[date | None]) -> list[str]:
    """The same as a reader reads it. A thousand pages appeared on a few days: each day is written once."""
    words: dict[date, str] = {}
    found = []
    for page, day in zip(conversation.pages, days, strict=True):
        if day is not None and page.at is not None and day not in words:
            words[day] = reading_days.day(page.at)
        found.append(words[day] if day else "")
    return found


def lines(conversation: Conversation, days: Sequence[str]) -> str:
    """The `<li>` of every page, the oldest first. `t12` is the title of the page of number 12, in every drawing too."""
    targets: dict[int, list[int]] = {}
    for source, target in town.pairs(conversation):
        targets.setdefault(source, []).append(target)
    counts = town.answered(conversation)
    spoken = translation.get_language() or "en"
    references = [_reference(number, page, spoken) for number, page in enumerate(conversation.pages)]
    words = {count: answered(count) for count in set(counts)}
    marks = {True: _("this entry"), False: _("theme")}
    answers = _("answers %(title)s")
    found = []
    for number, page in enumerate(conversation.pages):
        about = [_from(page), days[number]]
        if page.key == conversation.start or page.is_theme:
            about.insert(0, f"<b>{marks[page.key == conversation.start]}</b>")
        whom = targets.get(number)
        if whom:
            about.append(answers % {"title": _named([references[target] for target in whom])})
        if counts[number]:
            about.append(words[counts[number]])
        found.append(f"<li>{_title(page, number, spoken)}<small>{' · '.join(filter(None, about))}</small></li>")
    return "\n".join(found)


def answered(count: int) -> str:
    """That so many pages answered one, in words."""
    return ngettext("%(n)s answer", "%(n)s answers", count) % {"n": count}


def _title(page: Page, number: int, spoken: str) -> str:
    link = f' href="{escape(page.url)}"' if addresses.is_web(page.url) else ""
    rel = "" if page.is_ours else ' rel="nofollow ugc"'
    return f'<a id="t{number}"{link}{rel}{_lang(page, spoken)}>{escape(page.title or page.url)}</a>'


def _from(page: Page) -> str:
    """Its blog, and for a page elsewhere its site, which tells more than what it calls itself."""
    blog = f"<bdi>{escape(page.blog)}</bdi>" if page.blog and page.blog != page.host else ""
    host = f'<span class="host">{escape(page.host)}</span>' if page.host else ""
    return f"{blog} {host}".strip()


def _named(references: Sequence[str]) -> str:
    more = f" +{len(references) - NAMED}" if len(references) > NAMED else ""
    return pgettext("between titles", ", ").join(references[:NAMED]) + more


def _reference(number: int, page: Page, spoken: str) -> str:
    title = lettering.cut(lettering.clean(page.title or page.url), room=NAME)
    return f'<a href="#t{number}"{_lang(page, spoken)}>{escape(title)}</a>'


def _lang(page: Page, spoken: str) -> str:
    return f' lang="{escape(page.language)}"' if page.language and page.language != spoken else ""
