"""An entry changes its links, and the trackbacks that name it as their source follow."""

import pytest
from django.utils import timezone

from buttobi.entries.update import update
from buttobi.trackbacks import receive, relink
from buttobi.trackbacks.examining import examine
from buttobi.trackbacks.models import Received, Target

Link = Received.Link

pytestmark = pytest.mark.django_db


def test_what_its_author_sent_says_at_once_whether_it_links(source, target):
    row = receive.from_here(source=source, target=target)
    assert row.link == Link.NONE
    relink.set_links(source, [target.address])
    row.refresh_from_db()
    assert (row.link, row.state) == (Link.LINKS, Received.State.SHOWN)
    relink.set_links(source, [])
    row.refresh_from_db()
    assert row.link == Link.NONE


def test_what_came_through_a_door_is_examined_again(source, target):
    row = receive.arrive(target=target, protocol="webmention", source_url=source.address)
    examine.drain()
    row.refresh_from_db()
    assert (row.state, row.reason) == (Received.State.REFUSED, Received.Reason.NO_LINK)
    relink.set_links(source, [target.address])
    examine.drain()
    row.refresh_from_db()
    assert (row.state, row.link) == (Received.State.SHOWN, Link.LINKS)


def test_the_same_links_cause_no_work(source, target):
    relink.set_links(source, [target.address])
    receive.arrive(target=target, protocol="trackback", source_url=source.address)
    examine.drain()
    relink.set_links(source, [target.address, target.address])
    assert not Received.objects.due(timezone.now()).exists()


def test_an_entry_tells_its_links_when_it_is_published_and_when_it_changes(make_entry, target):
    entry = make_entry(html=f'<p><a href="{target.address}">a cat</a> <a href="/elsewhere">x</a></p>')
    said = Target.objects.get(pk=entry.target_id).links
    assert said == [target.address, "http://localhost:8000/elsewhere"]
    entry.html = "<p>no more</p>"
    entry.save()
    update(entry=entry)
    assert Target.objects.get(pk=entry.target_id).links == []


def test_a_page_has_so_many_links(source):
    relink.set_links(source, (f"https://there.example.org/{number}" for number in range(600)))
    assert len(Target.objects.get(pk=source.pk).links or ()) == relink.MOST
