"""Visits to a small pretend internet, most of it hostile."""

import asyncio
import gzip
import socket
import ssl
import time
import tracemalloc

import pytest
import trustme

from buttobi.outbound import guard, wire
from buttobi.outbound.client import Client
from buttobi.outbound.errors import (
    BadCertificate,
    BadRedirect,
    BrokenAnswer,
    Forbidden,
    LeadsHere,
    NameNotFound,
    OtherPeoplesProblem,
    RefusedConnection,
    TooLarge,
    TooSlow,
)
from tests import strangers

LOCAL = guard.parse_allow("127.0.0.1/32")


def get(url, *, allow=LOCAL, deadline=5.0, **settings):
    async def visit():
        async with Client(allow=allow, deadline=deadline, **settings) as client:
            return await client.get(url)

    return asyncio.run(visit())


def post(url, *, body=b"url=x", allow=LOCAL, deadline=5.0, **settings):
    async def visit():
        async with Client(allow=allow, deadline=deadline, **settings) as client:
            return await client.post(url, body=body, content_type="application/x-www-form-urlencoded; charset=utf-8")

    return asyncio.run(visit())


@pytest.fixture
def sockets(monkeypatch):
    """Every address that a socket was made for."""
    made: list[str] = []

    class Counted(wire.MeteredSocket):
        def connect(self, address):
            made.append(address[0])
            return super().connect(address)

    monkeypatch.setattr(wire, "MeteredSocket", Counted)
    return made


def test_a_page_comes_back_as_it_is():
    with strangers.serve(strangers.page("<p>犬", headers=["Link: </tb>; rel=trackback", "X-Name: caf\xe9"])) as server:
        answer = get(server.at("/1"))
    assert (answer.url, answer.status, answer.body, answer.truncated) == (server.at("/1"), 200, "<p>犬".encode(), False)
    assert answer.header("link") == "</tb>; rel=trackback"
    assert answer.header("x-name") == "café"


def test_a_404_is_an_answer_too():
    with strangers.serve(strangers.page("gone", status=404)) as server:
        assert get(server.url).status == 404


def test_the_request_says_who_we_are_and_nothing_else():
    with strangers.serve(strangers.page("")) as server:
        get(server.url, contact="https://blogs.example.com/about")
    (asked,) = server.asked
    assert asked.headers["user-agent"].startswith("Buttobi/")
    assert set(asked.headers) == {"user-agent", "host", "accept", "accept-encoding", "connection"}
    assert asked.headers["accept-encoding"] == "identity"
    assert asked.headers["connection"] == "close"


def test_the_contact_page_stands_in_the_name_we_give():
    with strangers.serve(strangers.page("")) as server:
        get(server.url, contact="https://blogs.example.com/about")
    assert server.asked[0].headers["user-agent"].endswith(" (+https://blogs.example.com/about)")


def test_addresses_of_others_are_asked_for_byte_by_byte():
    target = "/%7e%e3~/../a//b;c?d=%2F&e='(f)'&g=%"
    with strangers.serve(strangers.page("")) as server:
        get(server.at(target + "#part"))
    assert server.asked[0].target == target


def test_neither_cookies_nor_proxies_nor_passwords_of_the_machine_are_used(monkeypatch, tmp_path):
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password secret")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9/")
    pages = {"/": strangers.says(strangers.answer(b"", status=302, headers=["Location: /2", "Set-Cookie: a=b"]))}
    with strangers.serve(strangers.site({**pages, "/2": strangers.page("here")})) as server:
        assert get(server.url).body == b"here"
    assert not {"cookie", "authorization", "referer"} & set(server.asked[1].headers)


def test_pictures_are_not_read():
    raw = strangers.answer(b"\x89PNG", content_type="image/png", headers=["Link: </wm>; rel=webmention"])
    with strangers.serve(strangers.says(raw)) as server:
        answer = get(server.url)
    assert (answer.status, answer.body, answer.truncated) == (200, b"", True)
    assert answer.header("link")


@pytest.mark.parametrize(
    "path",
    [
        "http://127.0.0.1:{}/",
        "http://localhost:{}/",
        "http://127.1:{}/",
        "http://2130706433:{}/",
        "http://0x7f000001:{}/",
        "http://0177.0.0.1:{}/",
        "http://１２７.０.０.１:{}/",
        "http://0.0.0.0:{}/",
        "http://[::1]:{}/",
        "http://[::ffff:127.0.0.1]:{}/",
        "http://blog.example.com:{}/",
        "http://me@blog.example.com:{}/",
    ],
)
def test_a_forbidden_address_is_refused_before_any_connection(path, sockets):
    names = strangers.Names({"blog.example.com": ["127.0.0.1"]})
    with strangers.serve(strangers.page("secret")) as server:
        with pytest.raises(Forbidden):
            get(path.format(server.port), allow=(), resolver=names)
        assert server.connections == 0
    assert sockets == []


