"""Does a page link to us?"""

import json

import pytest

from linkback.evidence import Evidence, find_evidence

SOURCE = "http://there.example/d/1"
TARGET = "http://here.example/e/1"


def look(body: str, content_type: str = "text/html; charset=utf-8", *targets: str) -> Evidence:
    return find_evidence(body.encode(), content_type, SOURCE, SOURCE, targets or (TARGET,))


def test_a_link_is_found_with_its_words_and_its_sentence():
    evidence = look(f'<p>First.<p>I read <a rel="NoFollow ugc" href="{TARGET}">what <b>they</b> say</a> today. Last.')
    mention = evidence.mentions[TARGET]
    assert (mention.tag, mention.address, mention.anchor) == ("a", TARGET, "what they say")
    assert mention.sentence == "I read what they say today."
    assert mention.rel == {"nofollow", "ugc"}
    assert evidence.links_to(TARGET)


def test_a_japanese_sentence_ends_at_its_full_stop():
    assert look(f"<p>前の文。これは<a href={TARGET}>記事</a>への返事です。次の文。").mentions[TARGET].sentence == (
        "これは記事への返事です。"
    )


@pytest.mark.parametrize(
    "spelling",
    ["https://here.example/e/1", "HTTP://Here.Example:80/e/1", "http://here.example/e/%31", TARGET + "#comments",
     "//here.example/e/1", " http://here.example/e/1\n"],
)  # fmt: skip
def test_other_spellings_of_the_address_are_the_address(spelling):
    assert look(f'<a href="{spelling}">x</a>').links_to(TARGET)


@pytest.mark.parametrize(
    "body",
    [
        "<a href='http://here.example/e/12'>x</a>",
        "<a href='http://evil.example/?http://here.example/e/1'>x</a>",
        "<a href='http://evil.example/to/http://here.example/e/1'>x</a>",
        "<a href='http://here.example.evil.example/e/1'>x</a>",
        "<a href='http://here.example@evil.example/e/1'>x</a>",
        "http://here.example/e/1",
        "&lt;a href='http://here.example/e/1'>x&lt;/a>",
        "<p data-href='http://here.example/e/1'>",
        "<link rel=me href='http://here.example/e/1'>",
        "<meta http-equiv=refresh content='0;url=http://here.example/e/1'>",
        "<form action='http://here.example/e/1'><input type=hidden value='http://here.example/e/1'></form>",
    ],
)
def test_what_merely_holds_the_address_is_no_link(body):
    assert look(body).mentions == {}


@pytest.mark.parametrize(
    "body",
    ["<img src={}>", "<video src={}></video>", "<video poster={}></video>", "<audio src={}></audio>",
     "<iframe src={}></iframe>", "<map><area href={}></map>",
     "<embed src={}>", "<object data={}></object>", "<svg><a xlink:href={}>x</a></svg>"],
)  # fmt: skip
def test_other_elements_lead_somewhere_too(body):
    assert look(body.format(TARGET)).links_to(TARGET)


def test_relative_links_are_resolved_against_base_and_final_address():
    body = b"<base href='../x/'><a href='../e/1'>x</a>"
    evidence = find_evidence(body, "", "http://short.example/1", "http://here.example/a/b", [TARGET])
    assert evidence.links_to(TARGET)


def test_one_page_serves_all_its_targets():
    evidence = look(
        f"<a href={TARGET}>a</a><a href=http://here.example/e/3>b</a>",
        "text/html",
        TARGET,
        TARGET[:-1] + "2",
        TARGET[:-1] + "3",
    )
    assert sorted(evidence.mentions) == [TARGET, "http://here.example/e/3"]
    assert evidence.mention_of("http://here.example/tb/1", TARGET) is evidence.mentions[TARGET]
    assert evidence.mention_of("http://here.example/e/2") is None


def test_two_spellings_of_one_target_are_both_answered():
    evidence = look(f"<a href={TARGET}>a</a>", "text/html", TARGET, "https://here.example/e/1")
    assert len(evidence.mentions) == 2


def test_of_several_links_the_one_with_words_is_shown():
    assert (
        look(f"<a href={TARGET}></a><a href={TARGET}>words</a><a href={TARGET}>more</a>").mentions[TARGET].anchor
        == "words"
    )


