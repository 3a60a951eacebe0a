"""The door of TrackBack as programs of all ages knock at it, through everything that stands before it."""

import gzip
import re
from urllib.parse import quote, quote_from_bytes, unquote

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client

from buttobi.blogs import move
from buttobi.blogs.models import Blog
from buttobi.outbound.guard import parse_allow
from buttobi.sections import wall
from buttobi.sections.models import MarkedHost
from buttobi.sections.section import Section
from buttobi.trackbacks import policy, receive
from buttobi.trackbacks.doors import places
from buttobi.trackbacks.doors import trackback as door
from buttobi.trackbacks.doors.body import BROKE_OFF
from buttobi.trackbacks.models import Block, Received, Target

FORM = "application/x-www-form-urlencoded"
SOURCE = "https://there.example.org/entry/1"
YES = b'<?xml version="1.0" encoding="utf-8"?><response><error>0</error></response>'

pytestmark = pytest.mark.django_db


def knock(target, body=b"", *, path="", content_type=FORM, host="", **more):
    browser = Client(HTTP_HOST=host or settings.GENERAL_HOST, enforce_csrf_checks=True)
    return browser.generic("POST", path or f"/tb/{target.pk}", body, content_type=content_type, **more)


def form(**fields: str | bytes) -> bytes:
    pairs = (
        f"{name}={quote(value) if isinstance(value, str) else quote_from_bytes(value)}"
        for name, value in fields.items()
    )
    return "&".join(pairs).encode()


def reply(response) -> bytes:
    """The reply without the comment behind it, which tells where the ping stands."""
    return re.sub(rb"\n<!-- Where it stands: https?://[a-z0-9.:]+/tb/status/[\w%-]+ -->\Z", b"", response.content)


def refused(response) -> str:
    """The sentence of a refusal, after a look at its form."""
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert int(response.headers["Content-Length"]) == len(response.content)
    found = re.fullmatch(
        rb'<\?xml version="1\.0" encoding="utf-8"\?><response><error>1</error><message>([ -~]+)</message></response>',
        response.content,
    )
    assert found, response.content
    return found[1].decode()


def test_tb_10_a_ping_is_taken_and_waits_for_its_examination(target):
    response = knock(target, form(url=SOURCE, title="Cats there", excerpt="Some words.", blog_name="There"))
    assert response.status_code == 200
    assert reply(response) == YES
    assert response.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert response.headers["Content-Length"] == str(len(response.content))
    assert not response.cookies
    row = Received.objects.get()
    assert (row.target, row.source_url, row.title) == (target, SOURCE, "Cats there")
    assert (row.excerpt, row.blog_name, row.protocols) == ("Some words.", "There", ["trackback"])
    assert (row.state, row.reason) == (Received.State.ARRIVED, "")
    assert row.due_at is not None
    assert f"/tb/status/{row.status_token} -->" in unquote(response.content.decode())
    assert row.sender_ip == "127.0.0.1"
    assert SOURCE.encode() in bytes(row.raw).replace(b"%3A", b":")


def test_a_slash_at_the_end_makes_no_difference(target):
    assert reply(knock(target, form(url=SOURCE), path=f"/tb/{target.pk}/")) == YES
    assert reply(knock(target, form(url=SOURCE))) == YES
    assert Received.objects.count() == 1


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "[::1]:8000", "localhost:8000", "LOCALHOST:8000"])
def test_a_ping_is_answered_on_every_host_of_ours_and_on_loopback(target, host):
    assert reply(knock(target, form(url=SOURCE), host=host)) == YES


def test_io_24_plain_http_is_answered_without_a_redirect(target, settings):
    settings.PUBLIC_SCHEME = "https"
    assert reply(knock(target, form(url=SOURCE))) == YES


def test_the_door_of_the_other_section_is_another_door(target, adult_blog):
    adult = Target.objects.create(blog=adult_blog, path="dark/", title="Dark")
    assert refused(knock(target, form(url=SOURCE), host=settings.ADULT_HOST)) == door.OTHER_SECTION
    assert refused(knock(adult, form(url=SOURCE))) == door.OTHER_SECTION
    assert reply(knock(adult, form(url=SOURCE), host=settings.ADULT_HOST)) == YES
    assert reply(knock(adult, form(url=SOURCE), host="127.0.0.1:8000")) == YES


def test_tb_5_a_ping_without_its_url_is_refused(target):
    for body in (b"", form(title="Only a title"), form(url="", title="Blank"), form(url="   ")):
        assert "url" in refused(knock(target, body))
    assert not Received.objects.exists()


