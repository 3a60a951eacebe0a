"""The answers to a theme: in which order they are read, and how many there are."""

import random
from dataclasses import dataclass
from enum import StrEnum

from django.core.paginator import Page
from django.db.models import Count, Q
from django.http import Http404

from buttobi.entries.views import reading_trackbacks
from buttobi.entries.views.reading_page import one_page
from buttobi.trackbacks import homes
from buttobi.trackbacks.models import Received, Target
from buttobi.trackbacks.models.received import ReceivedQuerySet

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
    return counted(Received.objects.shown().filter(target=target))


def counted(rows: ReceivedQuerySet) -> Counts:
    """The same of some answers."""
    elsewhere = Count("pk", filter=Q(source=None))
    here = Count("source__blog", distinct=True)
    found = rows.order_by().aggregate(answers=Count("pk"), here=here, elsewhere=elsewhere)
    return Counts(answers=found["answers"], blogs=found["here"] + (homes.number(rows) if found["elsewhere"] else 0))


def page_of(target: Target, order: Order, number: int) -> Page[Received]:
    """One page of the answers by their age; raises Http404 for a page that is not there."""
    rows = reading_trackbacks.seen(target)
    return one_page(rows.reverse() if order == Order.NEWEST else rows, number, rows=ROWS)


def place_of(received: Received, *, newer: int) -> str:
    """Where an answer stands in the list as its readers find it, when so many are newer."""
    asked = f"?page={newer // ROWS + 1}" if newer >= ROWS else ""
    return f"{received.target.address}{asked}#tb-{received.pk}"


def draw(target: Target) -> list[Received]:
    """Some answers at random, others on each call."""
    keys = list(reading_trackbacks.seen(target).order_by().values_list("pk", flat=True))
    drawn = random.sample(keys, min(DRAWN, len(keys)))
    found = reading_trackbacks.seen(target).in_bulk(drawn)
    return [found[key] for key in drawn if key in found]
