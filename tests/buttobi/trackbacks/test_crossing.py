"""What becomes of trackbacks when a blog moves to the other section, and when a host elsewhere is marked."""

import pytest
from django.db import transaction

from buttobi.blogs import move
from buttobi.blogs.models import Blog
from buttobi.outbound import pace
from buttobi.sections import wall
from buttobi.sections.models import MarkedHost
from buttobi.sections.section import Section
from buttobi.trackbacks import announce, crossing, moderation, outbox, presence, receive, relink, sides, sweep
from buttobi.trackbacks.examining import examine
from buttobi.trackbacks.models import Received, Sent

State, Reason = Received.State, Received.Reason
pytestmark = pytest.mark.django_db


def go(blog, to, by):
    with transaction.atomic():
        fresh = Blog.objects.get(pk=blog.pk)
        assert move.go(blog=fresh, to=to, by=by)
        crossing.follow(fresh)


@pytest.fixture
def away(other_blog, staff):
    """Moves the source's blog to Adult, and back."""

    def to(section=Section.ADULT):
        go(other_blog, section, staff)

    return to


@pytest.fixture
def given(source, target):
    (sent,) = announce.announce(source=source, urls=[target.trackback_url])
    return sent


def again(row):
    row.refresh_from_db()
    return row


def listed(target):
    return [row.source for row in Received.objects.shown().filter(target=target)]


# --- A blog moves.


def test_what_it_gave_leaves_every_list_and_comes_back_with_it(given, source, target, away):
    away()
    row = Received.objects.get()
    assert (row.state, row.reason, row.state_before) == (State.WITHDRAWN, Reason.OTHER_SECTION, State.SHOWN)
    assert (again(given).state, given.problem) == (Sent.State.WITHDRAWN, crossing.OTHER_SECTION)
    away(Section.GENERAL)
    assert (again(row).state, row.reason) == (State.SHOWN, "")
    assert (again(given).state, given.problem) == (Sent.State.ACCEPTED, "")
    assert listed(target) == [source]


def test_what_it_received_leaves_it_as_well(given, target, blog, staff):
    go(blog, Section.ADULT, staff)
    assert Received.objects.get().reason == Reason.OTHER_SECTION
    go(blog, Section.GENERAL, staff)
    assert len(listed(target)) == 1


def test_both_ends_in_the_other_section_meet_again_there(given, source, target, blog, other_blog, staff):
    go(blog, Section.ADULT, staff)
    go(other_blog, Section.ADULT, staff)
    assert listed(target) == [source]


def test_within_one_blog_and_from_elsewhere_nothing_changes(make_target, make_received, blog, target, staff):
    (sent,) = announce.announce(source=make_target("Second"), urls=[target.trackback_url])
    outside = make_received(state=State.SHOWN)
    go(blog, Section.ADULT, staff)
    assert Received.objects.shown().count() == 2
    assert again(sent).state == Sent.State.ACCEPTED
    assert again(outside).state == State.SHOWN


def test_what_its_author_took_back_stays_away(given, away, target):
    outbox.withdraw(given)
    away()
    away(Section.GENERAL)
    assert listed(target) == []


def test_what_was_refused_stays_refused_and_is_not_shown_across(given, away, target):
    row = Received.objects.get()
    moderation.refuse(row)
    away()
    row = Received.objects.select_related("target__blog", "source__blog").get()
    assert row.state == State.REFUSED
    with pytest.raises(moderation.NotToBeShown):
        moderation.show(row)
    away(Section.GENERAL)
    assert again(row).state == State.REFUSED


def test_a_press_is_not_undone_across_the_wall(given, away, account):
    done = moderation.refuse(Received.objects.select_related("target__blog").get())
    ticket = moderation.ticket(done, by=account)
    away()
    assert moderation.undo(ticket, by=account) == 0
    assert Received.objects.get().state == State.REFUSED


def test_a_page_published_again_on_the_other_side_brings_nothing_until_it_is_back(given, source, away, target):
    presence.leave(source)
    away()
    source.blog.refresh_from_db()
    presence.come_back(source)
    assert Received.objects.get().state == State.WITHDRAWN
    away(Section.GENERAL)
    assert listed(target) == [source]


def test_a_page_that_is_not_public_comes_back_when_it_is(given, source, away, target):
    away()
    presence.leave(source)
    away(Section.GENERAL)
    assert listed(target) == []
    assert Received.objects.get().state == State.WITHDRAWN
    source.blog.refresh_from_db()
    presence.come_back(source)
    assert listed(target) == [source]


def test_what_waited_is_examined_again_when_it_is_back(make_received, source, away):
    row = make_received(source.address, source=source, reason=Reason.IN_ANOTHERS_NAME)
    away()
    assert (again(row).state, row.due_at) == (State.WITHDRAWN, None)
    away(Section.GENERAL)
    assert again(row).due_at
    examine.drain()
    assert (again(row).state, row.reason) == (State.HELD, Reason.IN_ANOTHERS_NAME)


def test_a_change_of_its_links_brings_nothing_over_the_wall(make_received, source, target, away):
    row = make_received(source.address, source=source, state=State.SHOWN, link="links")
    away()
    source.refresh_from_db()
    relink.set_links(source, [target.address])
    examine.drain()
    assert (again(row).state, row.reason) == (State.WITHDRAWN, Reason.OTHER_SECTION)


def test_what_arrived_just_before_the_move_never_reaches_a_list(make_received, source, other_blog):
    row = make_received(source.address, source=source, state=State.ARRIVED, due_at=source.created_at)
    Blog.objects.filter(pk=other_blog.pk).update(section=Section.ADULT)
    examine.drain()
    assert (again(row).state, row.reason) == (State.WITHDRAWN, Reason.OTHER_SECTION)


