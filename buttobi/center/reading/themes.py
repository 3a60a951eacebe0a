"""Themes of one section as cards: open, coming and past, of its Trackback Center and of blogs whose owners made one."""

import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from django.db.models import Case, IntegerField, Q, QuerySet, When, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils import timezone

from buttobi.blogs.models import Blog
from buttobi.center.models import Theme
from buttobi.center.reading import when
from buttobi.center.starters import PRACTICE
from buttobi.entries.models import Entry
from buttobi.entries.views import reading_cards, reading_words
from buttobi.media.shown import Shown, shown_of
from buttobi.sections import addresses
from buttobi.trackbacks import targets

Themes = QuerySet[Theme]
NEWEST = ("-entry__opens_at", "-entry__published_at", "-pk")


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One theme as a card of the notice board, in the active language."""

    url: str
    title: str
    prompt: str
    lang: str
    answers: int
    trackback_url: str
    always_open: bool
    life: str
    closes: str
    """When it opens, closes or closed, in words."""
    stamp: str
    """That moment for programs; empty for a theme without an end."""
    exact: str
    """The same to the minute, and on whose clock."""
    closing: bool
    cover: Shown | None
    cover_alt: str
    blog: str = ""
    """The blog whose owner opened it; empty for a theme of a Trackback Center."""
    blog_url: str = ""
    blog_lang: str = ""


def public(section: str) -> Themes:
    """Every theme of a section that readers may see, of its Center and of its blogs; the newest first."""
    mine = Theme.objects.filter(
        entry__state=Entry.State.PUBLISHED,
        entry__audience=Entry.Audience.EVERYONE,
        entry__opens_at__isnull=False,
        entry__blog__section=section,
        entry__blog__state=Blog.State.OPEN,
        entry__target__listed=True,
    )
    return with_all(mine).order_by(*NEWEST)


def with_all(found: Themes) -> Themes:
    """With what a card needs."""
    return found.select_related("entry__blog", "entry__target__blog__policy", "cover").defer("cover__original")


def is_open(now: datetime) -> Q:
    """What takes trackbacks now: in its time, and not shut by hand."""
    in_time = Q(entry__closes_at=None) | Q(entry__closes_at__gt=now)
    shut = Q(entry__target__accepts=False) | Q(entry__blog__policy__closed=True)
    return Q(in_time, ~shut, entry__opens_at__lte=now)


def open_now(section: str) -> Themes:
    """What can be written on now, but for the practice theme."""
    return _without_practice(public(section)).filter(is_open(timezone.now()))


def to_read(blog: Blog) -> Themes:
    """The themes of one blog, but for the practice theme."""
    return _without_practice(public(blog.section)).filter(entry__blog=blog)


def coming(section: str) -> Themes:
    """What is announced, the next first."""
    return public(section).filter(entry__opens_at__gt=timezone.now()).order_by("entry__opens_at", "pk")


def past(section: str) -> Themes:
    """What takes no more, to be read; what was closed last comes first."""
    now = timezone.now()
    begun = public(section).filter(entry__opens_at__lte=now).exclude(is_open(now))
    return begun.order_by("-entry__closes_at", *NEWEST)


def open_themes(section: str, limit: int | None = None) -> list[Card]:
    """The themes of a section's Center that take trackbacks now, newest first; without the practice theme."""
    return cards(open_now(section).filter(entry__blog__official=True)[:limit])


def opened_by_owners(section: str, limit: int | None = None) -> list[Card]:
    """What owners opened as themes and takes trackbacks now: of each blog the newest."""
    return cards(one_a_blog(open_now(section).filter(entry__blog__official=False))[:limit])


def one_a_blog(found: Themes) -> Themes:
    """Of each blog the first of these themes, so that no blog takes every place; of a Trackback Center all of them."""
    first = found.order_by().annotate(place=_place(found)).filter(place=1).values("pk")
    return found.filter(Q(entry__blog__official=True) | Q(pk__in=first))


