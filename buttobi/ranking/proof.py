"""The proof of a place: every trackback that counted for a blog on a day, and every one that was left out, with why.

What readers see under the entries is shown here in the same words. Of everything else (held, refused, taken back) only
its number and the reason are told: its words belong to its sender and to the owner of the blog.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from buttobi.blogs.models import Blog
from buttobi.entries.views import reading_days, reading_trackbacks
from buttobi.ranking import formula, seen
from buttobi.ranking.models import Day, Standing, Tally, Verdict
from buttobi.trackbacks.models import Received, Target

ROWS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One trackback as readers see it, to which entry it came, and why it did not count."""

    item: reading_trackbacks.Item
    target: Target
    moment: str
    # When the owner's word let it in, which is the moment that counts then.
    approved: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A page of items; `next` is where the following page begins, 0 at the end."""

    items: Sequence[Item]
    next: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Untold:
    """So many trackbacks of which only the reason is told."""

    number: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One blog on one day. No standing where nothing counted."""

    day: Day
    blog: Blog
    standing: Standing | None
    verdict: Verdict | None
    counted: int
    left_out: int
    untold: Sequence[Untold]

    @property
    def strike(self) -> Verdict | None:
        """What staff decided against it."""
        return self.verdict if self.verdict and self.verdict.is_strike else None


def of(day: Day, blog: Blog) -> Proof | None:
    """What is known of a blog on a day; None when that is nothing."""
    standing = Standing.objects.filter(day=day, blog=blog).first()
    numbers = dict(_tallies(day, blog).order_by().values_list("reason").annotate(Count("pk")))
    if standing is None and not numbers:
        return None
    counted = numbers.pop("", 0)
    return Proof(
        day=day,
        blog=blog,
        standing=standing,
        verdict=Verdict.objects.in_force().filter(day=day, blog=blog).select_related("decided_by").first(),
        counted=counted,
        left_out=sum(numbers.values()),
        untold=_untold(day, blog),
    )


def may_be_read(proof: Proof) -> bool:
    """Whether the public may read it now: the blog may stand in the ranking, and staff are not looking at its row."""
    day, blog, standing = proof.day, proof.blog, proof.standing
    if not seen.blogs(day.section, [blog.pk]):
        return False
    decided = {(day.pk, blog.pk): proof.verdict} if proof.verdict else {}
    # A row that was struck is off the sheet, and its proof says why.
    return standing is None or bool(proof.strike) or seen.lets_see(standing, day, decided)


def counted(day: Day, blog: Blog, *, after: int = 0) -> Part:
    """What counted, in the order in which it came; `after` continues a page."""
    return _part(_tallies(day, blog).filter(reason=""), after, blog)


def left_out(day: Day, blog: Blog, *, after: int = 0) -> Part:
    """What did not count although readers see it, in the order in which it came."""
    return _part(_tallies(day, blog).exclude(reason=""), after, blog)


def _tallies(day: Day, blog: Blog) -> QuerySet[Tally]:
    return Tally.objects.filter(day=day, blog=blog)


def _is_told() -> Q:
    """What readers see under the entries now: the one list that decides it is asked for each row."""
    seen = Received.objects.shown().order_by().filter(pk=OuterRef("received"), target__listed=True)
    return Q(Exists(seen)) & ~Q(reason__in=formula.NOT_PRINTED)


def _part(tallies: QuerySet[Tally], after: int, blog: Blog) -> Part:
    told = tallies.filter(_is_told(), received__gt=after).order_by("received")
    found = list(told.select_related("received__source__blog", "received__target")[: ROWS + 1])
    items = [_item(tally, blog) for tally in found[:ROWS]]
    return Part(items=items, next=found[ROWS - 1].received_id if len(found) > ROWS else 0)


def _item(tally: Tally, blog: Blog) -> Item:
    received, target = tally.received, tally.received.target
    target.blog = blog
    return Item(
        item=reading_trackbacks.item(received, target=target),
        target=target,
        moment=reading_days.moment(received.received_at),
        approved=reading_days.moment(received.approved_at) if received.approved_at else "",
        why=_(formula.REASONS[tally.reason]) if tally.reason else "",
    )


def _untold(day: Day, blog: Blog) -> list[Untold]:
    rows = _tallies(day, blog).exclude(_is_told()).order_by()
    numbers = dict(rows.values_list("reason").annotate(Count("pk")))
    before = numbers.pop("", 0)
    found = [Untold(number=before, why=_("It counted, and is not listed under the entry any more."))] if before else []
    order = [reason for reason in formula.REASONS if reason in numbers]
    return found + [Untold(number=numbers[reason], why=_(formula.REASONS[reason])) for reason in order]