def test_what_is_still_owed_is_cancelled(source, target, away, make_sent):
    sent = make_sent(target.trackback_url, source=source, target=target)
    away()
    assert again(sent).state == Sent.State.CANCELLED
    sweep.sweep()
    assert not Received.objects.exists()


def test_it_cannot_be_sent_again_across(given, away, source):
    away()
    sent = Sent.objects.select_related("source__blog").get()
    with pytest.raises(outbox.Impossible, match="Sections do not mix"):
        outbox.send_again(sent)


def test_a_blog_that_comes_to_general_lists_no_marked_page(make_target, make_received, adult_blog, staff):
    night = make_target("Night", blog=adult_blog)
    MarkedHost.objects.create(host="marked.example.org")
    label = make_received(target=night, state=State.SHOWN, adult=True)
    listed_host = make_received("https://a.marked.example.org/", target=night, state=State.SHOWN)
    led_there = make_received(target=night, state=State.HELD, final_url="https://marked.example.org/x")
    plain = make_received(target=night, state=State.SHOWN)
    go(adult_blog, Section.GENERAL, staff)
    for row in (label, listed_host, led_there):
        assert (again(row).state, row.reason) == (State.REFUSED, Reason.MARKED_ADULT)
    assert again(plain).state == State.SHOWN
    go(adult_blog, Section.ADULT, staff)
    assert (again(label).state, again(plain).state) == (State.ARRIVED, State.SHOWN)
    assert label.due_at


# --- A host elsewhere.


@pytest.fixture
def from_there(make_received):
    """Makes rows as the corridor writes them."""

    def make(url, **fields):
        return make_received(url, pace=pace.domain_of(url), **fields)

    return make


def test_what_stands_from_a_host_and_below_it_is_counted_and_leaves(from_there, make_target, adult_blog):
    shown = from_there("https://night.example.org/1", state=State.SHOWN)
    below = from_there("https://hana.night.example.org:8080/1", state=State.SHOWN, reason=Reason.OWNER_SHOWED)
    waits = from_there("http://night.example.org/2")
    refused = from_there("http://night.example.org/3", state=State.REFUSED, reason=Reason.OWNER)
    beside = from_there("https://midnight.example.org/1", state=State.SHOWN)
    adult = from_there("https://night.example.org/4", state=State.SHOWN, target=make_target("N", blog=adult_blog))
    assert crossing.standing("night.example.org") == crossing.Standing(shown=2, waiting=1)
    assert crossing.shut_out("night.example.org") == 3
    for row in (shown, below, waits):
        assert (again(row).state, row.reason, row.due_at) == (State.REFUSED, Reason.MARKED_ADULT, None)
    assert again(refused).reason == Reason.OWNER
    assert again(beside).state == again(adult).state == State.SHOWN
    assert crossing.refused("night.example.org") == 3


def test_a_number_is_a_host_whatever_its_port(from_there):
    from_there("http://93.184.216.34/1", state=State.SHOWN)
    from_there("http://93.184.216.34:8080/1", state=State.SHOWN)
    assert crossing.shut_out("93.184.216.34") == 2


def test_what_was_refused_for_a_mark_is_examined_again(from_there):
    row = from_there("https://night.example.org/1", state=State.SHOWN)
    crossing.shut_out("night.example.org")
    assert crossing.let_in("night.example.org") == 1
    assert (again(row).state, row.reason) == (State.ARRIVED, "")
    assert row.due_at


def test_what_another_mark_keeps_away_stays_away(from_there):
    row = from_there("https://night.example.org/1", state=State.SHOWN)
    MarkedHost.objects.create(host="example.org")
    crossing.shut_out("night.example.org")
    assert crossing.let_in("night.example.org") == 0
    assert again(row).state == State.REFUSED


def test_a_marked_page_is_not_shown_by_its_owner_on_general(from_there, make_target, adult_blog):
    row = from_there("https://night.example.org/1", adult=True)
    with pytest.raises(moderation.NotToBeShown, match="marked as adult"):
        moderation.show(row)
    there = from_there("https://night.example.org/2", adult=True, target=make_target("N", blog=adult_blog))
    assert moderation.show(there).changes
    plain = from_there("https://night.example.org/3")
    MarkedHost.objects.create(host="example.org")
    with pytest.raises(moderation.NotToBeShown):
        moderation.show(plain)


def test_the_second_net_holds_what_no_state_says(given, target, other_blog):
    Blog.objects.filter(pk=other_blog.pk).update(section=Section.ADULT)
    assert listed(target) == []
    row = Received.objects.select_related("target__blog", "source__blog").get()
    assert sides.is_across(row)


def test_a_source_that_moved_is_no_source_on_its_old_address(source, target, away):
    before = source.address
    away()
    with pytest.raises(receive.Refused, match="no entry of this service"):
        receive.arrive(target=target, protocol="webmention", source_url=before)


def test_what_general_pages_owed_to_a_marked_host_is_not_sent(make_sent, make_target, adult_blog):
    waits = make_sent("https://hana.night.example.org/tb/1")
    told = make_sent("https://night.example.org/tb/2", state=Sent.State.ACCEPTED)
    beside = make_sent("https://midnight.example.org/tb/3")
    adult = make_sent("https://night.example.org/tb/4", source=make_target("N", blog=adult_blog))
    crossing.shut_out("night.example.org")
    assert (again(waits).state, waits.problem) == (Sent.State.REFUSED, wall.NOT_TO_MARKED)
    assert again(told).state == Sent.State.ACCEPTED
    assert again(beside).state == again(adult).state == Sent.State.WAITING