def test_tb_6_a_ping_with_its_url_alone_is_enough(target):
    assert reply(knock(target, form(url=SOURCE))) == YES


def test_io_3_a_missing_content_type_is_read_as_a_form(target):
    assert reply(knock(target, form(url=SOURCE, title="Cats"), content_type="")) == YES
    assert Received.objects.get().title == "Cats"


@pytest.mark.parametrize(
    "content_type", ["text/plain", "nonsense", "application/json", f"{FORM}; charset=UTF8", "é" * 50]
)
def test_any_content_type_is_answered(target, content_type):
    assert knock(target, form(url=SOURCE), content_type=content_type).status_code == 200


def test_io_5_fields_may_stand_in_the_query_of_the_post(target):
    response = knock(target, b"", path=f"/tb/{target.pk}?{form(url=SOURCE, title='Roller').decode()}")
    assert reply(response) == YES
    assert Received.objects.get().title == "Roller"


JAPANESE = "ネコのしっぽについて、きょうも書きました。"


@pytest.mark.parametrize("encoding", ["utf-8", "euc_jp", "cp932", "iso2022_jp"])
@pytest.mark.parametrize("declared", ["header", "field", "not at all"])
def test_tb_4_japanese_arrives_whole_in_every_encoding_declared_or_not(target, encoding, declared):
    name = {"cp932": "Shift_JIS", "euc_jp": "EUC-JP", "iso2022_jp": "ISO-2022-JP"}.get(encoding, "utf-8")
    text = JAPANESE.encode(encoding)
    fields: dict[str, str | bytes] = {"url": SOURCE, "title": text, "excerpt": text, "blog_name": text}
    if declared == "field":
        fields["charset"] = name
    content_type = f"{FORM}; charset={name}" if declared == "header" else FORM
    assert reply(knock(target, form(**fields), content_type=content_type)) == YES
    row = Received.objects.get()
    assert (row.title, row.excerpt, row.blog_name) == (JAPANESE, JAPANESE, JAPANESE)


def test_io_14_utf_8_cut_in_mid_character_loses_that_character_alone(target):
    assert reply(knock(target, form(url=SOURCE, excerpt=("猫" * 20).encode()[:-1]))) == YES
    assert Received.objects.get().excerpt == "猫" * 19


@pytest.mark.parametrize(
    "body",
    [
        b"\x00",
        b"\x00" * 1000,
        b"\xff\xfe\xfd" * 500,
        b"url=" + b"\x00" * 20,
        b"url=https://there.example.org/\x00&title=\x00\x01\x02",
        b"url=%00%ff%fe",
        b"url=https%3A%2F%2Fthere.example.org%2F&title=%ED%A0%80%ED%B0%80&excerpt=%uD800%uD800",
        b"%",
        b"&&&&&=====;;;;;",
        b"url=javascript:alert(1)",
        b"url=https://" + b"a" * 5000,
        b"url[]=1&url[a]=2",
        b"url=https://there.example.org/&" * 1000,
        b"charset=utf-7&url=https://there.example.org/&title=+ADw-script+AD4-",
        b"charset=" + b"x" * 60000,
        b'{"url": "https://there.example.org/"}',
        b"<?xml version='1.0'?><methodCall><methodName>weblogUpdates.ping</methodName></methodCall>",
        b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><methodCall>&e;</methodCall>",
        gzip.compress(b"url=https://there.example.org/"),
        "url=https://日本語.example.org/ページ&title=絵文字😀".encode(),
        b"url=https://there.example.org/&title=" + b"e\xcc\x81" * 2000 + b"\xcc\x81" * 2000,
        b"url=https://user:pass@there.example.org/",
        b"url=http://0x7f.1/",
        b"url=http://[::ffff:127.0.0.1]/",
        b"url=http://169.254.169.254/latest/meta-data/",
    ],
    ids=range(25),
)
@pytest.mark.parametrize(
    "content_type",
    [
        FORM,
        "multipart/form-data; boundary=x",
        "multipart/form-data",
        "text/xml",
        f"{FORM}; charset=no-such-thing",
        f"{FORM}; charset=utf-16",
    ],
)
def test_no_bytes_break_the_door(target, body, content_type):
    response = knock(target, body, content_type=content_type)
    assert response.status_code == 200
    assert reply(response) == YES or refused(response)
    row = Received.objects.first()
    assert row is None or "\x00" not in row.title + row.excerpt + row.source_url


