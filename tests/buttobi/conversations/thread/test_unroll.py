"""A conversation in reading order: each page once, below a page that it answers."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from buttobi.conversations.conversation import Answer, Conversation, Page
from buttobi.conversations.thread.unroll import unroll

T0 = datetime(2026, 9, 1, tzinfo=UTC)


def talk(*answers, start="", themes="", ages=""):
    """A conversation of pages with one letter, the oldest first: `talk("ba", "cb")` where b answers a, and c b."""
    names = ages or "".join(sorted(set("".join(answers)) | set(start)))
    pages = [
        Page(
            key=name,
            url=f"https://there.example/{name}",
            title=name,
            blog_key=name,
            at=T0 + timedelta(hours=number),
            is_theme=name in themes,
        )
        for number, name in enumerate(names)
    ]
    given = [Answer(source=source, target=target, at=T0, link="verified") for source, target in answers]
    return Conversation(start=start or names[0], pages=tuple(pages), answers=tuple(given))


def drawn(conversation):
    return " ".join(f"{'-' * voice.depth}{voice.page.key}" for voice in unroll(conversation))


@pytest.mark.parametrize(
    ("conversation", "thread"),
    [
        (talk(start="a"), "a"),
        (talk("ba"), "a -b"),
        (talk("ba", "ca", "db"), "a -b --d -c"),
        # A page that answers two entries stands below the younger one.
        (talk("ba", "ca", "cb"), "a -b --c"),
        # The page where the reader began says more than another one, an entry more than a theme.
        (talk("dc", "da", "db", start="d", themes="c"), "b -d a c"),
        (talk("ca", "cb", start="a"), "a -c b"),
        (talk("ca", "cb", start="b"), "b -c a"),
        # The tree in which the reader began comes first.
        (talk("da", "cb", "ea", "eb", start="c"), "b -c -e a -d"),
        # An old entry that was sent to a younger theme stands below that.
        (talk("ab", themes="b"), "b -a"),
        # Circles.
        (talk("ab", "ba"), "a -b"),
        (talk("ba", "cb", "ac"), "a -b --c"),
        (talk("ab", "bc", "ca"), "b -a --c"),
    ],
)
def test_each_page_stands_once_below_what_it_answers(conversation, thread):
    assert drawn(conversation) == thread


def test_what_else_a_page_answers_is_told_at_both_ends():
    voices = {voice.page.key: voice for voice in unroll(talk("ca", "cb", start="a"))}
    assert [answer.target for answer in voices["c"].also] == ["b"]
    assert [answer.source for answer in voices["b"].others] == ["c"]
    assert voices["a"].others == ()


def test_what_stands_further_below_is_not_told_again():
    voices = {voice.page.key: voice for voice in unroll(talk("ba", "ca", "cb"))}
    assert [answer.target for answer in voices["c"].also] == ["a"]
    assert voices["a"].others == ()


def test_a_page_knows_how_many_stand_below_it():
    assert {voice.page.key: voice.below for voice in unroll(talk("ba", "ca", "db"))} == {"a": 3, "b": 1, "c": 0, "d": 0}


def test_numbers_count_in_reading_order():
    assert [voice.number for voice in unroll(talk("ba", "ca", "db"))] == [0, 1, 2, 3]


def test_a_chain_of_a_thousand_is_no_recursion():
    names = [chr(0x4E00 + number) for number in range(1000)]
    chain = talk(*(later + earlier for earlier, later in pairwise(names)))
    assert unroll(chain)[-1].depth == 999
