"""Taking due rows into our hands: by source, one for each host, half the room for hosts we never met."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from buttobi.outbound.models import HostPace
from buttobi.outbound.pace import Later
from buttobi.trackbacks.examining.claim import claim, keep, put_off, release
from buttobi.trackbacks.models import Received

pytestmark = pytest.mark.django_db


@pytest.fixture
def make_due(make_received):
    def make(host, path="", **fields):
        fields = {"due_at": timezone.now(), "state": Received.State.ARRIVED, "pace": host, **fields}
        return make_received(f"http://{host}/{path}", **fields)

    return make


def hosts(claimed):
    return [one.pace for one in claimed]


def meet(*domains):
    now = timezone.now()
    HostPace.objects.bulk_create(HostPace(domain=domain, used_at=now, answered_at=now) for domain in domains)


def test_every_due_row_of_a_source_is_taken_at_once(make_due, make_target):
    rows = [make_due("a.example", "1", target=make_target()) for _ in range(3)]
    (claimed,) = claim(10, strangers=10)
    assert {row.pk for row in claimed.rows} == {row.pk for row in rows}
    assert {row.tries for row in claimed.rows} == {1}
    assert claim(10, strangers=10) == []


def test_one_source_of_a_host_and_none_of_a_busy_one(make_due):
    for path in ("1", "2"):
        for host in ("a.example", "b.example"):
            make_due(host, path)
    assert sorted(hosts(claim(10, strangers=10))) == ["a.example", "b.example"]
    assert hosts(claim(10, strangers=10, busy=["a.example"])) == ["b.example"]


def test_hosts_we_never_met_get_no_more_than_their_share(make_due):
    for number in range(20):
        make_due(f"new{number}.example")
        make_due(f"old{number}.example")
    meet(*(f"old{number}.example" for number in range(20)))
    taken = claim(10, strangers=5)
    assert sum(one.is_stranger for one in taken) == 5
    assert len(taken) == 10
    assert all(not one.is_stranger for one in claim(10, strangers=0))


def test_a_thousand_strangers_in_front_hide_nobody_behind_them(make_due):
    long_ago = timezone.now() - timedelta(hours=1)
    for number in range(100):
        make_due(f"new{number}.example", due_at=long_ago)
    make_due("old.example")
    meet("old.example")
    assert "old.example" in hosts(claim(4, strangers=2))


def test_a_host_with_many_pages_in_front_hides_nobody_either(make_due):
    long_ago = timezone.now() - timedelta(hours=1)
    for number in range(100):
        make_due("flood.example", str(number), due_at=long_ago)
    make_due("quiet.example")
    taken = claim(2, strangers=2)
    taken += claim(2, strangers=2, busy=hosts(taken))
    assert hosts(taken) == ["flood.example", "quiet.example"]


def test_a_first_look_comes_before_another_try(make_due):
    make_due("dead.example", tries=3, due_at=timezone.now() - timedelta(hours=1))
    make_due("fresh.example")
    assert hosts(claim(1, strangers=1)) == ["fresh.example"]


def test_what_is_not_due_or_in_hand_is_left_alone(make_due):
    later = timezone.now() + timedelta(minutes=1)
    make_due("later.example", due_at=later)
    make_due("never.example", due_at=None)
    make_due("theirs.example", lease="theirs", leased_until=later)
    assert claim(10, strangers=10) == []


def test_a_lease_that_ran_out_is_taken_over_and_its_tries_have_grown(make_due):
    make_due("a.example")
    (lost,) = claim(10, strangers=10)
    Received.objects.update(leased_until=timezone.now())
    (mine,) = claim(10, strangers=10)
    assert (mine.rows[0].tries, mine.lease == lost.lease) == (2, False)
    release(lost)
    row = Received.objects.get()
    assert (row.lease, row.tries) == (mine.lease, 2)


def test_what_is_given_back_has_not_been_tried(make_due):
    make_due("a.example")
    (mine,) = claim(10, strangers=10)
    release(mine)
    row = Received.objects.get()
    assert (row.lease, row.leased_until, row.tries) == ("", None, 0)


def test_who_is_still_at_it_keeps_the_lease(make_due):
    make_due("a.example")
    (mine,) = claim(10, strangers=10)
    Received.objects.update(leased_until=F("leased_until") - timedelta(seconds=39))
    keep([mine])
    assert Received.objects.filter(leased_until__gt=timezone.now() + timedelta(seconds=30)).exists()


def test_all_of_a_host_waits_for_its_turn_and_nobody_elses(make_due):
    for path in ("1", "2", "3"):
        make_due("a.example", path)
    make_due("b.example")
    until = timezone.now() + timedelta(minutes=9)
    (mine,) = [one for one in claim(10, strangers=10) if one.pace == "a.example"]
    put_off(mine, Later("", domain="a.example", until=until))
    waiting = Received.objects.filter(pace="a.example").values_list("due_at", "tries", "lease")
    assert set(waiting) == {(until, 0, "")}
    assert Received.objects.filter(pace="b.example", due_at__lt=until).exists()


def test_the_turn_of_a_host_that_a_redirect_led_to_puts_off_that_source_alone(make_due):
    make_due("a.example", "1")
    make_due("a.example", "2")
    until = timezone.now() + timedelta(minutes=9)
    (mine,) = claim(10, strangers=10)
    put_off(mine, Later("", domain="elsewhere.example", until=until))
    assert Received.objects.filter(due_at=until).count() == 1
