"""The guard: which addresses a stranger's URL may lead us to."""

import ipaddress

import pytest

from buttobi.outbound import guard
from buttobi.outbound.errors import Forbidden

LOCAL = guard.parse_allow("127.0.0.0/8")

DISGUISED = [
    "http://127.0.0.1/",
    "http://127.0.0.1./",
    "http://127.1/",
    "http://127.0.1/",
    "http://0/",
    "http://0.0.0.0/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0177.0.0.1/",
    "http://017700000001/",
    "http://127.0.0.01/",
    "http://１２７.０.０.１/",
    "http://①②⑦.⓪.⓪.①/",
    "http://127。0。0。1/",
    "http://127.0.0｡1/",
    "http://[::1]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b:1::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[2001::1]/",
    "http://[2001:db8::1]/",
    "http://[3fff::1]/",
    "http://[fe80::1]/",
    "http://[fe80::1%25eth0]/",
    "http://[fc00::1]/",
    "http://[fec0::1]/",
    "http://[ff02::1]/",
    "http://[5f00::1]/",
    "http://localhost/",
    "http://LOCALHOST/",
    "http://localhost./",
    "http://ｌｏｃａｌｈｏｓｔ/",
    "http://blog.localhost/",
    "http://10.0.0.1/",
    "http://100.64.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://172.16.0.1/",
    "http://192.0.0.8/",
    "http://192.0.2.1/",
    "http://192.88.99.1/",
    "http://192.168.1.1/",
    "http://198.18.0.1/",
    "http://198.51.100.1/",
    "http://203.0.113.1/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
]

MALFORMED = [
    "",
    "example.com/1",
    "//example.com/1",
    "ftp://example.com/1",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "http:///1",
    "http://?x",
    "http://me@blog.example.com/",
    "http://me:secret@blog.example.com/",
    "http://blog.example.com@127.0.0.1/",
    "http://blog.example.com\\@127.0.0.1/",
    "http://blog.example.com\\1",
    "http://blog.example.com/a b",
    "http://blog.example.com/\u3000",
    "http://blog\x00.example.com/",
    "http://blog.example.com/\r\nHost: other.example.com",
    "http://blog.example.com/\ud800",
    "http://blog%2eexample.com/",
    "http://127.0.0.1%2f.example.com/",
    "http://blog％2eexample.com/",
    "http://blog.example.com../",
    "http://blog..example.com/",
    "http://.example.com/",
    "http://./",
    "http://blog.example.com:99999/",
    "http://blog.example.com:0/",
    "http://blog.example.com:８０/",
    "http://blog.example.com:-1/",
    "http://blog.example.com:80:80/",
    "http://[::1/",
    "http://::1/",
    "http://[blog.example.com]/",
    "http://1.2.3.4.5/",
    "http://256.1.1.1/",
    "http://blog.0x/",
    "http://blog.123/",
    "http://intranet/",
    "http://" + "a" * 64 + ".example.com/",
    "http://" + "a." * 126 + "example.com/",
    "http://blog.example.com/" + "x" * 2048,
    "http://\u2488example.com/",
]

ORDINARY = [
    ("http://blog.example.com", "http://blog.example.com/"),
    ("HTTPS://Blog.Example.COM/Entry", "https://blog.example.com/Entry"),
    ("http://blog.example.com./", "http://blog.example.com/"),
    ("http://blog.example.com:/1", "http://blog.example.com/1"),
    ("http://blog.example.com:80/1", "http://blog.example.com/1"),
    ("https://blog.example.com:8443/1", "https://blog.example.com:8443/1"),
    ("http://blog.example.com?p=1", "http://blog.example.com/?p=1"),
    ("http://blog.example.com/%7e%E3%81%82%e3#c1", "http://blog.example.com/%7e%E3%81%82%e3"),
    ("http://blog.example.com/a/../b//c;d?e=f&g=%", "http://blog.example.com/a/../b//c;d?e=f&g=%"),
    ("http://日本語.jp/日記?q=犬", "http://xn--wgv71a119e.jp/%E6%97%A5%E8%A8%98?q=%E7%8A%AC"),
    ("http://my_blog.example.com/", "http://my_blog.example.com/"),
    ("http://-blog-.example.com/", "http://-blog-.example.com/"),
    ("http://8.8.8.8/", "http://8.8.8.8/"),
    ("http://[2606:4700::1111]:8080/", "http://[2606:4700::1111]:8080/"),
    ("http://123.example.com/", "http://123.example.com/"),
]


@pytest.mark.parametrize("url", DISGUISED)
def test_no_disguise_leads_into_a_private_network(url):
    for judge in (guard.at_door, guard.as_typed, guard.at_dial):
        with pytest.raises(Forbidden):
            judge(url, ())


