"""The door of Webmention as programs knock at it."""

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client

from buttobi.blogs import move
from buttobi.sections import wall
from buttobi.sections.models import MarkedHost
from buttobi.sections.section import Section
from buttobi.trackbacks import policy, receive
from buttobi.trackbacks.doors import places
from buttobi.trackbacks.models import Block, Received, Target

SOURCE = "https://there.example.org/entry/1"
FORM = "application/x-www-form-urlencoded"

pytestmark = pytest.mark.django_db


def mention(target="", source=SOURCE, *, host="", path="/webmention", **more):
    browser = Client(HTTP_HOST=host or settings.GENERAL_HOST, enforce_csrf_checks=True)
    return browser.post(path, {"source": source, "target": target, **more})


def refusal(response, status=400) -> str:
    """The text of a refusal: one sentence."""
    assert response.status_code == status
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "Location" not in response.headers
    return str(response.content.decode()).strip()


def test_a_mention_is_written_down_and_has_a_status_page(target):
    response = mention(target.address)
    assert response.status_code == 201
    row = Received.objects.get()
    where = f"http://{settings.GENERAL_HOST}/tb/status/{row.status_token}"
    assert response.headers["Location"] == where
    assert where in response.content.decode()
    assert (row.target, row.source_url, row.protocols) == (target, SOURCE, ["webmention"])
    assert row.state == Received.State.ARRIVED
    assert Client(HTTP_HOST=settings.GENERAL_HOST).get(where).status_code == 200


def test_a_repeat_has_the_same_status_page(target):
    first, second = mention(target.address), mention(f"{target.address}#x")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.headers["Location"] == second.headers["Location"]
    assert Received.objects.count() == 1


def test_no_cookie_is_read_or_set(target, signed_in):
    response = signed_in.post("/webmention", {"source": SOURCE, "target": target.address})
    assert response.status_code == 201
    assert not response.cookies


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "[::1]:8000", "LOCALHOST:8000"])
@pytest.mark.parametrize("path", ["/webmention", "/webmention/"])
def test_every_host_of_ours_and_loopback_answer(target, host, path):
    assert mention(target.address, host=host, path=path).status_code == 201


def test_a_blog_with_its_own_host_has_the_door_there(target, settings):
    settings.BLOG_ADDRESS = "subdomain"
    assert mention("http://cats.localhost:8000/paws/", host="cats.localhost:8000").status_code == 201


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({}, "source is missing"),
        ({"source": SOURCE}, "target is missing"),
        ({"source": "ftp://x.example/", "target": SOURCE}, "source: the url must begin with http"),
        ({"source": SOURCE, "target": "x"}, "target: the url must begin with http"),
        ({"source": SOURCE, "target": SOURCE}, "same page"),
        ({"source": SOURCE, "target": "https://elsewhere.example.org/"}, "no entry of this service"),
        ({"source": SOURCE, "target": "http://localhost:8000/cats/none/"}, "no entry at the target's address"),
        ({"source": "http://127.0.0.1/", "target": "http://localhost:8000/cats/paws/"}, ""),
        ({"source": "http://localhost:8000/cats/", "target": "http://localhost:8000/cats/paws/"}, "no entry"),
    ],
)
def test_the_senders_mistakes_are_told(target, form, words):
    response = Client(HTTP_HOST=settings.GENERAL_HOST).post("/webmention", form)
    assert words in refusal(response)
    assert refusal(response)
    assert not Received.objects.exists()


def test_an_entry_never_mentions_itself_whatever_the_spelling(target):
    assert refusal(mention(target.trackback_url, target.address)) == receive.ITSELF


def test_closed_blocked_and_the_wall_are_told(target, make_target, adult_blog):
    adult = make_target("Night", blog=adult_blog)
    assert "Sections do not mix" in refusal(mention(target.address, adult.address))
    Block.objects.create(blog=target.blog, host="there.example.org")
    assert refusal(mention(target.address)) == receive.BLOCKED
    Block.objects.all().delete()
    Target.objects.update(takes=["trackback"])
    assert refusal(mention(target.address)) == policy.NOT_TAKEN["webmention"]


def test_a_target_of_the_other_section_is_unknown_here(make_target, adult_blog):
    adult = make_target("Night", blog=adult_blog)
    assert "no entry" in refusal(mention(adult.address))
    assert mention(adult.address, host=settings.ADULT_HOST).status_code == 201


@pytest.mark.parametrize("length", [16_385, 10**9, 10**30])
def test_a_large_body_is_not_read(length):
    browser = Client(HTTP_HOST=settings.GENERAL_HOST)
    response = browser.generic("POST", "/webmention", b"x" * 20_000, content_type=FORM, CONTENT_LENGTH=str(length))
    assert "too large" in refusal(response, 413)


@pytest.mark.parametrize("body", [b"\xff\xfe", b"%", b"source=%00&target=%00", b"source", b"&" * 9000, b"\x00" * 50])
@pytest.mark.parametrize("content_type", [FORM, "multipart/form-data", "application/json", "", "x; charset=utf-7"])
def test_no_bytes_break_the_door(target, body, content_type):
    browser = Client(HTTP_HOST=settings.GENERAL_HOST)
    assert browser.generic("POST", "/webmention", body, content_type=content_type).status_code == 400


def test_a_reader_is_told_what_it_is(client):
    response = client.get("/webmention")
    assert response.status_code == 200
    assert "This address is for programs" in response.content.decode()
    assert client.delete("/webmention").status_code == 405


def test_a_database_that_cannot_be_written_asks_for_patience(target, monkeypatch):
    def full(**_):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(receive, "arrive", full)
    response = mention(target.address)
    assert refusal(response, 503)
    assert response.headers["Retry-After"] == "120"


@pytest.mark.parametrize("host", ["LOCALHOST:08000", "localhost.:8000", "ｌocalhost:8000", "127.0.0.1:8000"])
def test_a_target_is_found_however_its_host_is_spelled(target, host):
    assert mention(f"http://{host}/cats/paws/").status_code == 201


@pytest.mark.parametrize("host", ["adult.localhost:08000", "adult。localhost:8000"])
def test_no_spelling_of_the_other_section_s_host_is_a_way_in(target, adult_blog, host):
    Target.objects.create(blog=adult_blog, path="dark/", title="Dark")
    refusal(mention(f"http://{host}/night/dark/"))
    refusal(mention(target.address, source=f"http://{host}/night/dark/"))
    assert not Received.objects.exists()


@pytest.mark.parametrize("path", ["%00/x/", "cats/%00/", "tb/1%00"])
def test_no_page_of_ours_has_a_nul_in_its_address(target, path):
    refusal(mention(f"http://localhost:8000/{path}"))
    refusal(mention(target.address, source=f"http://localhost:8000/{path}"))
    assert not Received.objects.exists()


def test_an_entry_that_moved_is_no_target_on_its_old_host(target, account):
    before = [target.address, target.trackback_url]
    move.go(blog=target.blog, to=Section.ADULT, by=account)
    assert [refusal(mention(url)) for url in before] == [places.MOVED, places.MOVED]
    target.blog.refresh_from_db()
    assert mention(target.address, host=settings.ADULT_HOST).status_code == 201


def test_a_marked_site_is_refused_in_words(target):
    MarkedHost.objects.create(host="example.org")
    assert refusal(mention(target.address)) == wall.MARKED_ADULT
