"""Addresses repaired, resolved and compared."""

import pytest

from linkback import addresses
from linkback.errors import RemoteProtocolError


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("http//there.example/1", "http://there.example/1"),
        ("http;//there.example/1", "http://there.example/1"),
        ("https//there.example/1", "https://there.example/1"),
        ("ttp://there.example/1", "http://there.example/1"),
        ("//there.example/1", "http://there.example/1"),
        ("there.example/1?p=2#c", "http://there.example/1?p=2#c"),
        ("there.example:8080/1", "http://there.example:8080/1"),
        ("　http://there.example/1\r\n", "http://there.example/1"),
    ],
)
def test_a_slip_of_the_finger_is_repaired(sent, meant):
    assert addresses.repair(sent) == meant


@pytest.mark.parametrize(
    "url",
    [
        "http://there.example/%A4%A2",
        "http://there.example/%e3%81%82",
        "http://there.example/~user/%7Euser",
        "http://there.example/?20040101",
        "http://there.example/#p01",
        "http://there.example/日記",
        "HTTP://There.Example:8080/",
    ],
)
def test_a_good_address_is_not_touched(url):
    assert addresses.repair(url) == url
    assert addresses.absolute(url) == url


@pytest.mark.parametrize(
    "sent",
    [
        "",
        " \t",
        "javascript:alert(1)",
        "data:text/html,x",
        "mailto:a@there.example",
        "ftp://there.example/",
        "http:///1",
        "http://",
        "http://a b/",
        "http://there.example/a b",
        'http://there.example/"onclick="x',
        "http://there.example/'x",
        "http://there.example/<script>",
        "http://there.example/\\x",
        "http://there.example/\x00",
        "http://there.example/\u202egnp.exe",
        "http://there.example/\ufffd",
        "http://user:password@there.example/",
        "http://there.example:99999/",
        "http://there.example:x/",
        "http://there.example:８０/",
        "http://[1::2::3]/",
        "http://%31%32%37.0.0.1/",
        "just words",
        "word",
        "http://there.example/" + "x" * 2048,
    ],
)
def test_what_is_no_address_of_a_page_is_refused_in_a_sentence_of_ascii(sent):
    with pytest.raises(RemoteProtocolError) as refusal:
        addresses.repair(sent)
    assert str(refusal.value).isascii()
    assert str(refusal.value).startswith("the url ")


def test_nothing_is_repaired_where_the_protocol_wants_an_absolute_address():
    with pytest.raises(RemoteProtocolError):
        addresses.absolute("there.example/1")
    assert addresses.absolute("http://there.example/it's") == "http://there.example/it's"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://there.example/1", "https://there.example/1"),
        ("http://THERE.example/1", "http://there.example/1"),
        ("http://there.example:80/1", "https://there.example:443/1"),
        ("http://there.example", "http://there.example/"),
        ("http://there.example/%7euser", "http://there.example/~user"),
        ("http://there.example/%e3%81%82", "http://there.example/あ"),
        ("http://日本語.example/", "http://xn--wgv71a119e.example/"),
        ("http://there.example./1", "http://there.example/1"),
        ("http://there.example/a/../1", "http://there.example/1"),
        ("http://there.example/a/%2e%2E/1", "http://there.example/1"),
        ("http://there.example/1#", "http://there.example/1"),
        ("http://there.example:0080/1", "http://there.example/1"),
        ("http://there.example:0008080/1", "http://there.example:8080/1"),
        ("http://ｔhere。example/1", "http://there.example/1"),
        ("http://[2001:DB8:0:0::1]/1", "http://[2001:db8::1]/1"),
    ],
)
def test_spellings_of_one_address_have_one_key(one, other):
    assert addresses.key(one) == addresses.key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://there.example/1", "http://there.example/12"),
        ("http://there.example/1", "http://there.example/1/"),
        ("http://there.example/a", "http://there.example/A"),
        ("http://there.example/#p01", "http://there.example/#p02"),
        ("http://there.example/?a=1", "http://there.example/?a=2"),
        ("http://there.example:8080/", "http://there.example/"),
        ("http://there.example/a%2Fb", "http://there.example/a/b"),
        ("http://there.example.evil.example/", "http://there.example/"),
    ],
)
def test_different_addresses_have_different_keys(one, other):
    assert addresses.key(one) != addresses.key(other)


@pytest.mark.parametrize(
    "spelling",
    ["http://www.there.example/a/1", "https://there.example:443/a/1/", "https://there.example/a/1?",
     "//there.example/a/1", "https://there.example//a///1", "https://there.example/a/1#p", "https://there.example/b/../%61/1/?#"],
)  # fmt: skip
def test_one_page_is_one_however_it_is_spelled(spelling):
    assert addresses.page(spelling) == addresses.page("https://there.example/a/1")


