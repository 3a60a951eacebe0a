"""Trackbacks on their way to strangers' servers: found, sent once, remembered."""

import asyncio
import threading
import time
from datetime import timedelta
from urllib.parse import parse_qs

import pytest
from django.utils import timezone

from buttobi.outbound import guard
from buttobi.trackbacks import backoff
from buttobi.trackbacks.models import Sent, Target
from buttobi.trackbacks.sending import deliver, outcome
from tests import strangers

State = Sent.State
YES = b'<?xml version="1.0" encoding="utf-8"?><response><error>0</error></response>'
NO = b'<?xml version="1.0"?><response><error>1</error><message>We take no pings from you.</message></response>'

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loopback")]


def xml(body: bytes, **more):
    return strangers.says(strangers.answer(body, content_type="text/xml", **more))


def in_turn(*behaviours):
    """Another answer for each request, the last one for ever."""
    left = list(behaviours)

    async def behave(asked, writer):
        await (left.pop(0) if len(left) > 1 else left[0])(asked, writer)

    return behave


def posts(server):
    return [asked for asked in server.asked if asked.method == "POST"]


def drained(sent):
    deliver.drain()
    sent.refresh_from_db()
    return sent


def due_again(sent):
    """As if its time had come."""
    Sent.objects.filter(pk=sent.pk).update(due_at=timezone.now())
    return drained(sent)


def test_a_ping_reaches_a_trackback_url_with_all_four_fields(make_sent, target):
    with strangers.serve(strangers.site({"/tb/7?x=1": xml(YES)})) as there:
        sent = drained(make_sent(there.at("/tb/7?x=1")))
    (asked,) = there.asked
    fields = {name: values[0] for name, values in parse_qs(asked.body.decode()).items()}
    assert asked.method == "POST"
    assert asked.headers["content-type"] == "application/x-www-form-urlencoded; charset=utf-8"
    assert fields == {
        "url": target.address,
        "title": "Paws",
        "excerpt": "About Paws.",
        "blog_name": "Cats",
        "charset": "utf-8",
    }
    assert (sent.state, sent.endpoint, sent.lease) == (State.ACCEPTED, there.at("/tb/7?x=1"), "")
    assert sent.posted_at
    assert sent.doubts == 0


def test_their_words_are_kept_when_they_refuse(make_sent):
    with strangers.serve(xml(NO)) as there:
        sent = drained(make_sent(there.at("/tb/7")))
    assert (sent.state, sent.answer) == (State.REFUSED, "We take no pings from you.")


def test_an_entrys_own_address_is_resolved_by_its_block_and_by_its_link(make_sent):
    page = "<!-- <rdf:RDF><rdf:Description rdf:about='{0}' dc:identifier='{0}' trackback:ping='{1}' /></rdf:RDF> -->"
    with strangers.serve(in_turn(xml(YES))) as ping:
        found: dict[str, strangers.Behaviour] = {}
        block = strangers.site(found)
        with strangers.serve(block) as there:
            found["/entry"] = strangers.page(page.format(there.at("/entry"), ping.at("/give")))
            found["/linked"] = strangers.page(f'<link rel="trackback" href="{ping.at("/give")}">')
            for path in ("/entry", "/linked"):
                sent = drained(make_sent(there.at(path)))
                assert (sent.state, sent.endpoint) == (State.ACCEPTED, ping.at("/give")), sent.problem


def test_an_address_that_answers_a_look_in_xml_is_a_ping_url(make_sent):
    with strangers.serve(xml(NO)) as there:
        sent = drained(make_sent(there.at("/odd")))
    assert [asked.method for asked in there.asked] == ["GET", "POST"]
    assert sent.state == State.REFUSED


def test_a_page_without_an_address_for_trackbacks_is_refused_with_a_sentence(make_sent):
    with strangers.serve(strangers.page("<p>Hello")) as there:
        sent = drained(make_sent(there.at("/entry")))
    assert (sent.state, sent.problem) == (State.REFUSED, outcome.NOTHING_FOUND)
    assert not posts(there)


def test_a_page_that_names_an_address_of_ours_is_not_followed_home(make_sent):
    with strangers.serve(strangers.page('<link rel="trackback" href="http://localhost:8000/tb/1">')) as there:
        sent = drained(make_sent(there.at("/entry")))
    assert (sent.state, sent.problem) == (State.REFUSED, outcome.ITS_PING_URL_IS_OURS)


