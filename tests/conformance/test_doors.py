"""The clauses that the doors of the service and the pages of its entries decide."""

import time
import xmlrpc.client
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.test import Client

from buttobi.entries.models import Entry
from buttobi.trackbacks.models import Received, Target
from linkback import pingback
from linkback import xmlrpc as codec
from linkback.discovery import find_endpoints
from tests.conftest import MakeEntry

SOURCE = "https://there.example.org/entry/1"

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(make_entry: MakeEntry) -> Entry:
    made: Entry = make_entry(title="Paws")
    return made


def program() -> Client:
    return Client(HTTP_HOST=settings.GENERAL_HOST, enforce_csrf_checks=True)


def trackback(entry, source=SOURCE, **said):
    return program().post(f"/tb/{entry.target.pk}", {"url": source, **said})


def call(entry, source=SOURCE):
    body = pingback.build_ping(source=source, target=entry.address).body
    return program().generic("POST", "/xmlrpc", body, content_type="text/xml")


def mention(entry, source=SOURCE, target=""):
    return program().post("/webmention", {"source": source, "target": target or entry.address})


def fault(response) -> int:
    with pytest.raises(xmlrpc.client.Fault) as found:
        xmlrpc.client.loads(response.content.decode())
    return int(found.value.faultCode)


def visit(entry, method="get"):
    return getattr(program(), method)(f"/{entry.blog.name}/{entry.slug}/")


def test_tb_1_a_get_is_no_ping(entry):
    program().get(f"/tb/{entry.target.pk}", {"url": SOURCE, "title": "Cats"})
    assert not Received.objects.exists()


def test_tb_10_a_comment_behind_the_reply_tells_where_the_ping_stands(entry):
    content = trackback(entry).content
    yes = b'<?xml version="1.0" encoding="utf-8"?><response><error>0</error></response>'
    assert content.startswith(yes + b"\n<!-- Where it stands: http://")


def test_tb_19_an_identical_ping_makes_no_second_row(entry):
    assert trackback(entry).content == trackback(entry).content
    assert Received.objects.count() == 1


def test_pb_1_header_and_element_once_each_and_equal(entry):
    response = visit(entry)
    door = f"http://{settings.GENERAL_HOST}/xmlrpc"
    assert response.headers["X-Pingback"] == door
    assert response.content.count(b'rel="pingback"') == 1
    assert f'<link rel="pingback" href="{door}">'.encode() in response.content


def test_pb_3_within_the_first_5_kb_whatever_the_title(make_entry, blog):
    type(blog).objects.update(title="&" * 120)
    entry = make_entry(title="“&”<" * 50, html="<p>" + "&quot;" * 400 + "</p>")
    assert 0 < visit(entry).content.index(b'<link rel="pingback" href="') < 5 * 1024


def test_pb_7_each_case_gives_its_code(entry, make_entry):
    closed = make_entry(accepts_trackbacks=False)
    missing = Entry(blog=entry.blog, slug="nothing-here")
    assert fault(call(closed)) == 33
    assert fault(call(missing)) == 32
    assert fault(call(entry, "http://127.0.0.1/")) == 0
    call(entry)
    assert fault(call(entry)) == 48


def test_pb_8_the_answer_waits_for_nobody(entry):
    call(entry, "https://there.example.org/warm-up")
    begun = time.perf_counter()
    call(entry, "https://unreachable.example.org/")
    assert time.perf_counter() - begun < 0.1


def test_pb_10_nothing_but_pingback_ping_answers(entry):
    for method in ("system.multicall", "system.listMethods", "metaWeblog.newPost"):
        body = codec.build_call(method, "1", "2").body
        assert fault(program().generic("POST", "/xmlrpc", body, content_type="text/xml")) == -32601


def test_wm_12_201_with_a_status_page(entry):
    response = mention(entry)
    assert response.status_code == 201
    assert program().get(response.headers["Location"]).status_code == 200


@pytest.mark.parametrize("bad", ["", "words", "ftp://there.example/"])
def test_wm_13_400_for_what_is_no_address(entry, bad):
    assert mention(entry, source=bad).status_code == 400
    assert program().post("/webmention", {"source": SOURCE, "target": bad}).status_code == 400


