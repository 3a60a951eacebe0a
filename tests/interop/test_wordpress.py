"""A real WordPress and a Buttobi trackback and pingback each other, and no character is lost on the way.

What WordPress shows is read on its pages and by its own XML-RPC; what Buttobi shows, at its desk and on its pages.
"""

import html
import urllib.request
from collections.abc import Mapping

from tests.conversations.people import Desk, publish, wait_for
from tests.interop import wordpress
from tests.interop.conftest import BLOG, BLOG_TITLE
from tests.living import Living

# What is lost first: brackets, the wave of CP932, a circled digit, a sign beyond the basic plane, a sign of HTML.
WORDS = "「ねこの話」～①😀 & しっぽ"
# Longer than any excerpt, with nothing between the words where it could be cut.
LONG = "吾輩は猫である😀①～" * 40
ACCEPTED = 'data-state="accepted"'


def sending(me: Desk, url: str) -> str:
    """What the outbox says of a trackback to `url`."""
    rows = html.unescape(me.read("/-/sent/")).split('<li class="sending"')[1:]
    return next((row.split("</li>")[0] for row in rows if url in row), "")


def inbox(me: Desk) -> str:
    return html.unescape(me.read("/-/inbox/"))


def letter(me: Desk, post: wordpress.Post) -> str:
    """What the inbox says of a trackback from a post."""
    letters = inbox(me).split('<li class="letter"')[1:]
    return next((letter for letter in letters if f'"{post.address}"' in letter), "")


def knots(entry: str) -> list[str]:
    """The trackbacks that a page of ours shows."""
    with urllib.request.urlopen(entry, timeout=30) as page:
        found = html.unescape(page.read().decode()).split('<li class="knot"')[1:]
    return [knot.split("</li>")[0] for knot in found]


def only_comment(there: wordpress.WordPress, post: wordpress.Post) -> Mapping[str, str]:
    """The one comment of a post, as its owner reads it, with entities turned into the signs they stand for."""
    wait_for(lambda: bool(there.comments(post)), "WordPress has taken it")
    (comment,) = there.comments(post)
    return {name: html.unescape(str(value)) for name, value in comment.items()}


def test_a_trackback_url_of_wordpress_is_taken_as_it_stands(here: Living, there: wordpress.WordPress, me: Desk):
    post = there.write("Tails", "Words.")
    entry, _ = publish(here, BLOG, WORDS, post.trackback, body=f"{WORDS}{LONG}")
    wait_for(lambda: ACCEPTED in sending(me, post.trackback), "WordPress said yes")
    comment = only_comment(there, post)
    assert (comment["type"], comment["status"]) == ("trackback", "approve")
    assert (comment["author"], comment["author_url"]) == (BLOG_TITLE, entry)
    title, excerpt = comment["content"].removeprefix("<strong>").split("</strong>\n\n")
    assert title == WORDS
    assert 240 <= len(excerpt) <= 252
    assert f"{WORDS}{LONG}".startswith(excerpt.removesuffix("…"))
    page = there.read(f"/archives/{post.number}")
    assert f"<strong>{WORDS}</strong>" in page
    assert excerpt in page


def test_a_trackback_url_with_a_query_is_taken_as_it_stands(here: Living, there: wordpress.WordPress, me: Desk):
    post = there.write("Ears", "Words.")
    url = post.trackback_without_permalinks
    with there.with_option("permalink_structure", value="", usual=wordpress.PERMALINKS):
        publish(here, BLOG, WORDS, url, body="Words.")
        wait_for(lambda: ACCEPTED in sending(me, url), "WordPress said yes")
    assert f"<strong>{WORDS}</strong>" in only_comment(there, post)["content"]


def test_a_trackback_url_of_the_oldest_shape_is_taken_although_its_page_is_not_found(
    here: Living, there: wordpress.WordPress, me: Desk
):
    post = there.write("Knees", "Words.")
    url = f"{there.address}/wp-trackback.php/{post.number}"
    publish(here, BLOG, WORDS, url, body="Words.")
    assert f"<strong>{WORDS}</strong>" in only_comment(there, post)["content"]
    wait_for(lambda: ACCEPTED in sending(me, url), "WordPress said yes, with status 404")


def test_what_is_sent_again_is_known_there_already(here: Living, there: wordpress.WordPress, me: Desk):
    post = there.write("Backs", "Words.")
    publish(here, BLOG, WORDS, post.trackback, body="Words.")
    wait_for(lambda: ACCEPTED in sending(me, post.trackback), "WordPress said yes")
    number = sending(me, post.trackback).split('id="sent-')[1].split('"')[0]
    me.send(f"/-/sent/{number}/act/", seen_on="/-/sent/", act="again")
    wait_for(lambda: "There is already a ping" in sending(me, post.trackback), "WordPress has answered again")
    assert ACCEPTED in sending(me, post.trackback)
    only_comment(there, post)