def test_a_target_with_a_fragment_wants_that_fragment():
    assert look(f"<a href={TARGET}#p01>x</a>", "text/html", TARGET + "#p01").links_to(TARGET + "#p01")
    assert not look(f"<a href={TARGET}#p02>x</a>", "text/html", TARGET + "#p01").mentions


def test_links_to_other_hosts_are_counted_once_each():
    body = f"<a href={TARGET}>a</a><a href={TARGET}#x>a</a><a href=/own>b</a><a href=http://third.example/>c</a>"
    assert look(body).outgoing == 2


@pytest.mark.parametrize(
    ("value", "found"),
    [({"a": [{"b": TARGET}]}, True), ({"a": f"see {TARGET}"}, False), ({TARGET: 1}, False), (TARGET, True)],
)
def test_json_links_by_a_whole_value(value, found):
    assert look(json.dumps(value), "application/activity+json").links_to(TARGET) is found


@pytest.mark.parametrize("body", ["{", "[" * 100_000, '{"a":' + "9" * 5000 + "}"])
def test_json_that_cannot_be_read_holds_no_link(body):
    assert look(body, "application/json").mentions == {}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (f"see {TARGET}.", True),
        (f"({TARGET})", True),
        (f"{TARGET}を読んだ", True),
        (f"{TARGET}、", True),
        (f"{TARGET}2", False),
    ],
)
def test_plain_text_links_by_spelling_the_address(words, found):
    assert look(words, "text/plain").links_to(TARGET) is found


def test_feeds_link_by_elements_attributes_and_the_html_inside():
    feed = f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>F &amp;amp; f</title>
      <entry><link href="{TARGET}"/><id>{TARGET}2</id>
      <content>&lt;a href="{TARGET}3">x&lt;/a></content></entry></feed>"""
    evidence = look(feed, "application/atom+xml", TARGET, TARGET + "2", TARGET + "3", TARGET + "4")
    assert sorted(evidence.mentions) == [TARGET, TARGET + "2", TARGET + "3"]
    assert evidence.portrait.title == "F & f"


def test_xml_that_is_broken_or_really_a_page_is_read_as_html():
    for body in (
        f"<rss><a href={TARGET}>x",
        f'<html xmlns="http://www.w3.org/1999/xhtml"><a href="{TARGET}">x</a></html>',
    ):
        assert look(body, "text/xml").links_to(TARGET)


def test_pictures_hold_no_links():
    assert look(f"<a href={TARGET}>", "image/png").mentions == {}


def test_a_page_in_an_old_encoding_is_read():
    evidence = find_evidence(
        f"<p>猫の<a href={TARGET}>話</a>".encode("euc-jp"), "text/html; charset=euc-jp", SOURCE, SOURCE, [TARGET]
    )
    assert (evidence.mentions[TARGET].sentence, evidence.charset) == ("猫の話", "euc-jp")


@pytest.mark.parametrize(
    "content_type", ["text/html", "text/plain", "application/json", "application/atom+xml", "image/png"]
)
def test_the_header_rating_counts_whatever_it_came_with(content_type):
    def adult(*ratings: str) -> bool:
        found = find_evidence(b"<feed/>", content_type, SOURCE, SOURCE, [TARGET], ratings=ratings)
        return found.portrait.adult

    assert adult("RTA-5042-1996-1400-1577-RTA")
    assert adult("general", "Adult")
    assert not adult("general")
    assert not adult()


def test_a_page_may_say_more_than_its_header():
    body = b"<meta name=rating content=mature>"
    assert find_evidence(body, "text/html", SOURCE, SOURCE, [], ratings=["general"]).portrait.rating == "mature"


def test_a_feed_has_a_feed_and_may_carry_a_rating():
    atom = '<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>{}</feed>'
    rating = '<rating xmlns="http://search.yahoo.com/mrss/">adult</rating>'
    plain = look(atom.format(""), "application/atom+xml").portrait
    assert (plain.feed, plain.adult) == (SOURCE, False)
    assert look(atom.format(rating), "application/atom+xml").portrait.adult
    assert not look("<svg/>", "image/svg+xml").portrait.feed


def test_a_label_in_the_head_of_a_huge_page_is_read_and_one_behind_its_end_is_not():
    label = "<meta name=rating content=adult>"
    assert look(label + "x" * 2_000_000, "text/html").portrait.adult
    assert not look("x" * 1_000_001 + label, "text/html").portrait.adult
