"""The door of Pingback, with a stock XML-RPC client on the other side."""

import xmlrpc.client

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client

from buttobi.blogs import move
from buttobi.blogs.models import Blog, FormerName
from buttobi.sections.models import MarkedHost
from buttobi.sections.section import Section
from buttobi.trackbacks import receive, targets
from buttobi.trackbacks.doors import places
from buttobi.trackbacks.models import Block, Received, Target
from linkback import pingback
from linkback import xmlrpc as codec

SOURCE = "https://there.example.org/entry/1"

pytestmark = pytest.mark.django_db


def knock(body: bytes, *, path="/xmlrpc", host="", content_type="text/xml", **more):
    browser = Client(HTTP_HOST=host or settings.GENERAL_HOST, enforce_csrf_checks=True)
    return browser.generic("POST", path, body, content_type=content_type, **more)


def ping(target, source=SOURCE, **more):
    return knock(pingback.build_ping(source=source, target=target).body, **more)


def said(response) -> str:
    """The string of a success, as a stock client reads it."""
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/xml; charset=utf-8"
    (words,), _method = xmlrpc.client.loads(response.content.decode())
    assert isinstance(words, str)
    return words


def fault(response, *, status=200) -> tuple[int, str]:
    """Number and words of a fault, as a stock client reads them."""
    assert response.status_code == status
    with pytest.raises(xmlrpc.client.Fault) as found:
        xmlrpc.client.loads(response.content.decode())
    return int(found.value.faultCode), found.value.faultString


def test_a_ping_is_written_down_and_told_where_it_stands(target):
    words = said(ping(target.address))
    row = Received.objects.get()
    assert (row.target, row.source_url, row.protocols) == (target, SOURCE, ["pingback"])
    assert (row.state, row.sender_ip) == (Received.State.ARRIVED, "127.0.0.1")
    assert words.endswith(f"http://{settings.GENERAL_HOST}/tb/status/{row.status_token}")


def test_a_slash_at_the_end_makes_no_difference(target):
    assert said(ping(target.address, path="/xmlrpc/"))


def test_no_cookie_is_read_or_set(target, signed_in):
    call = pingback.build_ping(source=SOURCE, target=target.address).body
    response = signed_in.generic("POST", "/xmlrpc", call, content_type="text/xml")
    assert said(response)
    assert not response.cookies


def test_a_repeat_is_known_already_and_told_where_it_stands(target):
    first = said(ping(target.address))
    code, words = fault(ping(target.address))
    assert code == 48
    assert words.endswith(first.split()[-1])
    assert Received.objects.count() == 1


def test_three_doors_lead_to_one_row(target):
    browser = Client(HTTP_HOST=settings.GENERAL_HOST)
    assert b"<error>0</error>" in browser.post(f"/tb/{target.pk}", {"url": SOURCE, "title": "Cats"}).content
    assert fault(ping(target.address))[0] == 48
    assert browser.post("/webmention", {"source": SOURCE, "target": target.address}).status_code == 201
    row = Received.objects.get()
    assert row.protocols == ["trackback", "pingback", "webmention"]
    assert row.title == "Cats"


@pytest.mark.parametrize(
    "url",
    [
        "{}",
        "{}#tb-1",
        "{}trackback/",
        "{}?from=feed",
        "HTTP://LOCALHOST:8000/cats/paws/",
        "http://localhost:8000/cats/paws",
    ],
)
def test_a_target_is_found_by_its_address(target, url):
    assert said(ping(url.format(target.address)))
    assert Received.objects.get().target == target


def test_former_addresses_lead_to_the_target(target):
    targets.move(target, "claws/")
    FormerName.objects.create(name="tabbies", blog=target.blog)
    root = f"http://{settings.GENERAL_HOST}"
    assert said(ping(f"{root}/cats/paws/"))
    assert fault(ping(f"{root}/tabbies/claws/"))[0] == 48
    assert Received.objects.get().target == target


def test_a_blog_with_its_own_host_has_the_door_there(target, settings):
    settings.BLOG_ADDRESS = "subdomain"
    assert said(ping("http://cats.localhost:8000/paws/", host="cats.localhost:8000"))
    assert fault(ping("http://cats.localhost:8000/nothing/"))[0] == 32
    assert fault(ping("http://cats.localhost:8000/"))[0] == 33


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "[::1]:8000"])
def test_on_loopback_it_is_answered_and_not_redirected(target, host):
    assert said(ping(target.address, host=host))


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://localhost:8000/cats/no-such-entry/", 32),
        ("http://localhost:8000/no-such-blog/entry/", 32),
        ("http://localhost:8000/cats/", 33),
        ("http://localhost:8000/", 33),
        ("http://localhost:8000/cats/archive/", 33),
        ("http://localhost:8000/cats/tags/x/", 33),
        ("http://localhost:8000/help/trackback/", 33),
        ("https://elsewhere.example.org/cats/paws/", 33),
        ("http://localhost.evil.example/cats/paws/", 33),
    ],
)
def test_a_target_that_is_none(blog, url, code):
    assert fault(ping(url))[0] == code
    assert not Received.objects.exists()