def test_without_permission_a_private_address_is_refused_and_says_why(make_sent, settings):
    settings.OUTBOUND_ALLOW = ()
    with strangers.serve(xml(YES)) as there:
        sent = drained(make_sent(there.at("/tb/7")))
    assert (sent.state, sent.problem) == (State.REFUSED, guard.PRIVATE)
    assert there.connections == 0


def test_trouble_there_is_tried_again_in_a_minute_and_then_arrives(make_sent):
    with strangers.serve(in_turn(strangers.page("oops", status=500), xml(YES))) as there:
        before = timezone.now()
        sent = drained(make_sent(there.at("/tb/7")))
        assert (sent.state, sent.tries, sent.doubts) == (State.LATER, 1, 0)
        assert timedelta(seconds=45) < sent.due_at - before < timedelta(seconds=90)
        assert drained(sent).state == State.LATER
        sent = due_again(sent)
    assert (sent.state, sent.tries, len(posts(there))) == (State.ACCEPTED, 2, 2)


def test_nobody_there_is_given_up_after_six_tries(make_sent):
    sent = make_sent("http://127.0.0.1:9/tb/1")
    for tries in range(1, backoff.TRIES + 1):
        sent = due_again(sent)
        assert sent.tries == tries
    assert sent.state == State.GAVE_UP
    assert sent.problem


def test_an_answer_that_says_nothing_is_unclear_and_not_tried_again(make_sent):
    with strangers.serve(strangers.page("")) as there:
        sent = drained(make_sent(there.at("/tb/7")))
        assert sent.state == State.UNCLEAR
        assert due_again(sent).state == State.UNCLEAR
    assert len(there.asked) == 1


def test_silence_after_the_post_waits_an_hour_then_looks_then_posts_once_more(make_sent, monkeypatch):
    monkeypatch.setattr(deliver, "DEADLINE", 0.5)
    with strangers.serve(in_turn(strangers.never_answers(), strangers.page("not here"), xml(YES))) as there:
        sent = drained(make_sent(there.at("/tb/7")))
        assert (sent.state, sent.doubts, sent.problem) == (State.LATER, 1, outcome.IN_DOUBT)
        assert sent.due_at >= sent.posted_at + timedelta(hours=1)
        sent = due_again(sent)
    assert [asked.method for asked in there.asked] == ["POST", "GET", "POST"]
    assert sent.state == State.ACCEPTED


def test_what_is_found_on_their_page_is_not_sent_again(make_sent, target, monkeypatch):
    monkeypatch.setattr(deliver, "DEADLINE", 0.5)
    page = strangers.page(f'<a href="{target.address}">Paws</a>')
    with strangers.serve(in_turn(strangers.never_answers(), page)) as there:
        sent = due_again(drained(make_sent(there.at("/tb/7"))))
    assert sent.state == State.ACCEPTED
    assert len(posts(there)) == 1


def test_two_silences_are_enough(make_sent, monkeypatch):
    monkeypatch.setattr(deliver, "DEADLINE", 0.3)
    silent = strangers.never_answers()
    with strangers.serve(in_turn(silent, strangers.page("not here"), silent)) as there:
        sent = due_again(drained(make_sent(there.at("/tb/7"))))
        assert (sent.state, sent.problem) == (State.UNCLEAR, outcome.IN_DOUBT_TWICE)
        due_again(sent)
    assert len(posts(there)) == 2


def test_a_row_whose_worker_died_while_sending_is_in_doubt_not_sent_again(make_sent):
    long_ago = timezone.now() - timedelta(minutes=5)
    with strangers.serve(xml(YES)) as there:
        sent = drained(
            make_sent(
                there.at("/tb/7"),
                state=State.SENDING,
                lease="dead",
                leased_until=long_ago,
                posted_at=long_ago,
                doubts=1,
                tries=1,
            )
        )
    assert (sent.state, sent.doubts) == (State.LATER, 1)
    assert sent.due_at >= long_ago + timedelta(hours=1)
    assert there.connections == 0


def test_a_row_in_somebodys_hands_is_left_alone(make_sent):
    later = timezone.now() + timedelta(seconds=30)
    with strangers.serve(xml(YES)) as there:
        sent = drained(make_sent(there.at("/tb/7"), lease="theirs", leased_until=later))
        assert sent.state == State.WAITING
        # Nor is its host visited for another row meanwhile.
        assert drained(make_sent(there.at("/tb/8"))).state == State.WAITING
    assert there.connections == 0


