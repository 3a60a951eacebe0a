"""Sources that mean harm, from the door to the settled row: each ends in time with a sentence, and delays nobody."""

import contextlib
import ssl
import time
from pathlib import Path

import pytest
import trustme
from django.utils import timezone

from buttobi.outbound import errors, guard
from buttobi.outbound.client import Client
from buttobi.trackbacks import receive
from buttobi.trackbacks.examining import examine
from buttobi.trackbacks.models import Received
from tests import strangers

State, Reason, Link = Received.State, Received.Reason, Received.Link
DEADLINE = 1.5
LOCAL = guard.parse_allow("127.0.0.0/8")

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loopback")]


@pytest.fixture
def visits_by(monkeypatch):
    """Sends the examiner out with a short deadline, and with the names and authorities that a test supplies."""

    def begin(**options):
        monkeypatch.setattr(examine, "client", lambda: Client(allow=LOCAL, deadline=DEADLINE, **options))

    begin()
    return begin


def examined(target, url, protocol="trackback"):
    row = receive.arrive(target=target, protocol=protocol, source_url=url)
    began = time.monotonic()
    examine.drain()
    took = time.monotonic() - began
    row.refresh_from_db()
    assert took < DEADLINE + 1
    assert (row.lease, row.leased_until) == ("", None)
    return row


def server_for(name):
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    return context, trusting