def test_io_7_multipart_is_read_and_a_broken_one_answered(target):
    part = '--x\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
    body = part.format("url", SOURCE) + part.format("title", "Parts") + "--x--\r\n"
    content_type = "multipart/form-data; boundary=x"
    assert reply(knock(target, body.encode(), content_type=content_type)) == YES
    assert Received.objects.get().title == "Parts"
    for broken in (body[:30], body[:80], body.replace("--x", "--y"), "--x\r\n" * 5000):
        assert knock(target, broken.encode(), content_type=content_type).status_code == 200


def test_io_8_a_ping_over_64_kb_is_refused_without_being_read(target):
    assert refused(knock(target, b"url=" + b"x" * 70_000)) == door.TOO_LARGE

    class Unread:
        def read(self, *_):
            raise AssertionError("it was read")

        readline = read

    response = knock(target, b"", CONTENT_LENGTH="70000", **{"wsgi.input": Unread()})
    assert refused(response) == door.TOO_LARGE


@pytest.mark.parametrize("length", ["many", "-5", "９", "1" * 400])
def test_a_senseless_length_is_answered(target, length):
    assert refused(knock(target, form(url=SOURCE), CONTENT_LENGTH=length))


def test_a_sender_who_hangs_up_is_answered_all_the_same(target):
    class HungUp:
        def read(self, *_):
            raise OSError("gone")

        readline = read

    assert refused(knock(target, b"", CONTENT_LENGTH="10", **{"wsgi.input": HungUp()})) == BROKE_OFF


@pytest.mark.parametrize(
    "name", ["/999999", "/abc", "/", "", "/1/2", "/%0A", "/١", "/" + "9" * 400, "/-1", "/mt-tb.cgi/1"]
)
def test_no_such_entry_is_said_in_xml(name):
    assert refused(knock(None, form(url=SOURCE), path=f"/tb{name}")) == door.NO_ENTRY


def test_a_closed_page_says_so_in_xml(target):
    Target.objects.update(accepts=False)
    assert refused(knock(target, form(url=SOURCE))) == policy.CLOSED


def test_an_unlisted_page_and_a_closed_blog_take_nothing(target):
    Target.objects.update(listed=False)
    assert refused(knock(target, form(url=SOURCE))) == policy.CLOSED
    Target.objects.update(listed=True)
    Blog.objects.update(state=Blog.State.CLOSED)
    assert refused(knock(target, form(url=SOURCE))) == policy.CLOSED


def test_a_blocked_site_is_told_so(target):
    Block.objects.create(blog=target.blog, host="there.example.org")
    assert refused(knock(target, form(url=SOURCE))) == receive.BLOCKED


def test_a_database_that_cannot_be_written_asks_for_patience(target, monkeypatch):
    def full(**_):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(receive, "arrive", full)
    response = knock(target, form(url=SOURCE))
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "120"
    assert response.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert b"<error>1</error>" in response.content


@pytest.mark.parametrize("method", ["get", "head"])
def test_tb_1_a_reader_is_led_to_make_trackback_and_nothing_is_written(client, target, method):
    response = getattr(client, method)(f"/tb/{target.pk}?url={SOURCE}")
    assert response.status_code == 302
    assert response.headers["Location"] == target.make_trackback_url
    assert not Received.objects.exists()


def test_a_page_that_left_the_public_is_not_found(client, target):
    Target.objects.update(listed=False)
    assert client.get(f"/tb/{target.pk}").status_code == 404
    assert client.get("/tb/999999").status_code == 404


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options"])
def test_other_methods_are_not_for_this_door(client, target, method):
    assert getattr(client, method)(f"/tb/{target.pk}").status_code == 405


def test_a_login_makes_no_difference(signed_in, target):
    response = signed_in.post(f"/tb/{target.pk}", form(url=SOURCE), content_type=FORM)
    assert reply(response) == YES
    assert not response.cookies


def test_a_ping_in_the_name_of_an_entry_of_ours_waits(target, source):
    assert reply(knock(target, form(url=source.address))) == YES
    row = Received.objects.get()
    assert (row.source, row.state, row.by_author) == (source, Received.State.ARRIVED, False)


def test_the_wall_holds_at_the_door(target, adult_blog):
    adult = Target.objects.create(blog=adult_blog, path="dark/", title="Dark")
    assert "Sections do not mix" in refused(knock(target, form(url=adult.address)))
    assert not Received.objects.exists()