@pytest.mark.parametrize(
    "answers",
    [
        ["127.0.0.1"],
        ["8.8.8.8", "10.0.0.1"],
        ["::ffff:8.8.8.8"],
        ["fe80::1%eth0"],
        ["64:ff9b::7f00:1"],
        ["169.254.169.254"],
    ],
)
def test_a_public_name_of_a_private_address_is_refused_before_any_connection(answers, sockets):
    names = strangers.Names({"blog.example.com": answers})
    with pytest.raises(Forbidden):
        get("http://blog.example.com/", allow=(), resolver=names)
    assert names.asked == ["blog.example.com"]
    assert sockets == []


def test_reserved_names_are_not_even_looked_up():
    names = strangers.Names({})
    with pytest.raises(Forbidden):
        get("http://db.internal/", allow=(), resolver=names)
    assert names.asked == []


def test_a_name_that_changes_its_mind_is_looked_up_once_and_held_to_its_word(sockets):
    rebinding = strangers.Rebinding([["127.0.0.1"], ["127.0.0.2"]])
    with strangers.serve(strangers.page("first")) as server:
        assert get(server.at("/", host="blog.example.com"), resolver=rebinding).body == b"first"
    assert rebinding.asked == ["blog.example.com"]
    assert sockets == ["127.0.0.1"]
    assert server.asked[0].headers["host"] == f"blog.example.com:{server.port}"


def test_the_next_hop_is_looked_up_and_judged_anew(sockets):
    rebinding = strangers.Rebinding([["127.0.0.1"], ["10.0.0.1"]])
    with strangers.serve(strangers.redirect("/2")) as server, pytest.raises(Forbidden):
        get(server.at("/", host="blog.example.com"), resolver=rebinding)
    assert rebinding.asked == ["blog.example.com"] * 2
    assert sockets == ["127.0.0.1"]


def test_localhost_is_never_looked_up():
    names = strangers.Names({})
    with strangers.serve(strangers.page("here")) as server:
        assert get(server.at("/", host="adult.localhost"), resolver=names).body == b"here"
    assert names.asked == []
    assert server.asked[0].headers["host"] == f"adult.localhost:{server.port}"


def test_the_second_address_is_tried_and_no_third(sockets):
    allow = guard.parse_allow("127.0.0.0/8")
    with strangers.serve(strangers.page("here")) as server:
        url = server.at("/", host="blog.example.com")
        two = strangers.Names({"blog.example.com": ["127.0.0.2", "127.0.0.1"]})
        assert get(url, allow=allow, resolver=two).body == b"here"
        three = strangers.Names({"blog.example.com": ["127.0.0.2", "127.0.0.3", "127.0.0.1"]})
        with pytest.raises(RefusedConnection):
            get(url, allow=allow, resolver=three)
    assert sockets == ["127.0.0.2", "127.0.0.1", "127.0.0.2", "127.0.0.3"]


@pytest.mark.parametrize("answers", [[], ["no address"]])
def test_a_name_without_addresses_is_not_found(answers):
    with pytest.raises(NameNotFound):
        get("http://blog.example.com/", resolver=strangers.Names({"blog.example.com": answers}))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(status):
    pages = {"/": strangers.redirect("2?x=%7e", status=status), "/2?x=%7e": strangers.page("arrived")}
    with strangers.serve(strangers.site(pages)) as server:
        answer = get(server.url)
    assert (answer.url, answer.body) == (server.at("/2?x=%7e"), b"arrived")


def test_ten_redirects_are_followed_and_no_eleventh():
    with strangers.serve(strangers.redirect_chain(11)) as server:
        assert get(server.at("/1")).status == 200
        with pytest.raises(BadRedirect):
            get(server.at("/0"))


def test_a_redirect_loop_ends():
    with strangers.serve(strangers.redirect("/")) as server, pytest.raises(BadRedirect):
        get(server.url)
    assert server.connections == 11


@pytest.mark.parametrize(
    "location", ["http://10.0.0.1/", "http://127.1/", "http://[::ffff:127.0.0.1]/", "//0x7f000001/"]
)
def test_a_redirect_into_a_private_network_is_refused(location, sockets):
    with strangers.serve(strangers.redirect(location)) as server, pytest.raises(Forbidden):
        get(server.url)
    assert sockets == ["127.0.0.1"]


