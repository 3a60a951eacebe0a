"""Whom a page owes a trackback, written down once."""

import pytest
from django.db import transaction

from buttobi.sections import wall
from buttobi.trackbacks import announce, judge, policy, receive, tasks
from buttobi.trackbacks.models import BlogPolicy, Received, Sent, Target

State = Sent.State
pytestmark = pytest.mark.django_db


@pytest.fixture
def rung(monkeypatch):
    bells: list[object] = []
    monkeypatch.setattr(announce, "ring", bells.append)
    return bells


def tell(source, *urls):
    with transaction.atomic():
        return announce.announce(source=source, urls=urls)


def test_a_page_here_is_settled_at_once_and_nothing_is_rung(target, source, rung):
    (sent,) = tell(source, target.trackback_url)
    assert (sent.state, sent.target) == (State.ACCEPTED, target)
    assert Received.objects.shown().get().source == source
    assert not rung


def test_a_page_elsewhere_is_owed_and_rung_for(source, rung):
    (sent,) = tell(source, "https://there.example.org/tb/1")
    assert (sent.state, sent.host, sent.target) == (State.WAITING, "there.example.org", None)
    assert rung == [tasks.deliver_due]


def test_io_50_one_address_is_never_sent_to_twice(source, target, rung):
    tell(source, "https://there.example.org/tb/1", target.trackback_url)
    again = ("http://there.example.org/tb/1/", target.address, f"{target.trackback_url}/", target.make_trackback_url)
    assert tell(source, *again) == []
    assert Sent.objects.count() == 2


def test_a_url_added_later_is_sent(source, rung):
    tell(source, "https://there.example.org/tb/1")
    assert len(tell(source, "https://there.example.org/tb/1", "https://there.example.org/tb/2")) == 1


@pytest.mark.parametrize("url", ["http://localhost:8000/tb/999", "not an address", "x" * 5000, "https://\x00/"])
def test_what_can_no_longer_be_sent_is_written_down_with_its_problem(source, rung, url):
    (sent,) = tell(source, url)
    sent.refresh_from_db()
    assert sent.state == State.REFUSED
    assert sent.problem
    assert not rung
    assert tell(source, url) == []


def test_the_wall_holds_between_sections(target, adult_blog, rung):
    adult = Target.objects.create(blog=adult_blog, path="dark/", title="Dark")
    (sent,) = tell(adult, target.trackback_url)
    assert (sent.state, sent.problem) == (State.REFUSED, wall.NOT_FROM_ADULT)
    assert not Received.objects.exists()


def test_an_entry_never_trackbacks_itself(target, rung):
    (sent,) = tell(target, target.trackback_url)
    assert (sent.state, sent.problem) == (State.REFUSED, judge.ITSELF)


def test_a_closed_page_refuses_with_its_sentence(source, target, rung):
    Target.objects.filter(pk=target.pk).update(accepts=False)
    (sent,) = tell(source, target.trackback_url)
    assert (sent.state, sent.problem) == (State.REFUSED, policy.CLOSED)


def test_an_entry_here_that_wants_a_link_is_given_one_with_a_link(source, target, rung):
    BlogPolicy.objects.create(blog=target.blog, culture="mention")
    (sent,) = tell(source, target.trackback_url)
    assert (sent.state, sent.problem) == (State.REFUSED, receive.NEEDS_LINK)
    source.links = [target.address]
    source.save()
    (sent,) = tell(source, target.trackback_url)
    assert sent.state == State.ACCEPTED
    assert Received.objects.shown().get().link == "links"


def test_an_entry_here_that_takes_mentions_alone_is_given_what_links(source, target, rung):
    BlogPolicy.objects.create(blog=target.blog, takes=["webmention"])
    (sent,) = tell(source, target.trackback_url)
    assert sent.state == State.REFUSED
    Sent.objects.all().delete()
    source.links = [target.address]
    source.save()
    with transaction.atomic():
        (sent,) = announce.announce(source=source, urls=(), links=source.links)
    assert (sent.state, sent.from_text) == (State.ACCEPTED, True)
