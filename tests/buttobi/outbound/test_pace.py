"""Whose turn it is at a host: one at a time, so often, and with patience after failures."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from buttobi.outbound import pace
from buttobi.outbound.errors import Forbidden
from buttobi.outbound.guard import parse_allow
from buttobi.outbound.models import HostPace
from buttobi.outbound.pace import Later, give_back, take

NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
URL = "https://blog.example.com/1"

pytestmark = pytest.mark.django_db


def later(url=URL, *, now=NOW):
    with pytest.raises(Later) as found:
        take(url, now=now)
    return found.value


def visit(now=NOW, *, url=URL, **outcome):
    turn = take(url, now=now)
    give_back(turn, now=now, **{"ok": True, **outcome})
    return turn


def at(**passed):
    return NOW + timedelta(**passed)


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://www.example.com/x", "example.com"),
        ("http://EXAMPLE.com:8080/", "example.com"),
        ("https://a.b.example.co.jp/", "example.co.jp"),
        ("https://one.github.io/", "one.github.io"),
        ("https://github.io/", "github.io:443"),
        ("https://猫.example.jp/", "example.jp"),
        ("http://8.8.8.8/", "8.8.8.8:80"),
        ("http://[2606:4700::1111]:8080/", "2606:4700::1111:8080"),
    ],
)
def test_a_host_is_under_the_pace_of_its_registrable_domain(url, domain):
    assert pace.domain_of(url) == domain


def test_names_of_this_machine_are_told_apart_by_their_ports(settings):
    settings.OUTBOUND_ALLOW = parse_allow("127.0.0.0/8")
    assert pace.domain_of("http://a.localhost:8001/") == "a.localhost:8001"
    assert pace.domain_of("http://127.0.0.1:8001/") == "127.0.0.1:8001"


def test_what_is_never_dialled_gets_no_turn_and_no_row():
    for url in ("http://10.0.0.1/", "http://blog.internal/", "http://blog.example.com:22/", "ftp://example.com/"):
        with pytest.raises(Forbidden):
            take(url, now=NOW)
    assert not HostPace.objects.exists()


def test_one_at_a_time_for_all_names_of_a_domain():
    turn = take(URL, now=NOW)
    assert later("http://www.example.com/").until <= at(seconds=2)
    take("https://another.example.org/", now=NOW)
    give_back(turn, ok=True, now=NOW)
    take("http://www.example.com/", now=NOW)


def test_a_turn_that_is_never_given_back_ends_by_itself():
    lost = take(URL, now=NOW)
    turn = take(URL, now=at(seconds=41))
    # Its holder was only slow: what it says now no longer counts.
    give_back(lost, ok=False, now=at(seconds=42))
    assert later(now=at(seconds=43))
    give_back(turn, ok=True, now=at(seconds=43))
    assert HostPace.objects.get().failures == 0


def test_ten_a_minute_and_sixty_an_hour():
    asked, now = [], NOW
    while now < at(hours=3):
        try:
            visit(now)
        except Later as problem:
            # Each time we come when we were told to, it is our turn.
            now = problem.until
            visit(now)
        asked.append(now)
        now += timedelta(seconds=1)
    assert max(sum(start <= one < start + timedelta(minutes=1) for one in asked) for start in asked) == 10
    assert max(sum(start <= one < start + timedelta(hours=1) for one in asked) for start in asked) == 60
    assert len(asked) >= 180


def test_redirects_inside_one_domain_are_counted_as_requests():
    visit(requests=10)
    assert later(now=at(seconds=1)).until == at(minutes=1)


def test_a_megabyte_an_hour():
    visit(size=600_000)
    assert take(URL, now=at(minutes=1)).budget == 400_000
    HostPace.objects.update(busy_until=None)
    visit(at(minutes=2), size=400_000)
    assert later(now=at(minutes=3)).until == at(hours=1)
    assert take(URL, now=at(hours=1, seconds=1)).budget == 600_000


def test_five_failures_in_a_row_close_a_host_for_an_hour_then_one_trial():
    for minute in range(5):
        visit(at(minutes=minute), ok=False)
    problem = later(now=at(minutes=5))
    assert (str(problem), problem.until) == (pace.PAUSED, at(minutes=64))
    visit(at(minutes=64), ok=False)
    assert later(now=at(minutes=65)).until == at(minutes=124)
    visit(at(minutes=124), ok=True)
    visit(at(minutes=125), ok=False)
    take(URL, now=at(minutes=126))


def test_an_answer_between_failures_begins_the_count_again():
    for minute in range(8):
        visit(at(minutes=minute), ok=minute == 3)
    take(URL, now=at(minutes=9))


def test_what_nobody_knows_is_no_failure():
    for minute in range(6):
        visit(at(minutes=minute), ok=None)
    host = HostPace.objects.get()
    assert (host.failures, host.answered_at) == (0, None)


def test_retry_after_is_respected():
    visit(retry_after=at(minutes=30))
    assert later(now=at(minutes=29)).until == at(minutes=30)
    take(URL, now=at(minutes=30))


def test_what_the_operator_opened_is_asked_one_at_a_time_but_as_often_as_there_is_work(settings):
    settings.OUTBOUND_ALLOW = parse_allow("127.0.0.0/8")
    url = "http://127.0.0.1:8001/"
    for _ in range(70):
        visit(url=url, ok=False, size=1_000_000)
    take(url, now=NOW)
    later(url)
    settings.HOST_PACE_ALLOWED_TOO = True
    assert later(url, now=at(seconds=41)).until > at(seconds=42)


def test_opening_a_network_does_not_unpace_everybody_else(settings):
    settings.OUTBOUND_ALLOW = parse_allow("127.0.0.0/8")
    for _ in range(10):
        visit()
    later()


def test_hosts_that_answered_are_known():
    visit()
    visit(url="https://slow.example.org/", ok=False)
    assert set(pace.known()) == {"example.com"}
    assert pace.met({"example.com", "example.org", "example.net"}) == {"example.com"}


def test_hosts_that_nobody_asked_for_are_forgotten():
    visit()
    assert pace.forget(at(days=89)) == 0
    assert pace.forget(at(days=91)) == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_that_ask_at_once_one_gets_the_turn():
    HostPace.objects.create(domain="example.com", used_at=NOW)
    start = threading.Barrier(8)
    got, waited = [], []

    def ask():
        start.wait()
        try:
            got.append(take(URL, now=NOW))
        except Later as problem:
            waited.append(problem)
        finally:
            connection.close()

    askers = [threading.Thread(target=ask) for _ in range(8)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert (len(got), len(waited)) == (1, 7)
