"""The map as a list: what each page is, whom it answers, how many answered it, in the reader's words.

It is written here and not in a template: of a thousand pages the template alone would take longer than all the rest.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
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
_PLAIN = re.compile(r"[A-Za-z0-9_./:~#%-]+")


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


def lines(conversation: Conversation, days: Sequence[str], *, origin: str = "", square: int | None = None) -> str:
    """The `<li>` of every page, the oldest first. `t12` is the title of the page of number 12, in every drawing too.

    What answers the page in the square stands in a list of its own below it: nobody has to hear a thousand times whom
    all of them answer. Addresses below `origin` are written without it.
    """
    targets: dict[int, list[int]] = {}
    for source, target in town.pairs(conversation):
        targets.setdefault(source, []).append(target)
    told = _told(conversation, targets, origin=origin, square=square)
    if square is None:
        return _by_days(range(len(told)), told, days)
    below = sorted(number for number, whom in targets.items() if square in whom)
    inner = _by_days(below, told, days)
    title = conversation.pages[square].title or conversation.pages[square].url
    words = escape(_("answers %(title)s") % {"title": lettering.clean(title)})
    told[square] += f'\n<ol class="map-list" aria-label="{words}">\n{inner}\n</ol>'
    apart = set(below)
    return _by_days([number for number in range(len(told)) if number not in apart], told, days)


def _by_days(numbers: Iterable[int], told: Sequence[str], days: Sequence[str]) -> str:
    """The lines of a list; a day is said by the first of its pages, as in a timetable."""
    found, last = [], ""
    for number in numbers:
        is_new, last = days[number] not in ("", last), days[number] or last
        found.append(f"<li><i>{last}</i>{told[number]}" if is_new else f"<li>{told[number]}")
    return "\n".join(found)


def _told(
    conversation: Conversation,
    targets: Mapping[int, Sequence[int]],
    *,
    origin: str,
    square: int | None,
) -> list[str]:
    """What is said of each page, without an end: HTML ends an item where the next one begins."""
    counts = town.answered(conversation)
    spoken = translation.get_language() or "en"
    references = [_reference(number, page, spoken) for number, page in enumerate(conversation.pages)]
    words = {count: answered(count) for count in set(counts)}
    marks = {True: _("this entry"), False: _("theme")}
    answers = _("answers %(title)s")
    found = []
    for number, page in enumerate(conversation.pages):
        about = [_from(page)]
        if page.key == conversation.start or page.is_theme:
            about.insert(0, f"<b>{marks[page.key == conversation.start]}</b>")
        whom = [target for target in targets.get(number, ()) if target != square]
        if whom:
            about.append(answers % {"title": _named([references[target] for target in whom])})
        if counts[number]:
            about.append(words[counts[number]])
        found.append(f"{_title(page, number, spoken, origin)}<small>{' · '.join(filter(None, about))}</small>")
    return found


def answered(count: int) -> str:
    """That so many pages answered one, in words."""
    return ngettext("%(n)s answer", "%(n)s answers", count) % {"n": count}


def _title(page: Page, number: int, spoken: str, origin: str) -> str:
    link = _attribute("href", _short(page.url, origin)) if addresses.is_web(page.url) else ""
    rel = "" if page.is_ours else ' rel="nofollow ugc"'
    return f"<a id=t{number}{link}{rel}{_lang(page, spoken)}>{escape(page.title or page.url)}</a>"


def _short(url: str, origin: str) -> str:
    """An address without the beginning that it has in common with the page; two slashes would name another host."""
    path = url.removeprefix(origin)
    return path if origin and path.startswith("/") and not path.startswith("//") else url


def _attribute(name: str, value: str) -> str:
    """As short as HTML takes it: most values need no quotes."""
    return f" {name}={value}" if _PLAIN.fullmatch(value) else f' {name}="{escape(value)}"'


def _from(page: Page) -> str:
    """Its blog, and for a page elsewhere its site, which tells more than what it calls itself."""
    blog = _apart(page.blog) if page.blog and page.blog != page.host else ""
    host = f"<span class=host>{escape(page.host)}</span>" if page.host else ""
    return f"{blog} {host}".strip()


def _apart(words: str) -> str:
    """Words that may run from right to left turn nothing around them."""
    return escape(words) if words.isascii() else f"<bdi>{escape(words)}</bdi>"


def _named(references: Sequence[str]) -> str:
    more = f" +{len(references) - NAMED}" if len(references) > NAMED else ""
    return pgettext("between titles", ", ").join(references[:NAMED]) + more


def _reference(number: int, page: Page, spoken: str) -> str:
    title = lettering.cut(lettering.clean(page.title or page.url), room=NAME)
    return f"<a href=#t{number}{_lang(page, spoken)}>{escape(title)}</a>"


def _lang(page: Page, spoken: str) -> str:
    return _attribute("lang", page.language) if page.language and page.language != spoken else ""
