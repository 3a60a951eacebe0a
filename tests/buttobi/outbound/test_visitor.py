"""A visitor takes a turn at every host on its way, and gives each back."""

import asyncio

import pytest
from asgiref.sync import async_to_sync

from buttobi.outbound import guard
from buttobi.outbound.client import Client
from buttobi.outbound.errors import BadRedirect, Forbidden, TooSlow
from buttobi.outbound.models import HostPace
from buttobi.outbound.pace import Later, take
from buttobi.outbound.visitor import Visitor
from tests import strangers

ALLOW = guard.parse_allow("127.0.0.0/8")

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _strangers_are_paced(settings):
    settings.OUTBOUND_ALLOW = ALLOW
    settings.HOST_PACE_ALLOWED_TOO = True


def visit(url, *, post=False, deadline=2.0):
    async def go():
        async with Client(allow=ALLOW, deadline=deadline) as client:
            visitor = Visitor(client)
            return await (visitor.post(url, body=b"x", content_type="text/plain") if post else visitor.get(url))

    return async_to_sync(go)()


def host(server):
    return HostPace.objects.get(domain=f"127.0.0.1:{server.port}")


@pytest.mark.parametrize("post", [False, True])
def test_an_answer_is_counted_with_its_bytes_and_the_turn_given_back(post):
    with strangers.serve(strangers.page("x" * 5000)) as there:
        assert visit(there.url, post=post).status == 200
        row = host(there)
    assert row.busy_until is None
    assert row.answered_at
    ((_, size),) = row.asked
    assert 5000 < size < 5500


def test_a_redirect_to_another_host_takes_its_turn_there_too():
    with strangers.serve(strangers.page("arrived")) as there:
        with strangers.serve(strangers.redirect(there.url)) as door:
            assert visit(door.url).body == b"arrived"
            assert [len(host(one).asked) for one in (door, there)] == [1, 1]
            take(there.url)
            with pytest.raises(Later) as found:
                visit(door.url)
            assert found.value.domain == f"127.0.0.1:{there.port}"
            assert host(door).busy_until is None
        assert len(there.asked) == 1


def test_redirects_within_a_host_are_requests_of_one_turn():
    with strangers.serve(strangers.redirect_chain(3)) as there:
        assert visit(there.at("/0")).status == 200
        assert len(host(there).asked) == 4


def test_nobody_is_dialled_out_of_turn():
    with strangers.serve(strangers.page("x")) as there:
        take(there.url)
        with pytest.raises(Later):
            visit(there.url)
    assert not there.connections


def test_a_host_that_fails_is_noted_and_one_that_leads_astray_is_not():
    with strangers.serve(strangers.never_answers()) as slow, strangers.serve(strangers.redirect("/")) as circle:
        with pytest.raises(TooSlow):
            visit(slow.url, deadline=0.3)
        with pytest.raises(BadRedirect):
            visit(circle.url)
        assert (host(slow).failures, host(slow).busy_until) == (1, None)
        assert (host(circle).failures, host(circle).busy_until) == (0, None)


def test_a_redirect_to_a_forbidden_place_leaves_no_trace_of_it():
    with strangers.serve(strangers.redirect("http://10.0.0.1/")) as door:
        with pytest.raises(Forbidden):
            visit(door.url)
        assert list(HostPace.objects.values_list("domain", flat=True)) == [f"127.0.0.1:{door.port}"]


def test_a_server_in_trouble_has_failed_and_its_wish_is_kept():
    with strangers.serve(strangers.page("", status=503, headers=["Retry-After: 600"])) as there:
        assert visit(there.url).status == 503
        assert host(there).failures == 1
        with pytest.raises(Later):
            visit(there.url)


def test_a_visit_that_is_called_off_gives_its_turn_back():
    async def go(url):
        async with Client(allow=ALLOW, deadline=5) as client:
            out = asyncio.create_task(Visitor(client).get(url))
            await asyncio.sleep(0.3)
            out.cancel()
            await asyncio.gather(out, return_exceptions=True)

    with strangers.serve(strangers.never_answers()) as there:
        async_to_sync(go)(there.url)
        assert (host(there).busy_until, host(there).failures) == (None, 0)
