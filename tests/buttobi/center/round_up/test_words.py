"""The text of a round-up, and other people's words in it."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from django.utils import timezone, translation

from buttobi.center.round_up import words
from buttobi.center.round_up.words import Answer, Subject
from buttobi.markup.markdown import LONGEST, render
from buttobi.markup.plain import plain

OPENED = datetime(2026, 11, 1, tzinfo=UTC)
SUBJECT = Subject(
    title="Rain",
    url="https://here.example/center/rain/",
    titles=("Rain", "雨"),
    opened_at=OPENED,
    closed_at=OPENED + timedelta(days=14),
)


def answer(title="My rain", **fields):
    usual: dict[str, Any] = {
        "url": "https://there.example/rain",
        "blog": "Puddles",
        "excerpt": "It rained all day. Then it stopped.",
        "is_here": False,
        "home": "there.example",
        "at": OPENED + timedelta(days=1),
    }
    return Answer(title=title, **(usual | fields))


def links_of(text):
    found = []

    class Links(HTMLParser):
        def handle_starttag(self, tag, attrs):
            found.append((tag, dict(attrs).get("href")))

    Links().feed(render(text))
    return [href for tag, href in found if tag == "a"]


def test_every_answer_is_linked_with_its_blog_and_first_sentence():
    text = words.text(SUBJECT, [answer()])
    assert "- [My rain](<https://there.example/rain>) · Puddles" in text
    assert "“It rained all day.”" in text
    assert "Then it stopped" not in text


def test_it_begins_with_the_theme_and_its_days_and_says_no_number():
    answers = [answer(), answer("Again"), answer("Here", is_here=True, home="cats")]
    opening = plain(render(words.text(SUBJECT, answers)))
    assert opening.startswith("Rain was open from 1 Nov 2026 to 15 Nov 2026. This is what people wrote.")
    midnight = replace(SUBJECT, closed_at=datetime(2026, 11, 15, 0, 0, tzinfo=UTC))
    with timezone.override("UTC"):
        assert "to 14 Nov 2026" in words.text(midnight, answers)
        one_day = replace(SUBJECT, closed_at=datetime(2026, 11, 2, 0, 0, tzinfo=UTC))
        assert "was open on 1 Nov 2026." in words.text(one_day, answers)


def test_answers_from_here_stand_before_those_from_elsewhere_blog_by_blog():
    answers = [
        answer("One", blog="Zebra", home="z", is_here=True),
        answer("Two"),
        answer("Three", blog="Ape", home="a", is_here=True),
        answer("Four", blog="Zebra", home="z", is_here=True, at=OPENED),
    ]
    text = words.text(SUBJECT, answers)
    places = [text.index(heading) for heading in ("From blogs here", "Three", "Four", "One", "From elsewhere", "Two")]
    assert places == sorted(places)


def test_many_answers_over_many_weeks_are_told_week_by_week():
    long = Subject(
        title="Rain", url="https://h.example/", titles=(), opened_at=OPENED, closed_at=OPENED + timedelta(60)
    )
    answers = [answer(f"Answer {day}", at=OPENED + timedelta(days=day)) for day in range(50)]
    text = words.text(long, answers)
    assert "From elsewhere" not in text
    assert len(re.findall("(?m)^## ", text)) == 8


@pytest.mark.parametrize("title", ["Rain", "雨", "RAIN!", ""])
def test_an_answer_with_the_title_of_the_theme_is_called_by_its_first_sentence(title):
    text = words.text(SUBJECT, [answer(title)])
    assert "- [It rained all day.](<https://there.example/rain>) · Puddles" in text
    assert text.count("It rained all day") == 1


def test_it_speaks_the_language_of_whoever_edits_it():
    with translation.override("ja"):
        assert "2026年11月1日" in words.text(SUBJECT, [answer()])


def test_that_some_answers_were_not_read_is_said_without_a_number():
    text = words.text(SUBJECT, [answer()], total=1234)
    assert "There are more answers on [the theme's page](<https://here.example/center/rain/>)." in text
    assert "1234" not in text


def test_later_answers_stand_at_the_end_whatever_was_written_before():
    edited = "My own words.\n\n- [Mine](https://mine.example/) first\n"
    once = words.with_more(edited, SUBJECT, [answer("Late")])
    assert once.startswith(edited)
    assert once.endswith(
        "\n\n## Came in later\n\n- [Late](<https://there.example/rain>) · Puddles\\\n  “It rained all day.”\n"
    )
    twice = words.with_more(once, SUBJECT, [answer("Later still")])
    assert twice.startswith(once)
    assert twice.count("## Came in later") == 1
    assert render(twice).count("<ul>") == 2
    below = words.with_more(f"{once}\n## Thank you\n\nAll.\n", SUBJECT, [answer("Last")])
    assert below.count("## Came in later") == 2


def test_later_answers_are_all_there_is_of_an_empty_text():
    assert words.with_more("", SUBJECT, [answer("Late")]).startswith("## Came in later")
    with translation.override("ja"):
        assert words.with_more("", SUBJECT, [answer("Late")]).startswith("## あとから届いた記事")


@pytest.mark.parametrize("query", ["a&copy;=2", "a=1&AMP;b", "&#65;", "&#x41;", "a=1&b=2;c", "&amp;amp;", "&nosuch;"])
def test_an_address_with_the_name_of_a_sign_in_it_stays_the_same(query):
    url = f"https://there.example/?{query}"
    assert links_of(words.text(SUBJECT, [answer(url=url)]))[1] == url


HOSTILE = [
    "[click](https://evil.example/)",
    "](https://evil.example/) [",
    "![x](https://evil.example/x.png)",
    "<a href='https://evil.example/'>x</a><script>alert(1)</script>",
    "https://evil.example www.evil.example WWW.evil.example me@evil.example ftp://evil.example",
    "\\](https://evil.example/)",
    "back\\slash\\",
    "**bold** _em_ `code` ~~gone~~ | a | b |",
    "one\n\n# two\r\n- three\n\n    four\u2028five\x85six",
    "[^1]\n\n[^1]: https://evil.example",
    "[ref]\n\n[ref]: https://evil.example",
    "<!-- comment --> &lt;b&gt; &#x5b;",
    "\u202eevil\u2066 \u200f",
]


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("field", ["title", "excerpt", "blog"])
def test_strangers_words_are_shown_as_they_are_and_make_nothing(hostile, field):
    text = words.text(SUBJECT, [answer(**{field: hostile}), answer("After")])
    assert set(links_of(text)) == {SUBJECT.url, "https://there.example/rain"}
    html = render(text)
    assert not re.search("<(?!/?(?:p|h2|ul|li|a|br)\\b)", html)
    assert html.count("<li>") == 2
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200e\u200f]", html)


def test_the_words_of_a_hostile_title_can_still_be_read():
    shown = plain(render(words.text(SUBJECT, [answer("C:\\ [draft] *1* <b> & ~x~ www.a.example")])))
    assert "C:\\ [draft] *1* <b> & ~x~ www.a.example" in shown


@pytest.mark.parametrize(
    "url", ["https://there.example/a>b", "https://there.example/a b\\", "https://there.example/(a)"]
)
def test_an_address_stays_one_address(url):
    (_, found) = links_of(words.text(SUBJECT, [answer(url=url)]))
    assert found.startswith("https://there.example/")
    assert not set("<> ") & set(found)


def test_a_thousand_answers_fit_and_those_left_out_are_counted():
    answers = [answer(f"Answer {number} " + "x" * 150, excerpt="y" * 250) for number in range(1000)]
    text = words.text(SUBJECT, answers)
    assert len(text) < LONGEST
    assert text.count("\n- ") < 1000
    assert "There are more answers on" in text
