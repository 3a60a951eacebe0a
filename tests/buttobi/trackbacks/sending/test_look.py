"""Whether a trackback is to be seen on the page that took it: looked for after ten minutes, a day and a week."""

from datetime import timedelta

import pytest
from django.utils import timezone

from buttobi.trackbacks.models import Sent, Target
from buttobi.trackbacks.sending import deliver
from tests import strangers

State = Sent.State
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loopback")]

YES = b"<?xml version='1.0'?><response><error>0</error></response>"


@pytest.fixture
def taken(make_sent):
    """Makes a row that they took, whose page is to be looked at now."""

    def make(url, **fields):
        now = timezone.now()
        usual = {"state": State.ACCEPTED, "posted_at": now, "look_at": now, "protocol": "trackback"}
        return make_sent(url, **{**usual, **fields})

    return make


def looked(sent):
    Sent.objects.filter(pk=sent.pk).update(look_at=timezone.now())
    deliver.drain()
    sent.refresh_from_db()
    return sent


def test_what_was_taken_is_looked_for_after_ten_minutes(make_sent):
    with strangers.serve(strangers.says(strangers.answer(YES, content_type="text/xml"))) as there:
        sent = make_sent(there.at("/tb/7"))
        deliver.drain()
        sent.refresh_from_db()
    assert timedelta(minutes=9) < sent.look_at - timezone.now() < timedelta(minutes=11)


def test_what_is_on_their_page_is_seen_and_looked_for_again(taken, target):
    with strangers.serve(strangers.page(f'<a href="{target.address}">Paws</a>')) as there:
        sent = looked(taken(there.url))
        since = sent.seen_since
        assert since is not None
        assert sent.tries == 0
        assert timedelta(hours=23) < sent.look_at - timezone.now() < timedelta(hours=25)
        looked(sent)
        assert timedelta(days=6) < sent.look_at - timezone.now() < timedelta(days=8)
        assert looked(sent).look_at is None
    assert (sent.seen_since, sent.looks, len(there.asked)) == (since, 3, 3)


def test_what_is_not_there_yet_is_looked_for_again(taken):
    with strangers.serve(strangers.page("nothing")) as there:
        sent = looked(taken(there.url))
    assert (sent.seen_since, sent.lost_since, sent.looks) == (None, None, 1)
    assert sent.looked_at is not None


def test_what_disappears_is_told_with_its_time(taken, target):
    with strangers.serve(strangers.page("nothing")) as there:
        sent = looked(taken(there.url, seen_since=timezone.now() - timedelta(days=1), looks=1))
    assert sent.lost_since is not None


def test_a_trackback_url_leads_to_the_entry_whose_page_is_read(taken, target):
    pages = {
        "/tb/7": strangers.redirect("/entry/trackback/"),
        "/entry/trackback/": strangers.page("Make Trackback"),
        "/entry/": strangers.page(f'<a href="{target.address}">Paws</a>'),
    }
    with strangers.serve(strangers.site(pages)) as there:
        assert looked(taken(there.at("/tb/7"))).seen_since is not None


def test_an_unclear_answer_is_settled_by_their_page(taken, target):
    with strangers.serve(strangers.page(f'<a href="{target.address}">Paws</a>')) as there:
        assert looked(taken(there.url, state=State.UNCLEAR)).state == State.ACCEPTED


def test_a_page_that_cannot_be_read_says_nothing(taken):
    seen = timezone.now() - timedelta(days=1)
    with strangers.serve(strangers.page("", status=503)) as there:
        sent = looked(taken(there.url, seen_since=seen))
    assert (sent.seen_since, sent.lost_since, sent.looked_at, sent.looks) == (seen, None, None, 1)


def test_nobody_looks_for_an_entry_that_left_the_public(taken, target):
    Target.objects.filter(pk=target.pk).update(listed=False)
    with strangers.serve(strangers.page("")) as there:
        looked(taken(there.url))
    assert there.connections == 0