def test_a_redirect_to_what_is_ours_is_not_followed():
    pages = {"/": strangers.redirect("/2"), "/2": strangers.redirect("/ours"), "/ours": strangers.page("secret")}
    with strangers.serve(strangers.site(pages)) as server:
        with pytest.raises(LeadsHere):
            get(server.url, is_ours=lambda url: url.endswith("/ours"))
        assert [asked.target for asked in server.asked] == ["/", "/2"]
        with pytest.raises(LeadsHere):
            get(server.at("/ours"), is_ours=lambda url: url.endswith("/ours"))
        assert len(server.asked) == 2


@pytest.mark.parametrize("behaviour", [strangers.drip_body, strangers.drip_headers, strangers.never_answers])
def test_who_dawdles_is_left_on_time(behaviour):
    with strangers.serve(behaviour()) as server:
        begun = time.monotonic()
        with pytest.raises(TooSlow) as problem:
            get(server.url, deadline=0.3)
        spent = time.monotonic() - begun
    assert 0.25 < spent < 1.5
    assert not problem.value.ambiguous


def test_who_never_shakes_hands_is_left_on_time():
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(TooSlow) as problem:
        post(f"https://127.0.0.1:{silent.getsockname()[1]}/", deadline=0.3)
    assert not problem.value.ambiguous


def test_the_deadline_is_one_for_all_hops():
    async def slow_redirect(asked, writer):
        await asyncio.sleep(0.2)
        writer.write(strangers.answer(b"", status=302, headers=["Location: /again"]))

    with strangers.serve(slow_redirect) as server, pytest.raises(TooSlow):
        get(server.url, deadline=0.5)
    assert server.connections <= 3


def test_a_resolver_that_hangs_ends_at_the_deadline():
    class Hanging:
        async def addresses(self, host):
            await asyncio.sleep(60)
            return []

    with pytest.raises(TooSlow):
        get("http://blog.example.com/", resolver=Hanging(), deadline=0.1)


def test_a_flood_is_cut_at_the_budget_and_what_came_is_kept():
    with strangers.serve(strangers.flood()) as server:
        answer = get(server.url, budget=100_000)
    assert b"https://blog.example.com/1" in answer.body
    assert 90_000 < len(answer.body) <= 100_000
    assert answer.truncated


def test_a_bomb_is_unpacked_no_further_than_the_budget():
    with strangers.serve(strangers.gzip_bomb()) as server:
        tracemalloc.start()
        before = tracemalloc.get_traced_memory()[0]
        answer = get(server.url)
        peak = tracemalloc.get_traced_memory()[1] - before
        tracemalloc.stop()
    assert len(answer.body) == 1_000_000
    assert answer.truncated
    assert peak < 20_000_000


def test_gzip_that_nobody_asked_for_is_read():
    raw = strangers.answer(gzip.compress(b"hello"), headers=["Content-Encoding: gzip"])
    with strangers.serve(strangers.says(raw)) as server:
        assert get(server.url).body == b"hello"


@pytest.mark.parametrize("coding", ["br", "zstd"])
def test_brotli_and_zstandard_are_refused(coding):
    raw = strangers.answer(b"\x00" * 100, headers=[f"Content-Encoding: {coding}"])
    with strangers.serve(strangers.says(raw)) as server, pytest.raises(BrokenAnswer):
        get(server.url)


def test_a_huge_header_is_not_read():
    with strangers.serve(strangers.huge_header_line()) as server, pytest.raises(TooLarge):
        get(server.url)


def test_headers_count_against_the_budget():
    raw = strangers.answer(b"", headers=[f"X-{number}: {'x' * 10_000}" for number in range(50)])
    with strangers.serve(strangers.says(raw)) as server, pytest.raises(TooLarge):
        get(server.url, budget=100_000)


def test_who_closes_early_is_asked_once():
    with strangers.serve(strangers.closes_early()) as server, pytest.raises(BrokenAnswer):
        get(server.url)
    assert server.connections == 1


@pytest.mark.parametrize("raw", [b"\x00\x01\x02\r\n\r\n", b"220 mail.example.com ESMTP\r\n", b"HTTP/1.1 abc\r\n\r\n"])
def test_what_is_not_http_is_not_understood(raw):
    with strangers.serve(strangers.says(raw)) as server, pytest.raises(BrokenAnswer):
        get(server.url)


def test_half_a_page_is_kept():
    raw = strangers.answer(b"x" * 100)[:-50]
    with strangers.serve(strangers.says(raw)) as server:
        answer = get(server.url)
    assert (answer.body, answer.truncated) == (b"x" * 50, True)