def test_a_closed_post_says_so_in_its_own_words(here: Living, there: wordpress.WordPress, me: Desk):
    post = there.write("Doors", "Words.", takes_pings=False)
    publish(here, BLOG, WORDS, post.trackback, body="Words.")
    wait_for(lambda: 'data-state="refused"' in sending(me, post.trackback), "WordPress said no")
    assert "trackbacks are closed for this item" in sending(me, post.trackback)
    assert there.comments(post) == []


def test_wordpress_asks_for_patience_and_gets_it(here: Living, there: wordpress.WordPress, me: Desk):
    first, second = there.write("One", "Words."), there.write("Two", "Words.")
    publish(here, BLOG, WORDS, first.trackback, body="Words.")
    only_comment(there, first)
    # After one it takes no other for 15 seconds, whoever sends it.
    with there.with_option("flood_control", value="1", usual=""):
        publish(here, BLOG, WORDS, second.trackback, body="Words.")
        wait_for(lambda: 'data-state="later"' in sending(me, second.trackback), "WordPress asks for patience")
    assert "You are posting comments too quickly." in sending(me, second.trackback)
    assert there.comments(second) == []


def test_the_address_of_a_post_is_enough_where_its_theme_prints_rdf(here: Living, there: wordpress.WordPress, me: Desk):
    post = there.write("Whiskers", "Words.", tags=["rdf"])
    publish(here, BLOG, WORDS, post.address, body="Words.")
    assert only_comment(there, post)["type"] == "trackback"
    wait_for(lambda: ACCEPTED in sending(me, post.address), "WordPress said yes")


def test_a_trackback_from_wordpress_is_shown_as_plain_text(here: Living, there: wordpress.WordPress, me: Desk):
    entry, ping = publish(here, BLOG, "Paws", body="Words.")
    # WordPress makes numeric entities of the quotes, and one of the mark where it cuts.
    with there.with_option("default_pingback_flag", value="", usual="1"):
        post = there.write(f"{WORDS} cat's", f"<p>It's <a href='{entry}'>here</a>. {LONG}</p>", trackbacks=[ping])
        there.wind_clock()
    wait_for(lambda: len(knots(entry)) == 1, "the trackback is examined and shown")
    (knot,) = knots(entry)
    assert post.address in knot
    assert f"{WORDS} cat’s" in knot
    assert wordpress.TITLE in knot
    excerpt = knot.split('<p class="knot-excerpt">')[1].split("</p>")[0]
    assert excerpt.endswith("…")
    assert f"It’s here. {LONG}".startswith(excerpt.removesuffix("…"))
    assert 240 <= len(excerpt) <= 253


def test_a_trackback_from_wordpress_without_a_link_waits_for_its_owner(
    here: Living, there: wordpress.WordPress, me: Desk
):
    entry, ping = publish(here, BLOG, "Claws", body="Words.")
    post = there.write(f"{WORDS} unlinked", "<p>It's a related story.</p>", trackbacks=[ping])
    there.wind_clock()
    wait_for(lambda: 'data-state="held"' in letter(me, post), "the trackback is examined and held")
    assert f"{WORDS} unlinked" in letter(me, post)
    assert "It’s a related story." in letter(me, post)
    assert knots(entry) == []


def test_a_pingback_from_wordpress_is_shown(here: Living, there: wordpress.WordPress, me: Desk):
    entry, _ = publish(here, BLOG, "Fur", body="Words.")
    post = there.write(f"{WORDS} cat's", f"<p>It's <a href='{entry}'>「毛皮」</a>. {LONG}</p>")
    there.wind_clock()
    wait_for(lambda: len(knots(entry)) == 1, "the pingback is examined and shown")
    (knot,) = knots(entry)
    assert post.address in knot
    assert f"{WORDS} cat’s" in knot
    assert "「毛皮」" in knot


def test_one_post_that_comes_over_both_protocols_is_one_trackback(here: Living, there: wordpress.WordPress, me: Desk):
    entry, ping = publish(here, BLOG, "Eyes", body="Words.")
    there.write(f"{WORDS} twice", f"<p><a href='{entry}'>「目」</a></p>", trackbacks=[ping])
    there.wind_clock()
    # Where the second comes after a look at the first, the next look is half a minute later.
    wait_for(lambda: ["Pingback, TrackBack" in knot for knot in knots(entry)] == [True], "it is shown", seconds=75)
    assert inbox(me).count(f"{WORDS} twice</bdi>") == 1


def test_a_link_to_a_post_of_wordpress_is_told_by_pingback(here: Living, there: wordpress.WordPress, me: Desk):
    post = there.write("Noses", "Words.")
    entry, _ = publish(here, BLOG, WORDS, body=f"そして、[「鼻」の話]({post.address})を読んだ😀①～。")
    comment = only_comment(there, post)
    assert (comment["type"], comment["status"]) == ("pingback", "approve")
    assert comment["author_url"] == entry
    assert WORDS in comment["author"]
    assert comment["content"] == "[…] そして、「鼻」の話を読んだ😀①～。 […]"
    wait_for(lambda: ACCEPTED in sending(me, post.address), "WordPress said yes")
