"""`discover` and `ping`, as somebody at a shell calls them."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from buttobi.trackbacks.models import Sent
from tests import strangers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loopback")]

PAGE = strangers.page(
    '<link rel="pingback" href="http://127.0.0.1/x">'
    '<link rel="trackback" href="/tb/1"><link rel="webmention" href="/w">'
)
YES = strangers.says(
    strangers.answer(b"<?xml version='1.0'?><response><error>0</error></response>", content_type="text/xml")
)


def run(capsys, *arguments):
    """Exit status, what was printed, what was told."""
    status = 0
    try:
        call_command(*arguments)
    except SystemExit as end:
        status = int(end.code or 0)
    except CommandError as error:
        status = error.returncode
    printed = capsys.readouterr()
    return status, printed.out, printed.err


def test_discover_prints_one_kind_a_line(capsys):
    with strangers.serve(PAGE) as there:
        assert run(capsys, "discover", there.url) == (
            0,
            f"webmention: {there.at('/w')}\ntrackback: {there.at('/tb/1')}\npingback: http://127.0.0.1/x\n",
            "",
        )


def test_discover_prints_none_with_status_1(capsys):
    with strangers.serve(strangers.page("hello")) as there:
        assert run(capsys, "discover", there.url)[:2] == (1, "none\n")


def test_discover_tells_why_a_page_could_not_be_asked(capsys):
    status, printed, told = run(capsys, "discover", "http://127.0.0.1:9/")
    assert (status, printed) == (1, "none\n")
    assert "does not take our connection" in told


@pytest.mark.parametrize("url", ["oops", "http://10.0.0.1/", "http://blog.internal/", "ftp://there.example.org/"])
def test_what_can_never_be_asked_ends_with_2(capsys, url, settings):
    settings.OUTBOUND_ALLOW = ()
    assert run(capsys, "discover", url)[0] == 2


def test_a_page_of_ours_says_what_it_takes_without_a_visit(capsys, target):
    status, printed, _ = run(capsys, "discover", target.address)
    assert status == 0
    assert f"trackback: {target.trackback_url}" in printed
    target.accepts = False
    target.save()
    assert run(capsys, "discover", target.address)[:2] == (1, "none\n")


def test_verbose_tells_each_step(capsys):
    with strangers.serve(PAGE) as there:
        told = run(capsys, "discover", there.url, "--verbose")[2]
    assert f"GET {there.url}" in told
    assert "200 text/html" in told


def test_ping_sends_and_prints_the_answer(capsys, target):
    with strangers.serve(strangers.site({"/tb/1": YES})) as there:
        status, printed, told = run(capsys, "ping", there.at("/tb/1"), "--as", "cats/paws", "--verbose")
        assert (status, printed) == (0, f"answer: accepted\nkind: trackback\nendpoint: {there.at('/tb/1')}\n")
        assert f"POST {there.at('/tb/1')}" in told
        # Asked for again, it is sent again.
        assert run(capsys, "ping", there.at("/tb/1"), "--as", "cats/paws")[0] == 0
    assert len(there.asked) == 2
    assert Sent.objects.count() == 1


def test_ping_says_why_it_was_refused(capsys, target):
    with strangers.serve(strangers.page("hello")) as there:
        status, printed, _ = run(capsys, "ping", there.url, "--as", "cats/paws")
    assert status == 1
    assert "answer: refused" in printed
    assert "names no address for trackbacks" in printed


def test_ping_of_a_page_here_is_listed_at_once(capsys, target, source):
    assert run(capsys, "ping", target.address, "--as", "dogs/bones")[:2] == (
        0,
        f"answer: accepted\nkind: trackback\nendpoint: {target.trackback_url}\n",
    )


@pytest.mark.parametrize("name", ["cats", "cats/none", "none/paws", "/", ""])
def test_only_a_published_entry_can_ping(capsys, target, name):
    assert run(capsys, "ping", "http://127.0.0.1/tb/1", "--as", name)[0] == 2