def test_a_closed_target_is_not_usable(target):
    Target.objects.update(accepts=False)
    assert fault(ping(target.address)) == (33, "This entry takes no trackbacks.")
    Target.objects.update(accepts=True, takes=["trackback"])
    assert fault(ping(target.address)) == (33, "This entry takes no Pingbacks.")
    Blog.objects.update(state=Blog.State.CLOSED)
    assert fault(ping(target.address))[0] == 33


def test_whoever_is_not_welcome_is_denied_access(target, make_target, adult_blog):
    adult = make_target("Night", blog=adult_blog)
    assert fault(ping(target.address, adult.address))[0] == 49
    Block.objects.create(blog=target.blog, host="there.example.org")
    assert fault(ping(target.address)) == (49, receive.BLOCKED)


def test_a_target_of_the_other_section_is_unknown_here(make_target, adult_blog):
    adult = make_target("Night", blog=adult_blog)
    assert fault(ping(adult.address))[0] == 33
    assert said(ping(adult.address, host=settings.ADULT_HOST))


@pytest.mark.parametrize("source", ["http://127.0.0.1/", "http://10.0.0.1/x", "http://user@there.example.org/", "x"])
def test_a_source_that_cannot_be_used(target, source):
    params = codec.build_call("pingback.ping", source, target.address).body
    assert fault(knock(params))[0] == 0
    assert not Received.objects.exists()


def test_an_entry_never_pings_itself(target):
    assert fault(ping(target.address, f"{target.address}#a")) == (0, receive.ITSELF)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", -32700),
        (b"<x/>", -32700),
        (b"\xff\xfe\x00", -32700),
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><methodCall><methodName>pingback.ping</methodName></methodCall>", -32700),
        (codec.build_call("system.multicall", []).body, -32601),
        (codec.build_call("system.listMethods").body, -32601),
        (codec.build_call("pingback.ping", SOURCE).body, -32602),
        (codec.build_call("pingback.ping", 1, 2).body, -32602),
        (codec.build_call("pingback.ping", SOURCE, "http://localhost:8000/cats/paws/", "x").body, -32602),
    ],
)
def test_what_is_no_call_has_its_number(target, body, code):
    assert fault(knock(body))[0] == code
    assert not Received.objects.exists()


@pytest.mark.parametrize("length", [16_385, 10**9])
def test_a_large_body_is_not_read(length):
    assert fault(knock(b"x" * 20_000, CONTENT_LENGTH=str(length)), status=413)[0] == -32700


@pytest.mark.parametrize("encoding", ["euc-jp", "shift_jis", "iso-2022-jp", "utf-16"])
def test_a_call_in_any_encoding_is_read(target, encoding):
    xml = pingback.build_ping(source=SOURCE, target=target.address).body.decode().partition("?>")[2]
    call = f'<?xml version="1.0" encoding="{encoding}"?><!-- 猫 -->{xml}'.encode(encoding)
    assert said(knock(call))


@pytest.mark.parametrize("content_type", ["text/html", "", "application/x-www-form-urlencoded", "text/xml;charset=x"])
def test_io_54_any_content_type_is_taken(target, content_type):
    call = pingback.build_ping(source=SOURCE, target=target.address).body
    assert said(knock(call, content_type=content_type))


def test_a_reader_is_told_what_it_is(client):
    response = client.get("/xmlrpc")
    assert response.status_code == 200
    assert "This address is for programs" in response.content.decode()
    assert client.put("/xmlrpc").status_code == 405


def test_programs_see_no_age_page(make_target, adult_blog):
    adult = make_target("Night", blog=adult_blog)
    assert said(ping(adult.address, host=settings.ADULT_HOST))


def test_a_database_that_cannot_be_written_asks_for_patience(target, monkeypatch):
    def full(**_):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(receive, "arrive", full)
    response = ping(target.address)
    assert fault(response, status=503)[0] == 0
    assert response.headers["Retry-After"] == "120"


def test_an_entry_that_moved_is_no_target_on_its_old_host(target, account):
    call = pingback.build_ping(source=SOURCE, target=target.address)
    move.go(blog=target.blog, to=Section.ADULT, by=account)
    assert fault(knock(call.body)) == (0x0020, places.MOVED)
    assert not Received.objects.exists()


def test_a_marked_site_is_denied_in_words(target):
    MarkedHost.objects.create(host="example.org")
    code, sentence = fault(ping(target.address))
    assert code == 0x0031
    assert "marked as adult" in sentence
