"""Which themes a Trackback Center has open, and how many answers each has found."""

from dataclasses import dataclass

from buttobi.center.starters import PRACTICE
from buttobi.entries.models import Entry, EntryQuerySet
from buttobi.entries.views import reading_cards, reading_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """One theme as a card of the notice board, in the active language."""

    url: str
    title: str
    prompt: str
    lang: str
    answers: int
    trackback_url: str
    always_open: bool


def open_themes(section: str, limit: int | None = None) -> list[Theme]:
    """The themes of a section's Center that take trackbacks now, newest first; without the practice theme."""
    return _cards(list(_open(section).exclude(slug=PRACTICE)[:limit]))


def practice_theme(section: str) -> Theme | None:
    """The theme of a section's Center that is there for trying out, unless staff took it away."""
    return next(iter(_cards(list(_open(section).filter(slug=PRACTICE)))), None)


def _open(section: str) -> EntryQuerySet:
    themes = Entry.objects.public().filter(blog__section=section, blog__official=True)
    takes = themes.filter(target__listed=True, target__accepts=True).exclude(blog__policy__closed=True)
    return takes.select_related("blog", "target__blog__policy")


def _cards(entries: list[Entry]) -> list[Theme]:
    answers = reading_cards.answers(entry.target_id for entry in entries)
    return [_card(entry, answers.get(entry.target_id or 0, 0)) for entry in entries]


def _card(entry: Entry, answers: int) -> Theme:
    words = reading_words.of_entry(entry)
    return Theme(
        url=entry.address,
        title=words.title,
        prompt=words.excerpt,
        lang=words.language,
        answers=answers,
        trackback_url=entry.target.trackback_url if entry.target else "",
        always_open=entry.slug == PRACTICE,
    )
