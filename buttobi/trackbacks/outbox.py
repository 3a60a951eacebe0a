"""What an author may do about a trackback that their page sent: send now, send again, cancel, withdraw."""

import logging

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from buttobi.celery import ring
from buttobi.trackbacks import announce, judge, tasks
from buttobi.trackbacks.announce import FRESH
from buttobi.trackbacks.models import Sent

log = logging.getLogger(__name__)
State = Sent.State

NOT_PUBLIC = gettext_noop("Nothing is sent while the entry is not published for everyone.")
TOO_LATE = gettext_noop("That is no longer possible: the trackback has moved on in the meantime.")
NOT_TO_BE_TAKEN_BACK = gettext_noop("What another site has received cannot be taken back from here.")
REMOVE_THE_LINK = gettext_noop("To take it back, remove the link from your text: they are told at once.")

TO_SEND_NOW = (State.WAITING, State.LATER)
TO_CANCEL = (State.WAITING, State.FINDING, State.LATER)
AGAIN = (State.ACCEPTED, State.REFUSED, State.UNCLEAR, State.GAVE_UP, State.CANCELLED, State.WITHDRAWN)


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
            State.WAITING, due_at=now, owed_since=now, target=judged.target, again=False, **FRESH
        ):
            raise Impossible(TOO_LATE)
        if sent.target is not None:
            announce.give(sent)
        else:
            ring(tasks.deliver_due)
    log.info("sent=%s state=%s act=send_again", sent.pk, sent.state)


def cancel(sent: Sent) -> None:
    """Nothing is sent any more, as long as nothing was. Raises Impossible."""
    # Of a page that was told before, only the news is kept back.
    end = State.ACCEPTED if sent.again else State.CANCELLED
    if sent.state not in TO_CANCEL or not sent.step(end, again=False, problem="", lease="", leased_until=None):
        raise Impossible(TOO_LATE)
    log.info("sent=%s state=%s act=cancel", sent.pk, sent.state)


def withdraw(sent: Sent) -> None:
    """Takes a trackback to a page here off its list; tells a page elsewhere that the link to it is gone.

    Raises Impossible, also when the page elsewhere cannot be told.
    """
    with transaction.atomic():
        if sent.target is None:
            _tell_that_the_link_is_gone(sent)
        elif not announce.take_back(sent):
            raise Impossible(TOO_LATE)
    log.info("sent=%s state=%s act=withdraw", sent.pk, sent.state)


def _tell_that_the_link_is_gone(sent: Sent) -> None:
    if sent.protocol != Sent.Protocol.WEBMENTION:
        raise Impossible(NOT_TO_BE_TAKEN_BACK)
    if sent.source.listed and announce.links_to(sent):
        raise Impossible(REMOVE_THE_LINK)
    if not announce.tell_once_more(sent):
        raise Impossible(TOO_LATE)
    ring(tasks.deliver_due)


def _check_public(sent: Sent) -> None:
    if not Sent.objects.filter(pk=sent.pk).public().exists():
        raise Impossible(NOT_PUBLIC)