def test_a_row_that_ends_every_worker_stops_at_the_cap(make_sent):
    with strangers.serve(xml(YES)) as there:
        sent = drained(make_sent(there.at("/tb/7"), tries=backoff.TRIES))
    assert sent.state == State.GAVE_UP
    assert there.connections == 0


def test_an_entry_that_left_the_public_is_not_sent(make_sent, target):
    Target.objects.filter(pk=target.pk).update(listed=False)
    with strangers.serve(xml(YES)) as there:
        assert drained(make_sent(there.at("/tb/7"))).state == State.WAITING
        Target.objects.filter(pk=target.pk).update(listed=True)
        assert drained(Sent.objects.get()).state == State.ACCEPTED
    assert len(there.asked) == 1


def test_an_entry_unpublished_while_its_target_was_looked_for_is_not_sent(make_sent, target, monkeypatch):
    monkeypatch.setattr(
        "buttobi.trackbacks.sending.errand._is_public", lambda _: Target.objects.update(listed=False) == 0
    )
    with strangers.serve(xml(YES)) as there:
        sent = drained(make_sent(there.at("/tb/7")))
    assert (sent.state, sent.tries, sent.lease) == (State.WAITING, 0, "")
    assert there.connections == 0


def test_what_is_cancelled_on_the_way_stays_cancelled(make_sent, monkeypatch):
    def cancel_meanwhile(sent):
        Sent.objects.filter(pk=sent.pk).update(state=State.CANCELLED)
        return True

    monkeypatch.setattr("buttobi.trackbacks.sending.errand._is_public", cancel_meanwhile)
    with strangers.serve(xml(YES)) as there:
        assert drained(make_sent(there.at("/tb/7"))).state == State.CANCELLED
    assert there.connections == 0


def test_hosts_are_visited_at_the_same_time_and_one_host_once_at_a_time(make_sent):
    inside: dict[str, int] = {}
    most: dict[str, int] = {}

    async def behave(asked, writer):
        host = asked.headers["host"]
        inside[host] = inside.get(host, 0) + 1
        most[host] = max(most.get(host, 0), inside[host])
        await asyncio.sleep(0.3)
        inside[host] -= 1
        writer.write(strangers.answer(YES, content_type="text/xml"))

    with strangers.serve(behave) as there:
        for number in range(8):
            for path in ("/tb/1", "/tb/2"):
                make_sent(there.at(path, host=f"blog{number}.localhost"))
        began = time.monotonic()
        deliver.drain()
    assert Sent.objects.filter(state=State.ACCEPTED).count() == 16
    assert set(most.values()) == {1}
    # One after the other they would take 4.8 s.
    assert time.monotonic() - began < 3


def test_a_mistake_of_ours_is_logged_and_stops_nobody_else(make_sent, monkeypatch, caplog):
    def stumble(sent):
        if sent.target_url.endswith("/tb/1"):
            raise LookupError("our own mistake")
        return True

    monkeypatch.setattr("buttobi.trackbacks.sending.errand._is_public", stumble)
    with strangers.serve(xml(YES)) as there:
        make_sent(there.at("/tb/1", host="one.localhost"))
        sent = drained(make_sent(there.at("/tb/2", host="two.localhost")))
    assert sent.state == State.ACCEPTED
    assert "our own mistake" in caplog.text


def test_a_worker_that_is_told_to_end_gives_back_what_it_has_not_sent(make_sent, monkeypatch):
    monkeypatch.setattr(deliver, "GRACE", 0.1)
    told = threading.Event()
    monkeypatch.setattr(deliver, "stopping", told.is_set)

    async def behave(asked, writer):
        told.set()
        await asyncio.sleep(3600)

    with strangers.serve(behave) as there:
        looking = make_sent(there.at("/entry", host="one.localhost"))
        deliver.drain()
        looking.refresh_from_db()
        assert (looking.state, looking.lease, looking.tries) == (State.FINDING, "", 0)
        told.clear()
        Sent.objects.all().delete()
        sending = make_sent(there.at("/tb/1", host="two.localhost"))
        deliver.drain()
        sending.refresh_from_db()
    assert (sending.state, sending.tries) == (State.SENDING, 1)
    assert sending.lease


def test_two_that_ring_at_once_send_once(make_sent):
    with strangers.serve(xml(YES)) as there:
        make_sent(there.at("/tb/1"))
        assert len(deliver.claim(10)) == 1
        assert deliver.claim(10) == []