@pytest.mark.parametrize(
    "other",
    ["https://there.example/a/1?p=12", "https://there.example/A/1", "https://there.example/a", "https://a.there.example/a/1"],
)  # fmt: skip
def test_another_path_or_query_is_another_page(other):
    assert addresses.page(other) != addresses.page("https://there.example/a/1")


def test_of_the_query_the_page_itself_may_say_that_it_is_nothing():
    bare = addresses.page("https://there.example/1")
    assert addresses.page("https://there.example/1?v=3", canonical="https://www.there.example/1/") == bare
    named = addresses.page("https://there.example/?p=1", canonical="https://there.example/?p=12")
    assert named == addresses.page("https://there.example/?p=12")
    # What it says of another place is not believed: many a template names the front page on every page.
    for canonical in ("https://there.example/", "https://other.example/1", "no address", ""):
        assert addresses.page("https://there.example/1?v=3", canonical=canonical) != bare
    assert addresses.page("no address") == "no address"


@pytest.mark.parametrize(
    ("url", "steps"),
    [
        ("https://there.example/bob/n1?a=/b", ["bob", "n1"]),
        ("https://there.example//%62ob;x=1/;y/n%2f1", ["bob", "n", "1"]),
        ("https://there.example/x/../bob/./n1", ["bob", "n1"]),
        ("https://there.example/x/%2e%2e/bob", ["bob"]),
        ("https://there.example/x%2F..%2Fbob", ["bob"]),
        ("https://there.example/..;/bob", ["bob"]),
        ("https://there.example", []),
        ("no address", []),
    ],
)
def test_the_names_on_a_path_have_no_disguise(url, steps):
    assert addresses.steps(url) == steps


def test_the_loose_key_is_blind_for_a_final_slash_and_nothing_else():
    assert addresses.loose_key("http://there.example/1/?a#b") == addresses.loose_key("https://there.example/1?a#b")
    assert addresses.loose_key("http://there.example/") == addresses.loose_key("http://there.example")
    assert addresses.loose_key("http://there.example/1/2") != addresses.loose_key("http://there.example/1")
    assert addresses.loose_key("no address") == "no address"


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("http://There.Example./1", "there.example"),
        ("https://there.example:00443/", "there.example"),
        ("http://there.example:/", "there.example"),
        ("http://there.example:08080", "there.example:8080"),
        ("http://日本語.example:81/", "xn--wgv71a119e.example:81"),
        ("http://[0:0::1]:8000/", "[::1]:8000"),
        ("http://somebody@there.example/", ""),
        ("http:///1", ""),
        ("no address", ""),
    ],
)
def test_a_server_is_its_host_and_the_port_that_is_not_the_usual_one(url, server):
    assert addresses.server(url) == server


def test_a_key_of_what_is_no_address_is_the_text_itself():
    assert addresses.key("no address") == "no address"
    assert addresses.key("http://[bad/") == "http://[bad/"


def test_a_fragment_is_a_place_on_the_same_page():
    assert addresses.same_page("http://there.example/1#p01", "https://there.example/1#p02")
    assert not addresses.same_page("http://there.example/1", "http://there.example/2")


@pytest.mark.parametrize(
    ("href", "leads_to"),
    [
        ("", "http://there.example/d/e?q=1"),
        ("x", "http://there.example/d/x"),
        ("?q", "http://there.example/d/e?q"),
        ("#f", "http://there.example/d/e?q=1#f"),
        ("/a/../b", "http://there.example/b"),
        ("//other.example/x", "http://other.example/x"),
        (" http://other.example:8080/%7e?a=b;c#d\n", "http://other.example:8080/%7e?a=b;c#d"),
        ("ht\ntp://other.example/", "http://other.example/"),
        ("mailto:a@there.example", None),
        ("javascript:alert(1)", None),
        ("http://[bad/", None),
        ("http://user@other.example/", None),
        ("http://a b/", None),
        ("x" * 2049, None),
    ],
)
def test_a_reference_is_resolved_against_its_page(href, leads_to):
    assert addresses.resolve("http://there.example/d/e?q=1#frag", href) == leads_to


@pytest.mark.parametrize(
    ("url", "is_web"),
    [
        ("https://there.example/1", True),
        ("HTTP://there.example", True),
        ("javascript:alert(1)", False),
        ("javascript://there.example/%0aalert(1)", False),
        ("data:text/html,x", False),
        ("ftp://there.example/", False),
        ("//there.example/", False),
        (" https://there.example/", False),
        ("https:///x", False),
        ("http://[::1", False),
        ("", False),
    ],
)
def test_a_browser_is_sent_to_the_web_alone(url, is_web):
    assert addresses.is_web(url) is is_web


def test_the_host_is_told_in_ascii():
    assert addresses.host("http://日本語.Example:8080/x") == "xn--wgv71a119e.example"
    assert addresses.host("http://my_blog.example/") == "my_blog.example"
    assert addresses.host("http://[::1]:8000/") == "[::1]"
    assert addresses.host("words") == ""
    assert addresses.host("http://" + "日" * 300 + "/") == ""
