"""A page of ours says what it links to; the trackbacks that name it as their source are examined by that."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from buttobi.celery import ring
from buttobi.trackbacks import links, tasks
from buttobi.trackbacks.models import Received, Target

# A page with more links than this is a list of links.
MOST = 500


def set_links(target: Target, hrefs: Iterable[str]) -> None:
    """Writes down what a page links to, absolute addresses in reading order. Call it in the cause's transaction."""
    said = list(dict.fromkeys(hrefs))[:MOST]
    if said == target.links:
        return
    now = timezone.now()
    with transaction.atomic():
        Target.objects.filter(pk=target.pk).update(links=said)
        target.links = said
        given = Received.objects.filter(source=target)
        for received in given.filter(by_author=True).select_related("target__blog"):
            if (link := links.between(target, received.target)) != received.link:
                Received.objects.filter(pk=received.pk).update(link=link, link_since=now, checked_at=now)
        if given.filter(by_author=False).update(due_at=now):
            ring(tasks.examine_due)
