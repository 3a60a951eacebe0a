"""The answers to a theme: in which order they are read, what each is called, and how many there are."""

import random
from dataclasses import dataclass, replace
from enum import StrEnum

from django.core.paginator import EmptyPage, Page, Paginator
from django.db.models import Count, Q
from django.http import Http404

from buttobi.entries import titles
from buttobi.entries.views import reading_trackbacks
from buttobi.entries.views.reading_trackbacks import Item
from buttobi.trackbacks.models import Received, Target

ROWS = 30
# So many are drawn at random.
DRAWN = 12


class Order(StrEnum):
    """How answers are sorted; the first is what a reader finds who asks for nothing."""

    NEWEST = "newest"
    OLDEST = "oldest"
    RANDOM = "random"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many answers readers see, and from how many blogs here and elsewhere."""

    answers: int
    blogs: int


def order_of(asked: str) -> Order:
    """The order that an address asks for; raises Http404 for one that is none."""
    try:
        return Order(asked or Order.NEWEST)
    except ValueError:
        raise Http404 from None


def counts(target: Target) -> Counts:
    """How many readers see, and from how many blogs."""
    here = Count("source__blog", distinct=True)
    elsewhere = Count("pace", distinct=True, filter=Q(source=None))
    rows = Received.objects.shown().filter(target=target).order_by()
    found = rows.aggregate(answers=Count("pk"), here=here, elsewhere=elsewhere)
    return Counts(answers=found["answers"], blogs=found["here"] + found["elsewhere"])


def page_of(target: Target, order: Order, number: int) -> Page[Received]:
    """One page of the answers by their age; raises Http404 for a page that is not there."""
    rows = reading_trackbacks.seen(target)
    try:
        return Paginator(rows.reverse() if order == Order.NEWEST else rows, ROWS).page(number)
    except EmptyPage:
        raise Http404 from None


def draw(target: Target) -> list[Received]:
    """Some answers at random, others on each call."""
    keys = list(reading_trackbacks.seen(target).order_by().values_list("pk", flat=True))
    drawn = random.sample(keys, min(DRAWN, len(keys)))
    found = reading_trackbacks.seen(target).in_bulk(drawn)
    return [found[key] for key in drawn if key in found]


def item(received: Received, *, target: Target) -> Item:
    """An answer as its readers see it, under its own title or, where that is the theme's, its first sentence."""
    said = reading_trackbacks.item(received, target=target)
    title = own_title(said.title, said.excerpt, target)
    if title == said.title:
        return said
    return replace(said, title=title, excerpt=said.excerpt.removeprefix(title).strip())


def own_title(title: str, text: str, target: Target) -> str:
    """What an answer is called: never the same as what it answers, if it says anything else."""
    is_same = any(titles.is_same(title, theirs) for theirs in (target.title, target.second_title))
    return (titles.first_sentence(text) or title) if is_same else title
