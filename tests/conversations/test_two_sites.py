"""Two services trackback each other over the network, as any blog on any site does."""

import html
import re
import urllib.request

from tests.conversations.people import Desk, publish, wait_for

LOOPBACK = {"OUTBOUND_ALLOW": "127.0.0.0/8"}


def read(url):
    with urllib.request.urlopen(url, timeout=30) as page:
        return html.unescape(page.read().decode())


def test_a_trackback_goes_there_is_shown_and_one_comes_back(start):
    here, there = start("here", **LOOPBACK), start("there", **LOOPBACK)
    theirs, ping_there = publish(there, "there", "しっぽの話")
    ours, ping_here = publish(here, "here", "Tails, an answer", ping_there, body="Cats & dogs.")

    me, them = Desk(here, "here"), Desk(there, "there")
    wait_for(lambda: ">accepted<" in me.read("/-/sent/"), "accepted there")
    wait_for(lambda: "its page has no link to this entry" in them.read("/-/inbox/"), "examined there")
    inbox = html.unescape(them.read("/-/inbox/"))
    assert "Tails, an answer" in inbox
    assert "The here blog" in inbox
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


def test_an_entry_that_links_is_told_by_webmention_and_taken_back_with_its_link(start):
    here, there = start("here", **LOOPBACK), start("there", **LOOPBACK)
    theirs, _ = publish(there, "there", "しっぽの話")
    ours, _ = publish(here, "here", "Tails, an answer", body=f"I read [this]({theirs}).")

    me = Desk(here, "here")
    wait_for(lambda: "Tails, an answer" in read(theirs), "listed there without anybody's act")
    page = read(theirs)
    assert ours in page
    assert "links to this entry" in page
    sent = me.read("/-/blogs/here/sent/")
    assert ">accepted<" in sent
    assert "Webmention" in sent
    status = re.search(r'href="([^"]+/tb/status/[^"]+)"', sent)
    assert status
    assert "shown" in read(html.unescape(status[1]))
    assert here.command("discover", theirs).stdout.splitlines()[0].startswith("webmention: ")

    entry = re.search(r"/-/entries/(\d+)/", me.read("/-/blogs/here/entries/"))
    assert entry
    text = {"title": "Tails, an answer", "body": "I read nothing.", "audience": "everyone", "tells_links": "on"}
    me.send(entry[0], blog="here", entry=entry[1], act="submit", **text)
    wait_for(lambda: "Tails, an answer" not in read(theirs), "taken off there", seconds=120)
    wait_for(lambda: ">withdrawn<" in me.read("/-/sent/"), "withdrawn here")


def test_without_permission_the_same_sending_is_refused_and_says_why(start):
    here, there = start("here"), start("there")
    _, ping_there = publish(there, "there", "Tails")
    refused = here.command("publish", "here", "--title", "T", "--trackback", ping_there, stdin="x", check=False)
    assert refused.returncode == 2
    assert "cannot be read from here" in refused.stderr
    assert "entry:" not in refused.stdout
