"""The map as a list."""

from dataclasses import replace
from html.parser import HTMLParser

from django.utils import translation

from buttobi.conversations.map import listing
from tests.buttobi.conversations import invented


def lines(conversation, **said):
    with translation.override("en"):
        days = listing.days(conversation)
        return listing.lines(conversation, listing.written(conversation, days), **said).split("\n")


def test_each_page_is_told_in_one_line_the_oldest_first():
    first, second, third = lines(invented.talk([invented.page(n) for n in range(3)], [(1, 0), (2, 0)]))
    assert first == (
        "<li><i>12 Sep 2026</i><a id=t0 href=https://here.example/blog0/0/>Entry 0</a>"
        "<small><b>this entry</b> · Blog 0 · 2 answers</small>"
    )
    assert "answers <a href=#t0>Entry 0</a>" in second
    assert "answers <a href=#t0>Entry 0</a>" in third


def test_a_page_elsewhere_names_its_site_and_gets_no_recommendation():
    line = lines(invented.talk([invented.page(0), invented.page(1, host="there.example")], [(1, 0)]))[1]
    assert "<span class=host>there.example</span>" in line
    assert ' rel="nofollow ugc"' in line


def test_a_title_in_another_language_says_so():
    line = lines(invented.talk([invented.page(0, title="雨", language="ja")], []))[0]
    assert " lang=ja>雨</a>" in line


def test_a_day_is_said_by_the_first_of_its_pages():
    pages = [invented.page(number, after=invented.HOUR * hours) for number, hours in enumerate((0, 1, 24, 25))]
    told = lines(invented.talk(pages, []))
    assert ["<i>12 Sep 2026</i>" in told[0], "<i>" in told[1], "<i>13 Sep 2026</i>" in told[2], "<i>" in told[3]] == [
        True,
        False,
        True,
        False,
    ]


def test_what_answers_the_page_in_the_square_stands_below_it():
    first, inner, second, third, end, fourth = lines(
        invented.talk([invented.page(n) for n in range(4)], [(1, 0), (2, 0), (2, 1), (3, 1)]), square=0
    )
    assert "id=t0" in first
    assert inner == '<ol class="map-list" aria-label="answers Entry 0">'
    assert "answers <a" not in second
    assert "answers <a href=#t1>Entry 1</a>" in third
    assert end == "</ol>"
    assert "id=t3" in fourth


def test_an_address_on_the_same_host_is_written_without_it():
    urls = ("https://here.example/a/", "https://here.example//b/", "https://here.example.org/c/")
    told = lines(
        invented.talk([invented.page(n, url=url) for n, url in enumerate(urls)], []), origin="https://here.example"
    )
    assert "href=/a/>" in told[0]
    assert "href=https://here.example//b/>" in told[1]
    assert "href=https://here.example.org/c/>" in told[2]


def test_only_words_that_may_turn_the_line_are_set_apart():
    assert "<bdi>" not in lines(invented.talk([invented.page(0)], []))[0]
    assert "<bdi>יומן</bdi>" in lines(invented.talk([replace(invented.page(0), blog="יומן")], []))[0]


def test_of_many_answers_three_are_named():
    pages = [invented.page(number) for number in range(8)]
    line = lines(invented.talk(pages, [(7, number) for number in range(7)]))[7]
    assert line.count("href=#t") == 3
    assert "+4" in line


def test_an_address_that_is_none_of_the_web_is_no_link():
    line = lines(invented.talk([invented.page(0, url="javascript:alert(1)")], []))[0]
    assert "href" not in line
    assert "javascript" not in line


def test_what_strangers_write_stays_words():
    said = "</a><script>alert(1)</script>"
    page = invented.page(0, title=said, blog=1, url='https://x.example/"onclick="x', host="x.example", language='"x')
    seen = []

    class Tags(HTMLParser):
        def handle_starttag(self, tag, attrs):
            seen.append((tag, sorted(name for name, _ in attrs)))

    Tags().feed("".join(lines(invented.talk([page], []))))
    assert seen[:3] == [("li", []), ("i", []), ("a", ["href", "id", "lang", "rel"])]
    assert {tag for tag, _ in seen} <= {"li", "i", "a", "small", "b", "bdi", "span"}
