"""Whose a page elsewhere is."""

from typing import Any

import pytest

from buttobi.trackbacks import homes, receive
from buttobi.trackbacks.models import Received


@pytest.mark.parametrize(
    ("url", "home"),
    [
        ("https://www.example.com/a", "example.com"),
        ("http://diary.example.co.jp/", "example.co.jp"),
        # A name that many share: each has its own.
        ("https://alice.blogspot.com/2026/", "alice.blogspot.com"),
        ("https://www.ameblo.jp/Alice/entry-1.html", "ameblo.jp/alice"),
        ("https://note.com/bob", "note.com/bob"),
        ("https://note.com/", "note.com"),
        ("https://medium.com/@carol/x", "medium.com/@carol"),
        # However it is spelled.
        ("https://note.com/%62ob/n1?v=1", "note.com/bob"),
        ("https://note.com/x/../bob/n1", "note.com/bob"),
        ("https://note.com/x/%2e%2e/./BOB;v=1/n1", "note.com/bob"),
        ("https://NOTE.com.:443//bob#x", "note.com/bob"),
        ("https://m.note.com/Bob/n1", "note.com/bob"),
        ("https://team.example.com/a", "example.com"),
        ("https://team.blogspot.com/a", "team.blogspot.com"),
        ("https://www.note.com./bob/n1", "note.com/bob"),
        # Big hosts that give everybody a name, and are not among the public suffixes.
        ("https://noppblog.blog49.fc2.com/blog-entry-1.html", "noppblog.blog49.fc2.com"),
        ("http://Alice.blog.fc2.com/", "alice.blog.fc2.com"),
        ("https://fc2.com/alice", "fc2.com"),
        ("https://www.seesaa.net/", "seesaa.net"),
        ("https://notseesaa.net/", "notseesaa.net"),
        # A host of many is one only by its own name.
        ("https://other.note.com/bob/", "note.com"),
        # What nobody would dial has a name all the same.
        ("https://192.168.1.1/a", "192.168.1.1"),
        # What is no address stops no day.
        ("http://[::1", "http://[::1"),
        (f"https://note.com/{'x' * 400}/", "note.com/" + "x" * 291),
    ],
)
def test_blogs_elsewhere_are_told_apart(url, home):
    assert homes.of(url) == home


def test_an_operator_names_the_hosts_of_many(settings):
    settings.RANKING_MANY_BLOG_HOSTS = ["example.com"]
    assert homes.of("https://example.com/alice/1") == "example.com/alice"


def test_below_a_host_that_an_operator_names_each_is_a_blog(settings):
    settings.RANKING_MANY_BLOG_HOSTS = ["*.example.com"]
    assert homes.of("https://alice.example.com/alice/1") == "alice.example.com"
    assert homes.of("https://example.com/alice/1") == "example.com"


ADDRESSES = (
    *(f"https://{host}/{name}/1" for host in ("ameblo.jp", "note.com") for name in ("alice", "bob")),
    *(f"https://{name}.blog.fc2.com/1" for name in ("alice", "bob")),
    "https://www.note.com/Bob/2",
    "https://there.example/1",
    "https://blog.there.example/2",
)


@pytest.mark.django_db
def test_trackbacks_are_counted_by_those_blogs(make_entry: Any, django_assert_num_queries: Any) -> None:
    target = make_entry().target
    for url in ADDRESSES:
        receive.arrive(target=target, protocol="trackback", source_url=url)
    # An address that leads on is of where it leads.
    led = receive.arrive(target=target, protocol="trackback", source_url="https://short.example/1")
    Received.objects.filter(pk=led.pk).update(final_url="https://note.com/alice/9", final_pace="note.com")
    # What came before anybody looked whose pace it is under.
    Received.objects.filter(source_url="https://there.example/1").update(pace="")
    with django_assert_num_queries(1):
        assert homes.number(Received.objects.filter(target=target)) == 7