@pytest.mark.parametrize("url", MALFORMED)
def test_an_address_of_the_wrong_form_is_refused_at_the_door(url):
    with pytest.raises(Forbidden) as refusal:
        guard.at_door(url, ())
    assert refusal.value.code == "forbidden"
    assert str(refusal.value).endswith(".")
    assert str(refusal.value).isascii()


@pytest.mark.parametrize(("url", "asked_for"), ORDINARY)
def test_an_ordinary_address_is_asked_for_byte_by_byte(url, asked_for):
    guard.at_door(url, ())
    guard.as_typed(url, ())
    assert guard.at_dial(url, ()).url == asked_for


@pytest.mark.parametrize(
    "url",
    [
        "http://printer.local/",
        "http://db.internal/",
        "http://nas.home.arpa/",
        "http://site.onion/",
        "http://blog.test/",
        "http://blog.example/",
        "http://blog.invalid/",
        "http://1.0.0.127.in-addr.arpa/",
        "http://metadata.goog/",
        "http://metadata.google.internal./",
        "http://blog.example.com:22/",
        "http://blog.example.com:8000/",
        "http://8.8.8.8:25/",
    ],
)
def test_reserved_names_and_odd_ports_pass_the_door_and_are_never_dialled(url):
    guard.at_door(url, ())
    for judge in (guard.as_typed, guard.at_dial):
        with pytest.raises(Forbidden, match="cannot be read from here"):
            judge(url, ())


def test_what_the_operator_opened_may_be_named_and_dialled_on_any_port():
    for url in ("http://127.0.0.1:8000/tb/1", "http://localhost:8000/", "http://adult.localhost:8000/"):
        guard.at_door(url, LOCAL)
        guard.as_typed(url, LOCAL)
        assert guard.at_dial(url, LOCAL).literal == guard.LOOPBACK


def test_localhost_keeps_its_name_for_the_server_to_see():
    place = guard.at_dial("http://adult.localhost:8000/x", LOCAL)
    assert place.url == "http://adult.localhost:8000/x"


@pytest.mark.parametrize("url", ["http://10.0.0.1/", "http://[::1]/", "http://127.1/", "http://8.8.8.8:8000/"])
def test_opening_one_network_opens_no_other_and_no_disguise(url):
    with pytest.raises(Forbidden):
        guard.as_typed(url, LOCAL)


def test_a_name_that_only_an_open_network_may_carry_is_judged_by_its_addresses():
    inside, public, private = (ipaddress.ip_address(text) for text in ("127.0.0.5", "8.8.8.8", "10.0.0.1"))
    for url in ("http://db:9000/", "http://blog.internal/", "http://blog.example.com:9000/"):
        place = guard.at_dial(url, LOCAL)
        guard.check_answers(place, [inside], LOCAL, ())
        for answers in ([public], [inside, public], [private]):
            with pytest.raises(Forbidden):
                guard.check_answers(place, answers, LOCAL, ())


def test_one_private_answer_among_public_ones_refuses_the_host():
    place = guard.at_dial("http://blog.example.com/", ())
    public, private = ipaddress.ip_address("8.8.8.8"), ipaddress.ip_address("10.0.0.1")
    guard.check_answers(place, [public], (), ())
    with pytest.raises(Forbidden):
        guard.check_answers(place, [public, private], (), ())


def test_this_service_is_never_visited_over_the_network():
    with pytest.raises(Forbidden):
        guard.at_dial("http://blogs.example.com/1", (), {"blogs.example.com"})


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("1.1.1.1", True),
        ("100.63.255.255", True),
        ("100.128.0.0", True),
        ("172.32.0.0", True),
        ("2606:4700::1111", True),
        ("2001:200::1", True),
        ("2001:1ff:ffff::", False),
        ("1fff::", False),
        ("4000::", False),
        ("::ffff:8.8.8.8", False),
        ("64:ff9b::808:808", False),
    ],
)
def test_the_edges_of_the_tables(address, public):
    assert guard.is_public(ipaddress.ip_address(address)) is public


def test_the_setting_is_a_list_of_networks():
    networks = guard.parse_allow(" 127.0.0.0/8, 10.1.2.3 ,fd00::/8,")
    assert [str(network) for network in networks] == ["127.0.0.0/8", "10.1.2.3/32", "fd00::/8"]
    assert guard.parse_allow("") == ()


def test_a_mistake_in_the_setting_is_named():
    with pytest.raises(ValueError, match=r"'localhost' is none\."):
        guard.parse_allow("127.0.0.0/8,localhost")
