"""A page leaves the public, and comes back: the trackbacks that it gave go and come with it."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from buttobi.celery import ring
from buttobi.trackbacks import tasks
from buttobi.trackbacks.models import Received, Sent, Target


def leave(target: Target) -> None:
    """Closes and unlists a page, and takes its trackbacks off every list here at once."""
    with transaction.atomic():
        Target.objects.filter(pk=target.pk).update(listed=False)
        there = Received.objects.filter(source=target, state__in=[Received.State.HELD, Received.State.SHOWN])
        there.update(state_before=F("state"), state=Received.State.WITHDRAWN, changed_at=timezone.now())
    target.listed = False


def come_back(target: Target) -> None:
    """Lists a page again; its trackbacks return to where they stood, but for those that its author took back."""
    with transaction.atomic():
        Target.objects.filter(pk=target.pk).update(listed=True)
        taken_back = Sent.objects.filter(source=target, state=Sent.State.WITHDRAWN).exclude(target=None)
        away = Received.objects.filter(source=target, state=Received.State.WITHDRAWN).exclude(
            target__in=taken_back.values("target")
        )
        # What the wall holds back comes with the blog that comes back, not with the page.
        here = away.filter(target__blog__section=target.blog.section)
        here.exclude(state_before="").update(state=F("state_before"), changed_at=timezone.now())
        if Sent.objects.filter(source=target, state__in=Sent.OWED).exists():
            ring(tasks.deliver_due)
    target.listed = True