def one_tag(size=1_000_000):
    """One link with more attributes than anybody wants to compare."""
    attributes = " ".join(f"a{number}=x" for number in range(size // 9))
    return strangers.page(f"<a {attributes}>")


HOSTILE = {
    "body drip": (strangers.drip_body(), errors.NO_ANSWER_IN_TIME),
    "header drip": (strangers.drip_headers(), errors.NO_ANSWER_IN_TIME),
    "silence": (strangers.never_answers(), errors.NO_ANSWER_IN_TIME),
    "huge header": (strangers.huge_header_line(), errors.HEAD_TOO_LARGE),
    "hang-up": (strangers.closes_early(), errors.BROKE_OFF),
    "no HTTP": (strangers.says(b"SSH-2.0-OpenSSH\r\n\r\n"), errors.NOT_HTTP),
    "redirect loop": (strangers.redirect("/"), errors.TOO_MANY_REDIRECTS),
    "redirect into the private": (strangers.redirect("http://10.0.0.1/"), guard.PRIVATE),
    "redirect to the metadata": (strangers.redirect("http://169.254.169.254/latest/"), guard.PRIVATE),
    "redirect to a file": (strangers.redirect("file:///etc/passwd"), errors.REDIRECT_TO_NOWHERE),
    "br": (strangers.says(strangers.answer(b"x", headers=["Content-Encoding: br"])), errors.CODED),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_cannot_be_read_ends_in_time_and_says_why(target, visits_by, kind):
    behave, sentence = HOSTILE[kind]
    with strangers.serve(behave) as there:
        row = examined(target, there.url)
    assert (row.state, row.reason, row.problem) == (State.HELD, Reason.UNREADABLE, sentence)
    assert row.due_at > timezone.now()


@pytest.mark.parametrize("protocol", ["pingback", "webmention"])
def test_of_other_kinds_the_owner_hears_when_they_can_be_read(target, visits_by, protocol):
    with strangers.serve(strangers.drip_body()) as there:
        row = examined(target, there.url, protocol)
    assert (row.state, row.reason) == (State.ARRIVED, Reason.UNREADABLE)


ENDLESS = {
    "flood": strangers.flood(),
    "bomb": strangers.gzip_bomb(),
    "one tag": one_tag(),
    "nesting": strangers.page("<div>" * 200_000),
    "angles": strangers.page("<" * 1_000_000),
    "attributes without an end": strangers.page("<a " + "x='" * 300_000),
    "entities": strangers.says(
        strangers.answer(
            b"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;'>]><x>&b;</x>",
            content_type="application/xml",
        )
    ),
}


@pytest.mark.parametrize("kind", ENDLESS)
def test_what_is_too_much_is_read_as_far_as_it_is_read_at_all(target, visits_by, kind):
    with strangers.serve(ENDLESS[kind]) as there:
        row = examined(target, there.url)
    assert (row.state, row.reason) == (State.HELD, Reason.NO_LINK)
    assert row.http_status == 200


def test_twenty_redirects_are_too_many_and_ten_are_not(target, visits_by):
    with strangers.serve(strangers.redirect_chain(20)) as there:
        assert examined(target, there.at("/0")).problem == errors.TOO_MANY_REDIRECTS
        assert examined(target, there.at("/10")).link == Link.NONE
    assert len(there.asked) == 11 + 11


def test_a_name_that_leads_into_the_private_is_never_dialled(target, visits_by):
    visits_by(resolver=strangers.Names({"inside.example.org": ["10.0.0.1"]}))
    row = examined(target, "http://inside.example.org/")
    assert (row.reason, row.problem) == (Reason.UNREADABLE, guard.PRIVATE)


def test_a_name_that_changes_its_mind_is_asked_once_for_each_look(target, visits_by):
    names = strangers.Rebinding([["127.0.0.1"], ["10.0.0.1"]])
    visits_by(resolver=names)
    with strangers.serve(strangers.page(f"<a href='{target.address}'>x</a>")) as there:
        row = examined(target, there.at("/", host="moving.example.org"))
        assert (row.state, len(names.asked), there.connections) == (State.SHOWN, 1, 1)
        Received.objects.update(due_at=timezone.now())
        examine.drain()
        row.refresh_from_db()
    assert (row.state, row.problem, there.connections) == (State.SHOWN, guard.PRIVATE, 1)


def test_a_redirect_to_a_name_that_changes_its_mind_is_judged_anew(target, visits_by):
    visits_by(resolver=strangers.Rebinding([["127.0.0.1"], ["192.168.1.1"]]))
    with strangers.serve(strangers.redirect("/again")) as there:
        row = examined(target, there.at("/", host="moving.example.org"))
    assert (row.problem, there.connections) == (guard.PRIVATE, 1)


def test_a_certificate_for_another_name_ends_it(target, visits_by):
    context, trusting = server_for("somebody.example.org")
    visits_by(resolver=strangers.Names({"blog.example.org": ["127.0.0.1"]}), tls=trusting)
    with strangers.serve(strangers.page("secret"), tls=context) as there:
        row = examined(target, there.at("/", host="blog.example.org"))
    assert (row.problem, there.asked) == (errors.NOT_SECURE, [])


def test_the_door_refuses_a_private_address_before_anything_is_written(target, client):
    for url in ("http://10.0.0.1/", "http://[::1]/", "http://169.254.169.254/", "http://0x7f.1/"):
        assert b"<error>1</error>" in client.post(f"/tb/{target.pk}", {"url": url}).content
    assert not Received.objects.exists()


def memory(name):
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024


def a_crowd(target, good, bad, number):
    """Forty honest sources behind a crowd of others; when the last honest one and the last of all were examined."""
    Received.objects.all().delete()
    for name in range(3):
        for server in bad:
            url = server.at("/", host=f"bad{name}-{number}.localhost")
            receive.arrive(target=target, protocol="trackback", source_url=url)
    for name in range(40):
        url = good.at("/", host=f"good{name}-{number}.localhost")
        receive.arrive(target=target, protocol="trackback", source_url=url)
    began = timezone.now()
    examine.drain()
    shown = [at for at in Received.objects.shown().values_list("checked_at", flat=True) if at]
    assert len(shown) == 40
    assert Received.objects.filter(state=State.HELD).count() == 3 * len(bad)
    return (max(shown) - began).total_seconds(), (timezone.now() - began).total_seconds()


@pytest.mark.alone
def test_a_crowd_of_them_delays_nobody_else_and_memory_is_steady(target, visits_by):
    honest = strangers.page(f"<p>A word. <a href='{target.address}'>x</a>")
    slow = [strangers.drip_body(), strangers.never_answers(), strangers.drip_headers()]
    heavy = [ENDLESS["flood"], ENDLESS["bomb"], ENDLESS["one tag"], ENDLESS["nesting"]]
    with contextlib.ExitStack() as stack:
        bad = [stack.enter_context(strangers.serve(behave)) for behave in slow + heavy]
        good = stack.enter_context(strangers.serve(honest))
        honest_took, all_took = a_crowd(target, good, bad, 1)
        after_one = memory("VmRSS")
        a_crowd(target, good, bad, 2)
        grown = memory("VmRSS") - after_one
    assert honest_took < all_took - 1
    # What the parsers keep for the next page is in it, and this process plays the strangers too.
    assert grown < 80