def test_wm_14_400_for_a_source_that_is_the_target(entry):
    assert mention(entry, source=entry.address).status_code == 400
    assert mention(entry, source=entry.target.trackback_url).status_code == 400


def test_wm_15_the_target_is_checked_at_once_and_its_fragment_ignored(entry, make_entry):
    assert mention(entry, target=f"{entry.address}#tb-1").status_code == 201
    assert mention(make_entry(accepts_trackbacks=False)).status_code == 400
    assert mention(entry, target="https://elsewhere.example.org/").status_code == 400


def test_wm_16_nothing_is_shown_before_its_source_was_read(entry):
    mention(entry)
    trackback(entry, title="Cats there")
    assert Received.objects.get().state == Received.State.ARRIVED
    assert b"Cats there" not in visit(entry).content


def test_wm_19_the_same_pair_is_one_row_and_one_status_page(entry):
    assert mention(entry).headers["Location"] == mention(entry).headers["Location"]
    assert Received.objects.count() == 1


def test_wm_23_cookies_make_no_difference(entry, signed_in):
    response = signed_in.post("/webmention", {"source": SOURCE, "target": entry.address})
    assert response.status_code == 201
    assert not response.cookies


def test_io_8_over_16_kb_is_413(entry):
    for path in ("/xmlrpc", "/webmention"):
        assert program().generic("POST", path, b"x" * 16_385, content_type="text/xml").status_code == 413


def test_io_24_plain_http_is_answered_without_a_redirect(entry, settings):
    settings.PUBLIC_SCHEME = "https"
    assert mention(entry).status_code == 201
    assert fault(call(entry)) == 48


LONG_AGO = datetime(2024, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("change", [{"accepts": False}, {"takes": []}, {"created_at": LONG_AGO}])
def test_io_30_closed_nothing_is_printed_and_what_came_stays(entry, make_entry, other_blog, change):
    make_entry(blog=other_blog, title="Came before", trackback_urls=entry.target.trackback_url)
    Target.objects.filter(pk=entry.target.pk).update(**change)
    response = visit(entry)
    found = find_endpoints(entry.address, list(response.headers.items()), response.content)
    assert (found.webmention, found.pingback, found.trackback) == (None, None, None)
    assert b"Came before" in response.content


@pytest.mark.parametrize("method", ["get", "head"])
def test_io_31_pages_say_where_mentions_go(entry, method):
    door = f"http://{settings.GENERAL_HOST}/webmention"
    response = visit(entry, method)
    assert response.headers["Link"] == f'<{door}>; rel="webmention"'
    assert response.headers["X-Pingback"]
    if method == "get":
        assert f'<link rel="webmention" href="{door}">'.encode() in response.content


def test_io_31_a_kind_that_is_not_taken_is_not_announced(entry):
    Target.objects.filter(pk=entry.target.pk).update(takes=["trackback"])
    response = visit(entry)
    assert "Link" not in response.headers
    assert "X-Pingback" not in response.headers
    assert b'rel="pingback"' not in response.content
    assert b'rel="webmention"' not in response.content
    assert b'rel="trackback"' in response.content


def test_io_45_one_row_whatever_the_kind(entry):
    trackback(entry)
    call(entry)
    mention(entry)
    assert Received.objects.get().protocols == ["trackback", "pingback", "webmention"]


def test_io_46_answers_to_a_repeat(entry):
    trackback(entry)
    assert b"<error>0</error>" in trackback(entry).content
    assert fault(call(entry)) == 48
    assert mention(entry).status_code == 201


def test_io_48_what_the_owner_removed_stays_removed(entry):
    trackback(entry)
    row = Received.objects.get()
    row.step(Received.State.REFUSED, reason=Received.Reason.OWNER)
    for send in (trackback, call, mention):
        send(entry)
    row.refresh_from_db()
    assert (row.state, row.reason) == (Received.State.REFUSED, Received.Reason.OWNER)
    assert mention(entry).status_code == 201


def test_io_58_the_door_does_not_tell_what_a_look_would_find(entry):
    for source in ("https://missing.example.org/", "https://without-a-link.example.org/"):
        (words,), _method = xmlrpc.client.loads(call(entry, source).content.decode())
        assert "/tb/status/" in str(words)