def in_turn(found: Themes, limit: int) -> Themes:
    """So many of these themes in their order: of each blog one, then of each another, so that none crowds out a blog
    that has fewer; those of a Trackback Center before all."""
    turn = Case(When(entry__blog__official=True, then=0), default=_place(found), output_field=IntegerField())
    chosen = found.annotate(turn=turn).order_by("turn", *found.query.order_by).values_list("pk", flat=True)
    return found.filter(pk__in=list(chosen[:limit]))


def _place(found: Themes) -> Window:
    return Window(RowNumber(), partition_by="entry__blog", order_by=[str(name) for name in found.query.order_by])


def practice_theme(section: str) -> Card | None:
    """The theme of a section's Center that is there for trying out, unless staff took it away."""
    found = public(section).filter(is_open(timezone.now()), entry__blog__official=True, entry__slug=PRACTICE)
    return next(iter(cards(found[:1])), None)


def random_open(section: str, *, not_at: str = "") -> Card | None:
    """One of the open themes, another than the one of a Trackback URL where there is another; None without any.

    Every other draw is from the Center's own. For the rest a blog is drawn first, and then one of its themes, so that
    who opened many is met no more often than who opened one.
    """
    found = open_now(section).order_by()
    before = targets.find(not_at) if not_at else None
    others = found.exclude(entry__target=before) if before is not None else found
    columns = ("pk", "entry__blog", "entry__blog__official")
    key = _drawn(others.values_list(*columns)) or _drawn(found.values_list(*columns))
    return next(iter(cards(public(section).filter(pk=key))), None) if key is not None else None


def _drawn(themes: Iterable[tuple[int, int, bool]]) -> int | None:
    of_center: list[int] = []
    of_owners: dict[int, list[int]] = defaultdict(list)
    for key, blog, official in themes:
        (of_center if official else of_owners[blog]).append(key)
    # No secret hangs on what is drawn.
    if of_center and (not of_owners or random.random() < 0.5):  # noqa: S311
        return random.choice(of_center)  # noqa: S311
    return random.choice(random.choice(list(of_owners.values()))) if of_owners else None  # noqa: S311


def index_address(section: str) -> str:
    """Where every theme of a section is looked up."""
    return f"{addresses.portal(section)}themes/"


def tag_address(section: str, tag: str) -> str:
    """The themes of a section that are filed under one word."""
    return f"{index_address(section)}tags/{quote(tag, safe='')}/"


def proposal_address() -> str:
    """Where anybody who is signed in proposes a theme."""
    return addresses.desk(reverse("theme-propose"))


def cards(themes: Iterable[Theme]) -> list[Card]:
    """Their cards, in their order."""
    found = list(themes)
    answers = reading_cards.answers(theme.entry.target_id for theme in found)
    covers = shown_of(theme.cover for theme in found)
    return [
        _card(theme, answers.get(theme.entry.target_id or 0, 0), covers.get(theme.cover_id or 0)) for theme in found
    ]


def cover_alt(theme: Theme, language: str) -> str:
    """What the cover shows, in a language where it is told in it."""
    in_other = language != theme.entry.blog.language
    return theme.second_cover_alt if in_other and theme.second_cover_alt else theme.cover_alt


def _card(theme: Theme, answers: int, cover: Shown | None) -> Card:
    entry, blog = theme.entry, theme.entry.blog
    words, stands = reading_words.of_entry(entry), when.of(theme)
    return Card(
        url=entry.address,
        title=words.title,
        prompt=words.excerpt,
        lang=words.language,
        answers=answers,
        trackback_url=entry.target.trackback_url if entry.target else "",
        always_open=when.is_practice(entry),
        life=stands.life,
        closes=stands.closing or stands.says,
        stamp=stands.stamp,
        exact=stands.exact,
        closing=bool(stands.closing),
        cover=cover,
        cover_alt=cover_alt(theme, words.language),
        blog="" if blog.official else blog.title,
        blog_url="" if blog.official else blog.address,
        blog_lang="" if blog.official else blog.language,
    )


def _without_practice(themes: Themes) -> Themes:
    return themes.exclude(entry__blog__official=True, entry__slug=PRACTICE)
