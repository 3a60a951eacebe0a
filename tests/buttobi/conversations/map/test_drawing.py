"""The town as SVG."""

import re

import lxml.html
import pytest
from lxml import etree

from buttobi.conversations.map import drawing, scales
from tests.buttobi.conversations import invented

HOSTILE = "</text><script>alert(1)</script>&\x00\u202e]]>\"'" + "長い" * 400


def draw(conversation, size="wide", **said):
    scale, width = getattr(scales, size)(conversation)
    paint = invented.paint(conversation, **said)
    return drawing.draw(conversation, name=size, scale=scale, width=width, paint=paint)


def parse(one):
    return etree.fromstring(f"<svg>{one.inside}</svg>")


@pytest.mark.parametrize("size", ["wide", "narrow"])
@pytest.mark.parametrize("answers", [1, 8, 40, 300])
def test_every_page_is_one_link(answers, size):
    links = parse(draw(invented.theme(answers), size)).findall(".//a")
    assert [link.get("href") for link in links] == [f"#t{number}" for number in range(answers + 1)]


def test_a_page_elsewhere_has_another_shape_than_a_blog_here():
    inside = parse(draw(invented.theme(10)))
    shapes = [use.get("href") for use in inside.findall(".//a/use")]
    assert shapes.count("#we") == 2
    assert shapes.count("#wh") == 9


@pytest.mark.parametrize("answers", [3, 30, 200])
def test_what_strangers_write_stays_words(answers):
    pages = [
        invented.page(number, title=HOSTILE, language='"><b>', is_theme=number == 0, host=f"s{number}.example")
        for number in range(answers + 1)
    ]
    one = draw(invented.talk(pages, [(number, 0) for number in range(1, len(pages))]))
    assert "<script" not in one.inside
    assert "\u202e" not in one.inside
    assert parse(one).find(".//script") is None


def test_the_page_that_was_asked_for_is_marked_by_a_sign_and_a_word():
    one = draw(invented.talk([invented.page(0), invented.page(1)], [(1, 0)], start=1))
    (link,) = (link for link in parse(one).findall(".//a") if link.get("class") == "here")
    assert link.get("href") == "#t1"
    assert link.find("path[@class='flag']") is not None
    assert ">this entry</text>" in one.inside


def test_the_theme_in_the_square_says_what_it_is_and_how_many_answered():
    inside = draw(invented.theme(40)).inside
    assert ">theme · this entry</text>" in inside
    assert ">Rain</text>" in inside
    assert ">40 answers</text>" in inside


def test_every_thread_says_whom_it_ties_together():
    inside = parse(draw(invented.theme(30, cross=[(9, 2), (8, 3)])))
    each = inside.find(".//path[@class='each']")
    assert each.get("data-a") == "9 2,8 3"
    assert each.get("d").count("M") == 2
    places = {f"{link[0].get('x')} {link[0].get('y')}": link.get("href") for link in inside.findall(".//a")[1:]}
    begins = [
        rise.partition("V")[0]
        for wire in inside.findall(".//path[@data-to='0']")
        for rise in wire.get("d").split("M")[2:]
    ]
    assert sorted(places[roof] for roof in begins) == sorted(f"#t{number}" for number in range(1, 31))


def test_in_a_page_it_is_the_same_in_fewer_letters():
    one = draw(invented.theme(30))
    assert len(one.in_page) < len(one.inside)
    page = lxml.html.fromstring(f"<div>{one.in_page}</div>")
    assert [link.get("href") for link in page.findall(".//a")] == [f"#t{number}" for number in range(31)]
    assert page.xpath(".//use/@x") == parse(one).xpath(".//use/@x")


def test_nothing_in_it_needs_a_style_of_its_own():
    assert "style=" not in draw(invented.theme(300, cross=[(9, 2)])).inside


def test_two_drawings_of_one_page_share_no_id():
    conversation = invented.theme(40)
    ids = [re.findall(r' id="([^"]+)"', draw(conversation, size).inside) for size in ("wide", "narrow")]
    assert ids[0]
    assert not set(ids[0]) & set(ids[1])


def test_the_same_conversation_is_the_same_bytes():
    assert draw(invented.theme(300)).inside == draw(invented.theme(300)).inside


def test_a_crowd_of_threads_is_drawn_finer():
    cross = [(number, number - 3) for number in range(5, 100)]
    assert 'class="threads curves crowd"' in draw(invented.theme(100, cross=cross)).inside
