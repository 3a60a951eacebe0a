"""The map as a list."""

from html.parser import HTMLParser

from django.utils import translation

from buttobi.conversations.map import listing
from tests.buttobi.conversations import invented


def lines(conversation):
    with translation.override("en"):
        days = listing.days(conversation)
        return listing.lines(conversation, listing.written(conversation, days)).split("\n")


def test_each_page_is_told_in_one_line_the_oldest_first():
    first, second, third = lines(invented.talk([invented.page(n) for n in range(3)], [(1, 0), (2, 0)]))
    assert first == (
        '<li><a id="t0" href="https://here.example/blog0/0/">Entry 0</a>'
        "<small><b>this entry</b> · <bdi>Blog 0</bdi> · 12 Sep 2026 · 2 answers</small></li>"
    )
    assert 'answers <a href="#t0">Entry 0</a>' in second
    assert 'answers <a href="#t0">Entry 0</a>' in third


def test_a_page_elsewhere_names_its_site_and_gets_no_recommendation():
    line = lines(invented.talk([invented.page(0), invented.page(1, host="there.example")], [(1, 0)]))[1]
    assert '<span class="host">there.example</span>' in line
    assert ' rel="nofollow ugc"' in line


def test_a_title_in_another_language_says_so():
    line = lines(invented.talk([invented.page(0, title="雨", language="ja")], []))[0]
    assert ' lang="ja">雨</a>' in line


def test_of_many_answers_three_are_named():
    pages = [invented.page(number) for number in range(8)]
    line = lines(invented.talk(pages, [(7, number) for number in range(7)]))[7]
    assert line.count('href="#t') == 3
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
    assert seen[:2] == [("li", []), ("a", ["href", "id", "lang", "rel"])]
    assert {tag for tag, _ in seen} <= {"li", "a", "small", "b", "bdi", "span"}
