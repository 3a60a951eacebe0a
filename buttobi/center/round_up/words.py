"""The first words of a round-up: every answer to a theme with its first sentence, in Markdown, ready to be edited.

Values in, text out. The answers' words are other people's: nothing in them is Markdown or HTML here.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.utils import timezone
from django.utils.translation import gettext

from buttobi.entries import titles
from buttobi.entries.views import reading_days

# A text has room for so many characters of answers; what is left is counted in its last line.
MOST = 150_000
# So many answers over so many days are told week by week.
MANY, LONG = 30, timedelta(days=21)

# What begins something in Markdown in the middle of a line, and what would make a link of an address.
_MARKS = re.compile(r"[\\`*_\[\]<>&~|^$@]|:(?=//)|(?<=www)\.", re.IGNORECASE)
# Signs that turn the direction of a text, and categories of signs that break its line or are for machines.
_TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_BREAKS = ("Cc", "Zl", "Zp")
# Between angle brackets an address may have everything but these.
_NOT_IN_ADDRESS = re.compile(r"[\x00-\x20<>\\\x7f]")
# What looks like the name of a sign there would become the sign.
_ENTITY = re.compile(r"&(?=#?[0-9a-z]+;)", re.IGNORECASE)
_TITLE = 200
# What closes at midnight was open until the day before.
_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer to a theme, in the words of whoever wrote it."""

    url: str
    title: str
    blog: str
    excerpt: str
    is_here: bool
    """It stands in a blog of this service."""
    home: str
    """What makes two answers come from the same blog."""
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The theme that was answered, in one language, and since when."""

    title: str
    url: str
    titles: tuple[str, ...]
    """Its title in every language: an answer of the same name is called by its first sentence."""
    opened_at: datetime
    closed_at: datetime


def title(subject: Subject) -> str:
    """What the round-up is called, in the active language."""
    return gettext("Round-up: %(theme)s") % {"theme": subject.title}


def text(subject: Subject, answers: Sequence[Answer], *, total: int = 0) -> str:
    """The whole text, in the active language and time zone. `total`: so many there are, when these are not all.

    It says no number: answers come and go, and the page of a round-up counts them anew.
    """
    told = _that_fit(answers)
    parts = [_opening(subject), *_groups(subject, told)]
    if max(total, len(answers)) > len(told):
        more = gettext("There are more answers on [the theme's page](%(url)s).")
        parts.append(more % {"url": address(subject.url)})
    return "\n\n".join(parts) + "\n"


def with_more(told: str, subject: Subject, answers: Sequence[Answer]) -> str:
    """A text as it was edited, with the lines of answers that came later at its end, in the active language."""
    came_later = gettext("Came in later")
    before = told.rstrip()
    has_it = before.split("\n## ")[-1].startswith(f"{came_later}\n")
    lines = "\n".join(_line(answer, subject) for answer in _that_fit(answers))
    # In a list that stands there already; a blank line between two items would make it another list.
    between = "\n" if has_it and before.rpartition("\n")[2].startswith(("- ", "  ")) else "\n\n"
    if not has_it:
        lines = f"## {came_later}\n\n{lines}"
    return f"{before}{between}{lines}\n".lstrip()


def escaped(words: str) -> str:
    """A stranger's words on one line, so that Markdown shows them as they are and nothing else."""
    return _MARKS.sub(lambda found: f"\\{found[0]}", _unturned(words))


def _unturned(words: str) -> str:
    """Words on one line without signs that nobody sees; those that turn the text would reach beyond the words."""
    seen = _TURNS.sub("", words)
    return " ".join("".join(" " if unicodedata.category(sign) in _BREAKS else sign for sign in seen).split())


def address(url: str) -> str:
    """An address as the target of a Markdown link."""
    whole = _NOT_IN_ADDRESS.sub(lambda found: f"%{ord(found[0]):02X}", url)
    return f"<{_ENTITY.sub('&amp;', whole)}>"


def _opening(subject: Subject) -> str:
    first, last = (reading_days.day(moment) for moment in (subject.opened_at, subject.closed_at - _MOMENT))
    if first == last:
        words = gettext("%(theme)s was open on %(first)s. This is what people wrote.")
    else:
        words = gettext("%(theme)s was open from %(first)s to %(last)s. This is what people wrote.")
    return words % {"theme": f"[{escaped(subject.title)}]({address(subject.url)})", "first": first, "last": last}


def _that_fit(answers: Sequence[Answer]) -> list[Answer]:
    told, room = [], MOST
    for answer in answers:
        room -= len(answer.url) + 2 * (len(answer.title) + len(answer.blog) + len(answer.excerpt)) + 20
        if room < 0:
            break
        told.append(answer)
    return told


def _groups(subject: Subject, answers: Sequence[Answer]) -> Iterator[str]:
    grouped = _by_week if _is_long(subject, answers) else _by_place
    for heading, some in grouped(answers):
        yield f"## {heading}"
        yield "\n".join(_line(answer, subject) for answer in some)


def _is_long(subject: Subject, answers: Sequence[Answer]) -> bool:
    return len(answers) > MANY and subject.closed_at - subject.opened_at > LONG


def _by_place(answers: Sequence[Answer]) -> Iterator[tuple[str, list[Answer]]]:
    for heading, is_here in ((gettext("From blogs here"), True), (gettext("From elsewhere"), False)):
        some = sorted((answer for answer in answers if answer.is_here == is_here), key=_blog_by_blog)
        if some:
            yield heading, some


def _blog_by_blog(answer: Answer) -> tuple[str, str, datetime]:
    return answer.blog.casefold(), answer.home, answer.at


def _by_week(answers: Sequence[Answer]) -> Iterator[tuple[str, list[Answer]]]:
    for _, some in groupby(sorted(answers, key=lambda answer: answer.at), key=_week):
        week = list(some)
        first, last = reading_days.day(week[0].at), reading_days.day(week[-1].at)
        yield first if first == last else gettext("%(first)s to %(last)s") % {"first": first, "last": last}, week


def _week(answer: Answer) -> tuple[int, int]:
    year, week, _ = timezone.localtime(answer.at).isocalendar()
    return year, week


def _line(answer: Answer, subject: Subject) -> str:
    """The answer's title as a link, its blog, and below them its first sentence."""
    sentence = titles.first_sentence(_unturned(answer.excerpt))
    names_itself = bool(answer.title) and not any(titles.is_same(answer.title, theirs) for theirs in subject.titles)
    called = answer.title if names_itself else sentence or answer.title or answer.url
    line = f"- [{escaped(called[:_TITLE])}]({address(answer.url)}) · {escaped(answer.blog)}"
    if not names_itself or not sentence or sentence == answer.title:
        return line
    quoted = gettext("“%(sentence)s”") % {"sentence": escaped(sentence)}
    return f"{line}\\\n  {quoted}"
