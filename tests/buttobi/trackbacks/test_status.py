"""What a sender is told about a trackback, in words."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone, translation

from buttobi.trackbacks import status
from buttobi.trackbacks.models import Block, Received, Target

State, Reason, Link = Received.State, Received.Reason, Received.Link

pytestmark = pytest.mark.django_db


def told(received):
    row = Received.objects.select_related("target__blog").get(pk=received.pk)
    found = status.standing(row, now=timezone.now())
    return found.state, f"{found.says} {found.do}".strip()


def test_the_address_is_on_the_host_of_the_targets_section(make_received, make_target, adult_blog):
    row = make_received(target=make_target("Night", blog=adult_blog))
    assert status.address(row) == f"http://{settings.ADULT_HOST}/tb/status/{row.status_token}"


def test_every_address_is_another_and_nobody_guesses_it(make_received):
    tokens = {make_received().status_token for _ in range(20)}
    assert len(tokens) == 20
    assert min(map(len, tokens)) >= 32


def test_it_is_kept_for_ninety_days_after_the_last_message(make_received):
    now = timezone.now()
    row = make_received(heard_at=now - timedelta(days=89))
    assert status.find(row.status_token, now=now) == row
    assert status.find(row.status_token, now=now + timedelta(days=2)) is None


@pytest.mark.parametrize("token", ["", "x", "\x00", "%", "x" * 500])
def test_what_is_no_token_finds_nothing(token, make_received):
    make_received()
    assert status.find(token, now=timezone.now()) is None


@pytest.mark.parametrize(
    ("fields", "state", "words"),
    [
        ({"state": State.ARRIVED}, "waiting to be examined", "We look at your page next"),
        ({"state": State.ARRIVED, "reason": Reason.UNREADABLE}, "will be tried again", "You need not send it again"),
        ({"state": State.HELD, "reason": Reason.UNREADABLE}, "will be tried again", "could not read your page yet"),
        ({"state": State.HELD, "reason": Reason.NO_LINK}, "held", "add it to your page and send the trackback again"),
        ({"state": State.HELD, "reason": Reason.WAITS_FOR_OWNER}, "held", "The owner of this entry looks at it"),
        ({"state": State.HELD, "reason": Reason.TEXT_CHANGED}, "held", "Its text changed"),
        ({"state": State.HELD, "reason": Reason.IN_ANOTHERS_NAME}, "held", "send it from New Submission"),
        ({"state": State.SHOWN, "link": Link.LINKS}, "shown", "Your page links to it."),
        ({"state": State.SHOWN, "link": Link.NONE}, "shown", "as related"),
        ({"state": State.SHOWN, "link": Link.MISSING}, "shown", "Put your page back"),
        ({"state": State.REFUSED, "reason": Reason.NO_LINK}, "refused", "Add it and send the trackback again."),
        ({"state": State.REFUSED, "reason": Reason.UNREADABLE}, "refused", "could not read your page"),
        ({"state": State.REFUSED, "reason": Reason.PAGE_GONE}, "refused", "410"),
        ({"state": State.WITHDRAWN, "reason": Reason.LINK_GONE}, "withdrawn", "Put the link back"),
        ({"state": State.WITHDRAWN, "reason": Reason.PAGE_GONE}, "withdrawn", "Put it back"),
        ({"state": State.WITHDRAWN}, "withdrawn", "It was taken back"),
    ],
)
def test_each_state_is_told_with_what_to_do(make_received, fields, state, words):
    said_state, said = told(make_received(**fields))
    assert said_state == state
    assert words in said


def test_a_page_that_is_being_read_now_says_so(make_received):
    row = make_received(state=State.ARRIVED, leased_until=timezone.now() + timedelta(minutes=1))
    assert told(row) == ("being examined", "We are looking at your page now.")


def test_what_an_owner_decided_reads_refused_whatever_the_reason(make_received):
    refused = make_received(state=State.REFUSED, reason=Reason.OWNER)
    Block.objects.create(blog=refused.target.blog, host="there.example.org")
    blocked = make_received(state=State.REFUSED, reason=Reason.SITE_BLOCKED)
    assert told(refused) == told(blocked) == ("refused", "It was refused by the owner of this entry.")


def test_where_the_owner_looks_at_all_a_link_promises_nothing(make_received):
    Target.objects.update(showing="looked")
    assert "send" not in told(make_received(state=State.HELD, reason=Reason.NO_LINK))[1]


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("reason", Reason.values)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_there_are_words_for_everything(make_received, state, reason, language):
    with translation.override(language):
        assert all(told(make_received(state=state, reason=reason)))


def test_the_wall_is_told_with_what_to_do(make_received):
    label = make_received(state=State.REFUSED, reason=Reason.MARKED_ADULT, adult=True)
    listed = make_received(state=State.REFUSED, reason=Reason.MARKED_ADULT)
    moved = make_received(state=State.WITHDRAWN, reason=Reason.OTHER_SECTION)
    assert "calls itself adult" in told(label)[1]
    assert "remove it, and send again" in told(label)[1]
    assert "on our list of adult sites" in told(listed)[1]
    assert "moved to the other section" in told(moved)[1]
