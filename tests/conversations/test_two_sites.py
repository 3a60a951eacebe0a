"""Two services trackback each other over the network, as any blog on any site does."""

import html
import urllib.request

from tests.conversations.people import Desk, publish, wait_for

LOOPBACK = {"OUTBOUND_ALLOW": "127.0.0.0/8"}


def read(url):
    with urllib.request.urlopen(url, timeout=30) as page:  # noqa: S310 - our own, on loopback
        return html.unescape(page.read().decode())


def test_a_trackback_goes_there_is_shown_and_one_comes_back(start):
    here, there = start("here", **LOOPBACK), start("there", **LOOPBACK)
    theirs, ping_there = publish(there, "there", "しっぽの話")
    ours, ping_here = publish(here, "here", "Tails, an answer", ping_there, body="Cats & dogs.")

    me, them = Desk(here, "here"), Desk(there, "there")
    wait_for(lambda: ">accepted<" in me.read("/-/sent/"), "accepted there")
    inbox = html.unescape(them.read("/-/inbox/"))
    assert "Tails, an answer" in inbox
    assert "The here blog" in inbox
    assert "not verified yet" in inbox
    assert "Tails, an answer" not in read(theirs)

    key = inbox.split('name="show" value="')[1].split('"')[0]
    them.send("/-/inbox/", show=key)
    page = read(theirs)
    assert "Tails, an answer" in page
    assert ours in page

    # The way back, by the address of the entry itself: its Trackback URL is found on its page.
    publish(there, "there", "尾の返事", ours, body="ありがとう。")
    wait_for(lambda: "尾の返事" in html.unescape(me.read("/-/inbox/")), "their answer in our inbox")
    assert ping_here in html.unescape(them.read("/-/sent/")) or ">accepted<" in them.read("/-/sent/")


def test_without_permission_the_same_sending_is_refused_and_says_why(start):
    here, there = start("here"), start("there")
    _, ping_there = publish(there, "there", "Tails")
    refused = here.command("publish", "here", "--title", "T", "--trackback", ping_there, stdin="x", check=False)
    assert refused.returncode == 2
    assert "cannot be read from here" in refused.stderr
    assert "entry:" not in refused.stdout
