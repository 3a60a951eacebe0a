"""What a message about a known pair changes, and when it is worth another look."""

from datetime import timedelta

import pytest
from django.utils import timezone

from buttobi.trackbacks import repeat
from buttobi.trackbacks.models import Received

State, Reason, Link = Received.State, Received.Reason, Received.Link
SAME = {"title": "Cats", "excerpt": "", "blog_name": ""}

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(make_received):
    """A row that was examined two hours ago, and is looked at again in a day."""
    now = timezone.now()
    ago = now - timedelta(hours=2)
    return make_received(
        title="Cats",
        state=State.SHOWN,
        link=Link.LINKS,
        checked_at=ago,
        heard_at=ago,
        due_at=now + timedelta(days=1),
        excerpt="From its page",
    )


def hear(row, protocol="trackback", **words):
    repeat.hear(row, protocol=protocol, words={**SAME, **words}, found={})
    row.refresh_from_db()
    return row


def is_due(row):
    return row.due_at is not None and row.due_at <= timezone.now()


def test_the_same_trackback_within_a_day_causes_no_work(known):
    row = hear(known)
    assert not is_due(row)
    assert (row.state, row.excerpt) == (State.SHOWN, "From its page")


def test_the_same_trackback_a_day_later_is_worth_a_look(known):
    known.heard_at -= timedelta(hours=23)
    assert is_due(hear(known))


@pytest.mark.parametrize("protocol", ["webmention", "pingback"])
def test_another_mention_brings_the_look_forward(known, protocol):
    row = hear(known, protocol)
    assert is_due(row)
    assert row.protocols == ["trackback", protocol]


def test_io_47_another_text_is_examined_before_it_is_seen(known):
    row = hear(known, title="Pills")
    assert is_due(row)
    assert (row.state, row.reason, row.title) == (State.ARRIVED, Reason.TEXT_CHANGED, "Pills")


def test_no_pair_is_looked_at_twice_within_half_a_minute(known):
    known.checked_at = timezone.now() - timedelta(seconds=10)
    row = hear(known, "webmention")
    assert timedelta(seconds=15) < row.due_at - timezone.now() < timedelta(seconds=21)


def test_what_is_due_earlier_is_not_put_off(known):
    known.checked_at = timezone.now()
    known.due_at = timezone.now() + timedelta(seconds=5)
    assert hear(known, "webmention").due_at < timezone.now() + timedelta(seconds=6)


def test_the_sender_who_was_told_to_mend_it_is_believed(known):
    for state, reason in [
        (State.HELD, Reason.NO_LINK),
        (State.REFUSED, Reason.UNREADABLE),
        (State.WITHDRAWN, Reason.LINK_GONE),
    ]:
        known.state, known.reason, known.due_at = state, reason, None
        assert is_due(hear(known))


@pytest.mark.parametrize("reason", [Reason.OWNER, Reason.SITE_BLOCKED, ""])
def test_io_48_a_refusal_for_good_hears_nothing(known, reason):
    Received.objects.update(state=State.REFUSED, reason=reason, due_at=None)
    known.refresh_from_db()
    row = hear(known, "webmention", title="Pills")
    assert (row.state, row.title, row.due_at, row.protocols) == (State.REFUSED, "Cats", None, ["trackback"])


def test_a_new_message_begins_the_tries_again(known):
    Received.objects.update(tries=4)
    assert hear(known, "webmention").tries == 0