def test_nobody_at_home_is_said_so():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(RefusedConnection) as problem:
        post(f"http://127.0.0.1:{port}/")
    assert not problem.value.ambiguous


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


def a_server_with_a_certificate(authority, name):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


def trusting(authority):
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


def test_a_certificate_for_the_name_is_accepted(authority):
    names = strangers.Names({"blog.example.com": ["127.0.0.1"]})
    with strangers.serve(
        strangers.page("safe"), tls=a_server_with_a_certificate(authority, "blog.example.com")
    ) as server:
        url = server.at("/", host="blog.example.com")
        assert get(url, resolver=names, tls=trusting(authority)).body == b"safe"


def test_a_certificate_for_another_name_is_refused_and_nothing_is_sent(authority):
    names = strangers.Names({"blog.example.com": ["127.0.0.1"]})
    with strangers.serve(strangers.page(""), tls=a_server_with_a_certificate(authority, "other.example.com")) as server:
        with pytest.raises(BadCertificate) as problem:
            post(server.at("/", host="blog.example.com"), resolver=names, tls=trusting(authority))
        assert server.asked == []
    assert not problem.value.ambiguous


def test_an_authority_that_nobody_knows_is_refused(authority):
    with strangers.serve(strangers.page(""), tls=a_server_with_a_certificate(authority, "localhost")) as server:
        with pytest.raises(BadCertificate):
            get(server.at("/", host="localhost"))
        assert server.asked == []


def test_a_flood_over_tls_is_cut_too(authority):
    with strangers.serve(strangers.flood(), tls=a_server_with_a_certificate(authority, "localhost")) as server:
        answer = get(server.at("/", host="localhost"), tls=trusting(authority), budget=100_000)
    assert 50_000 < len(answer.body) <= 100_000
    assert answer.truncated


def test_a_visit_that_ran_out_of_time_leaves_no_socket_open(authority, monkeypatch):
    made = []

    class Kept(wire.MeteredSocket):
        def connect(self, address):
            made.append(self)
            return super().connect(address)

    monkeypatch.setattr(wire, "MeteredSocket", Kept)
    with strangers.serve(strangers.drip_body(), tls=a_server_with_a_certificate(authority, "localhost")) as server:
        with pytest.raises(TooSlow):
            get(server.at("/", host="localhost"), tls=trusting(authority), deadline=0.3)
        assert [used.fileno() for used in made] == [-1]


def test_a_post_carries_exactly_its_body():
    with strangers.serve(strangers.page("<response/>")) as server:
        answer = post(server.at("/tb/1"), body="title=犬".encode())
    (asked,) = server.asked
    assert (asked.method, asked.target, asked.body) == ("POST", "/tb/1", "title=犬".encode())
    assert asked.headers["content-type"] == "application/x-www-form-urlencoded; charset=utf-8"
    assert answer.body == b"<response/>"


def test_an_answer_to_a_post_is_read_whatever_it_calls_itself():
    raw = strangers.answer(b"<error>0</error>", content_type="application/octet-stream")
    with strangers.serve(strangers.says(raw)) as server:
        assert post(server.url).body == b"<error>0</error>"


@pytest.mark.parametrize("location", ["/2", "http://10.0.0.1/", "javascript:x", "https://other.example.com/"])
def test_a_post_is_not_redirected(location):
    with strangers.serve(strangers.redirect(location)) as server:
        answer = post(server.url)
    assert (answer.status, answer.header("location")) == (302, location)
    assert server.connections == 1


def test_a_post_is_sent_once_more_to_the_same_address_over_https(authority):
    with strangers.serve(strangers.page("taken"), tls=a_server_with_a_certificate(authority, "localhost")) as secure:
        location = secure.at("/tb/1?x=%7e", host="localhost")
        with strangers.serve(strangers.redirect(location, status=301)) as plain:
            answer = post(plain.at("/tb/1?x=%7e", host="localhost"), body=b"url=1", tls=trusting(authority))
    assert (answer.url, answer.body) == (location, b"taken")
    assert [(asked.method, asked.body) for asked in secure.asked] == [("POST", b"url=1")]


@pytest.mark.parametrize("behaviour", [strangers.closes_early, strangers.never_answers, strangers.drip_headers])
def test_a_post_without_an_answer_may_have_arrived_and_is_sent_once(behaviour):
    with strangers.serve(behaviour()) as server:
        with pytest.raises(OtherPeoplesProblem) as problem:
            post(server.url, deadline=0.4)
        assert problem.value.ambiguous
        assert len(server.asked) == 1


def test_a_client_is_used_while_it_is_open():
    with pytest.raises(RuntimeError):
        asyncio.run(Client().get("http://blog.example.com/"))