def test_no_host_is_a_way_to_an_entry_of_a_section_that_is_off(adult_blog, settings):
    night = Target.objects.create(blog=adult_blog, path="dark/", title="Dark")
    settings.ADULT_SECTION = False
    assert refused(knock(night, form(url=SOURCE), host="127.0.0.1:8000"))
    assert not Received.objects.exists()


@pytest.mark.parametrize(
    "host",
    [
        "adult.localhost:08000",
        "adult.localhost:0008000",
        "ADULT.LocalHost:8000",
        "adult.localhost.:8000",
        "ａdult.localhost:8000",
        "adult。localhost:8000",
        "adult.localhost。:8000",
        "adult.local\u00adhost:8000",
        "x@adult.localhost:8000",
        "x:y@adult.localhost:8000",
        "%61dult.localhost:8000",
        "adult%2elocalhost:8000",
        "127.0.0.1:8000",
        "127.0.0.1:08000",
        "１27.0.0.1:8000",
        "0x7f000001:8000",
        "127.1:8000",
        "2130706433:8000",
        "[::1]:8000",
        "[0:0::1]:8000",
        "[::ffff:127.0.0.1]:8000",
    ],
)
def test_no_spelling_of_our_own_host_is_a_way_around_the_wall(target, adult_blog, settings, host):
    settings.OUTBOUND_ALLOW = parse_allow("127.0.0.0/8,::1/128")
    adult = Target.objects.create(blog=adult_blog, path="dark/", title="Dark")
    assert refused(knock(target, form(url=f"http://{host}/night/dark/")))
    assert refused(knock(target, form(url=f"http://{host}/tb/{adult.pk}")))
    assert not Received.objects.exists()


@pytest.mark.parametrize(
    "host", ["adult.example.net:0080", "adult.example.net:0443", "adult.example.net:", "ａdult.example.net"]
)
def test_the_wall_holds_for_every_way_to_write_a_public_host(target, adult_blog, settings, host):
    Target.objects.create(blog=adult_blog, path="dark/", title="Dark")
    settings.GENERAL_HOST, settings.ADULT_HOST = "general.example.net", "adult.example.net"
    sentence = refused(knock(target, form(url=f"http://{host}/night/dark/"), host="general.example.net"))
    assert "Sections do not mix" in sentence


@pytest.mark.parametrize("host", ["localhost:08000", "localhost.:8000", "127.0.0.1:8000", "[::1]:8000"])
def test_a_ping_names_a_page_of_ours_however_its_host_is_spelled(target, source, host):
    assert reply(knock(target, form(url=f"http://{host}/dogs/bones/"))) == YES
    assert Received.objects.get().source == source


def test_a_trackback_url_leads_on_in_its_own_section_alone(client, adult_client, target, adult_blog):
    adult = Target.objects.create(blog=adult_blog, path="dark/", title="Dark")
    assert client.get(f"/tb/{adult.pk}").status_code == 404
    assert adult_client.get(f"/tb/{target.pk}").status_code == 404
    assert adult_client.get(f"/tb/{adult.pk}").headers["Location"] == adult.make_trackback_url


@pytest.mark.parametrize("path", ["%2500/x/", "cats/%2500/", "%2500", "tb/1%2500"])
def test_no_page_of_ours_has_a_nul_in_its_address(target, path):
    assert refused(knock(target, f"url=http://localhost:8000/{path}".encode())) == receive.NO_SOURCE_HERE
    assert not Received.objects.exists()


def test_an_entry_that_moved_says_so_at_its_old_trackback_url(client, target, account):
    move.go(blog=target.blog, to=Section.ADULT, by=account)
    assert refused(knock(target, form(url=SOURCE))) == places.MOVED
    target.blog.refresh_from_db()
    response = client.get(f"/tb/{target.pk}")
    assert (response.status_code, response.headers["Location"]) == (302, target.make_trackback_url)
    assert knock(target, form(url=SOURCE), host=settings.ADULT_HOST).content.startswith(YES)
    Target.objects.update(listed=False)
    assert refused(knock(target, form(url=SOURCE))) == door.OTHER_SECTION
    assert client.get(f"/tb/{target.pk}").status_code == 404


def test_a_marked_site_is_refused_in_words(target):
    MarkedHost.objects.create(host="example.org")
    assert refused(knock(target, form(url=SOURCE))) == wall.MARKED_ADULT
    assert not Received.objects.exists()
