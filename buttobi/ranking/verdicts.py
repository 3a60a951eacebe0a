"""What staff decide about a blog's place on a day: strike it, let it stand, take that back."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from buttobi.accounts.models import Account
from buttobi.blogs.models import Blog
from buttobi.ranking import days
from buttobi.ranking.models import Day, Verdict

log = logging.getLogger(__name__)

# For so long after a day is final, those behind a struck blog move up; later its row stays, struck out.
CORRECTED_FOR = timedelta(days=7)


def strike(*, day: Day, blog: Blog, by: Account, reason: str, now: datetime | None = None) -> Verdict:
    """Takes a blog off a day, with a reason that everybody reads. Raises ValueError without one."""
    now = now or timezone.now()
    reason = reason.strip()
    if not reason:
        raise ValueError("a strike needs a reason")
    move_up = now < (day.final_at or days.final_at(day.date)) + CORRECTED_FOR
    new = Verdict(kind=Verdict.Kind.STRIKE, reason=reason, others_move_up=move_up)
    return _decide(new, day=day, blog=blog, by=by, now=now)


def let_stand(*, day: Day, blog: Blog, by: Account, now: datetime | None = None) -> Verdict:
    """Says that staff looked at a blog that was flagged and found nothing."""
    return _decide(Verdict(kind=Verdict.Kind.LET_STAND), day=day, blog=blog, by=by, now=now or timezone.now())


def take_back(*, verdict: Verdict, by: Account, now: datetime | None = None) -> bool:
    """Ends a verdict; it stays as a record. Says whether it was in force until now."""
    now = now or timezone.now()
    ended = Verdict.objects.in_force().filter(pk=verdict.pk).update(taken_back_at=now, taken_back_by=by)
    if ended:
        log.info("day=%s blog=%s verdict=%s taken_back_by=%s", verdict.day_id, verdict.blog_id, verdict.pk, by.pk)
    return bool(ended)


def _decide(new: Verdict, *, day: Day, blog: Blog, by: Account, now: datetime) -> Verdict:
    """Writes it down in the place of what was decided before; the same word again is one word."""
    with transaction.atomic():
        # Two staff members decide one after the other.
        Day.objects.select_for_update().get(pk=day.pk)
        before = Verdict.objects.in_force().filter(day=day, blog=blog).first()
        if before is not None and (before.kind, before.reason) == (new.kind, new.reason):
            return before
        if before is not None:
            take_back(verdict=before, by=by, now=now)
        new.day, new.blog, new.decided_by, new.decided_at = day, blog, by, now
        new.save()
    log.info("day=%s blog=%s verdict=%s kind=%s by=%s", day.pk, blog.pk, new.pk, new.kind, by.pk)
    return new
