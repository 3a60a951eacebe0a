"""What an author may do about a trackback that their page sent: send now, send again, cancel, withdraw."""

import logging
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from buttobi.celery import ring
from buttobi.trackbacks import announce, judge, tasks
from buttobi.trackbacks.models import Received, Sent

log = logging.getLogger(__name__)
State = Sent.State

NOT_PUBLIC = gettext_noop("Nothing is sent while the entry is not published for everyone.")
TOO_LATE = gettext_noop("That is no longer possible: the trackback has moved on in the meantime.")
NOT_TO_BE_TAKEN_BACK = gettext_noop("What another site has received cannot be taken back from here.")

TO_SEND_NOW = (State.WAITING, State.LATER)
TO_CANCEL = (State.WAITING, State.FINDING, State.LATER)
AGAIN = (State.ACCEPTED, State.REFUSED, State.UNCLEAR, State.GAVE_UP, State.CANCELLED, State.WITHDRAWN)
_FRESH: dict[str, Any] = {"tries": 0, "doubts": 0, "answer": "", "problem": "", "lease": "", "leased_until": None}


class Impossible(Exception):  # noqa: N818 (named by what it tells the author)
    """It cannot be done. The text is one English sentence, the key of its translation."""


def send_now(sent: Sent) -> None:
    """Does not wait for the next attempt's time. Raises Impossible."""
    _check_public(sent)
    # What may have arrived is not sent again before its hour is over.
    owed = Sent.objects.filter(pk=sent.pk, state__in=TO_SEND_NOW, doubts=0)
    if not owed.update(due_at=timezone.now()):
        raise Impossible(TOO_LATE)
    log.info("sent=%s state=%s act=send_now", sent.pk, sent.state)
    ring(tasks.deliver_due)


def send_again(sent: Sent) -> None:
    """Begins a new round of attempts; to a page here it is given at once. Raises Impossible."""
    _check_public(sent)
    judged = judge.judge(sent.target_url, blog=sent.source.blog, own=sent.source)
    if judged.problem:
        raise Impossible(judged.problem)
    now = timezone.now()
    with transaction.atomic():
        if sent.state not in AGAIN or not sent.step(
            State.WAITING, due_at=now, owed_since=now, target=judged.target, **_FRESH
        ):
            raise Impossible(TOO_LATE)
        if sent.target is not None:
            announce.give(sent)
        else:
            ring(tasks.deliver_due)
    log.info("sent=%s state=%s act=send_again", sent.pk, sent.state)


def cancel(sent: Sent) -> None:
    """Nothing is sent any more, as long as nothing was. Raises Impossible."""
    if sent.state not in TO_CANCEL or not sent.step(State.CANCELLED, problem="", lease="", leased_until=None):
        raise Impossible(TOO_LATE)
    log.info("sent=%s state=%s act=cancel", sent.pk, sent.state)


def withdraw(sent: Sent) -> None:
    """Takes a trackback to a page here off its list. Raises Impossible, also for every page elsewhere."""
    if sent.target is None:
        raise Impossible(NOT_TO_BE_TAKEN_BACK)
    with transaction.atomic():
        if not sent.step(State.WITHDRAWN):
            raise Impossible(TOO_LATE)
        given = Received.objects.filter(source=sent.source, target=sent.target, by_author=True)
        # What its receiver refused stays refused.
        for received in given.filter(state__in=[Received.State.HELD, Received.State.SHOWN]):
            received.step(Received.State.WITHDRAWN)
    log.info("sent=%s state=%s act=withdraw", sent.pk, sent.state)


def _check_public(sent: Sent) -> None:
    if not Sent.objects.filter(pk=sent.pk).public().exists():
        raise Impossible(NOT_PUBLIC)
