"""One errand: what is told again, and what is taken up after a worker died."""

from datetime import timedelta

import pytest
from django.utils import timezone

from buttobi.trackbacks import announce, judge
from buttobi.trackbacks.models import Sent
from buttobi.trackbacks.sending import deliver, outcome
from tests import strangers

State = Sent.State
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loopback")]

THANKS = strangers.page("Thank you", status=202)
PAGE = strangers.page('<link rel="webmention" href="/wm">')
SITE = {"/post": PAGE, "/wm": THANKS}


@pytest.fixture
def told(make_sent, target):
    """Makes a row that was told by Webmention, by a page that links there."""

    def make(url, **fields):
        target.links = [url]
        target.save()
        usual = {"state": State.ACCEPTED, "protocol": "webmention", "posted_at": timezone.now(), "from_text": True}
        return make_sent(url, **{**usual, **fields})

    return make


def drained(sent):
    deliver.drain()
    sent.refresh_from_db()
    return sent


def posts(server):
    return [asked for asked in server.asked if asked.method == "POST"]


def test_a_webmention_whose_worker_died_is_told_again(told):
    long_ago = timezone.now() - timedelta(minutes=5)
    with strangers.serve(strangers.site(SITE)) as there:
        sent = drained(told(there.at("/post"), state=State.SENDING, lease="dead", leased_until=long_ago, tries=1))
    assert (sent.state, sent.doubts, len(posts(there))) == (State.ACCEPTED, 0, 1)


def test_silence_after_a_webmention_is_no_doubt(told, monkeypatch):
    monkeypatch.setattr(deliver, "DEADLINE", 0.4)
    with strangers.serve(strangers.site({**SITE, "/wm": strangers.never_answers()})) as there:
        sent = drained(told(there.at("/post"), state=State.WAITING))
    assert (sent.state, sent.doubts) == (State.LATER, 0)
    assert sent.due_at < timezone.now() + timedelta(minutes=3)


def test_a_page_that_changes_while_it_is_told_is_told_again(told, target):
    later = timezone.now() + timedelta(seconds=30)
    sent = told("http://there.example.org/post", state=State.SENDING, lease="theirs", leased_until=later)
    announce.tell_again(target)
    sent.refresh_from_db()
    assert (sent.state, sent.again, sent.lease) == (State.WAITING, True, "")


def test_a_page_that_takes_no_webmentions_any_more_is_not_told_in_another_kind(told, target):
    page = strangers.page('<link rel="trackback" href="/tb/1">')
    with strangers.serve(strangers.site({"/post": page})) as there:
        sent = told(there.at("/post"))
        announce.tell_again(target)
        sent = drained(sent)
    assert (sent.state, sent.problem, sent.again) == (State.ACCEPTED, outcome.NO_LONGER_TOLD, False)
    assert not posts(there)


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_cannot_be_told(told, target, status):
    with strangers.serve(strangers.page("gone", status=status)) as there:
        sent = told(there.at("/post"))
        announce.tell_again(target)
        assert drained(sent).problem == outcome.NO_LONGER_TOLD


def test_what_a_receiver_says_to_a_page_without_its_link_takes_it_back(told, target):
    refused = strangers.page("no link to this post was found", status=400)
    with strangers.serve(strangers.site({**SITE, "/wm": refused})) as there:
        sent = told(there.at("/post"))
        target.links = []
        target.save()
        announce.tell_again(target)
        sent = drained(sent)
    assert (sent.state, sent.answer) == (State.WITHDRAWN, "no link to this post was found")


def test_a_trackback_is_not_told_of_a_change(make_sent, target):
    sent = make_sent(state=State.ACCEPTED, protocol="trackback", posted_at=timezone.now())
    announce.tell_again(target)
    sent.refresh_from_db()
    assert sent.state == State.ACCEPTED


def test_a_link_that_goes_before_it_was_told_is_not_told(make_sent, target):
    sent = make_sent("http://there.example.org/1", from_text=True)
    target.links = []
    target.save()
    announce.announce(source=target, urls=())
    sent.refresh_from_db()
    assert (sent.state, sent.problem) == (State.CANCELLED, announce.LINK_GONE)
    # It comes back, and so does what is owed.
    target.links = ["http://there.example.org/1"]
    target.save()
    Sent.objects.update(target_key=judge.judge("http://there.example.org/1", blog=target.blog).key)
    assert announce.announce(source=target, urls=(), links=target.links) == [sent]


def test_what_is_cancelled_of_a_change_stays_told(told, target):
    from buttobi.trackbacks import outbox

    sent = told("http://there.example.org/post")
    announce.tell_again(target)
    sent.refresh_from_db()
    outbox.cancel(sent)
    sent.refresh_from_db()
    assert (sent.state, sent.again) == (State.ACCEPTED, False)


def test_an_endpoint_of_ours_is_not_dialled(make_sent, target):
    page = strangers.page('<link rel="webmention" href="http://localhost:8000/webmention">')
    with strangers.serve(page) as there:
        target.links = [there.url]
        target.save()
        sent = drained(make_sent(there.url, from_text=True))
    assert (sent.state, sent.problem) == (State.REFUSED, outcome.ITS_PING_URL_IS_OURS)


def test_an_endpoint_on_a_private_address_is_passed_over(make_sent, target):
    page = '<link rel="webmention" href="http://10.0.0.1/wm"><link rel="trackback" href="/tb/1">'
    yes = strangers.says(strangers.answer(b"<response><error>0</error></response>", content_type="text/xml"))
    with strangers.serve(strangers.site({"/post": strangers.page(page), "/tb/1": yes})) as there:
        target.links = [there.at("/post")]
        target.save()
        sent = drained(make_sent(there.at("/post"), from_text=True))
    assert (sent.state, sent.protocol) == (State.ACCEPTED, "trackback")


def test_a_page_that_needs_a_link_is_told_once_there_is_one(make_sent, target):
    with strangers.serve(strangers.site(SITE)) as there:
        (sent,) = announce.announce(source=target, urls=[there.at("/post")])
        assert drained(sent).problem == outcome.NEEDS_LINK
        assert announce.announce(source=target, urls=[there.at("/post")]) == []
        target.links = [there.at("/post")]
        target.save()
        announce.announce(source=target, urls=[there.at("/post")])
        assert (drained(sent).state, sent.protocol) == (State.ACCEPTED, "webmention")


@pytest.mark.parametrize("host", ["localhost:8000", "adult.localhost:8000", "LOCALHOST.:8000"])
def test_an_address_that_leads_to_a_page_of_ours_is_not_followed(make_sent, host):
    with strangers.serve(strangers.redirect(f"http://{host}/night/secret/")) as door:
        sent = drained(make_sent(door.at("/short")))
        assert len(door.asked) == 1
    assert (sent.state, sent.problem) == (State.REFUSED, outcome.LEADS_HERE)
