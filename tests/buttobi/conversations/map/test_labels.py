"""Which words stand beneath the houses."""

from itertools import pairwise

import pytest

from buttobi.conversations.map import labels, lettering, scales, town
from tests.buttobi.conversations import invented


def write(conversation, size="wide"):
    scale, width = getattr(scales, size)(conversation)
    paint = invented.paint(conversation)
    laid = town.lay(conversation, scale=scale, width=width, days=paint.days, sign=paint.sign)
    return laid, labels.write(conversation, laid, paint.words)


def test_a_few_houses_have_their_title_their_blog_and_their_date():
    _, lines = write(invented.theme(3))
    assert [line.words for line in lines if line.x == lines[-1].x] == ["Entry 3", "Blog 3", "2026-09-12"]


def test_a_house_of_several_entries_has_the_words_of_the_first():
    pages = [invented.page(0), invented.page(1, blog=9), invented.page(2, blog=9)]
    _, lines = write(invented.talk(pages, [(1, 0), (2, 0)]))
    assert [line.words for line in lines if line.kind == "title"] == ["Entry 0", "Entry 1"]


def test_or_of_the_one_that_was_asked_for():
    pages = [invented.page(0), invented.page(1, blog=9), invented.page(2, blog=9)]
    _, lines = write(invented.talk(pages, [(1, 0), (2, 0)], start=2))
    assert {line.words for line in lines if line.kind == "title"} == {"Entry 0", "Entry 2"}
    assert [line.words for line in lines if line.kind == "here"] == ["this entry"]


def test_a_theme_says_that_it_is_one():
    pages = [invented.page(0), invented.page(1, is_theme=True)]
    _, lines = write(invented.talk(pages, [(0, 1)]))
    assert [line.words for line in lines if line.kind == "theme"] == ["theme"]


def test_of_a_whole_town_only_the_most_answered_have_words():
    cross = [(number, 7) for number in range(100, 104)] + [(number, 50) for number in range(200, 203)]
    _, lines = write(invented.theme(300, cross=cross))
    assert {line.words for line in lines if line.kind == "title"} == {"Entry 7", "Entry 50"}


def test_the_page_that_was_asked_for_has_its_words_in_every_town():
    conversation = invented.theme(300)
    conversation = type(conversation)(start="ours:123", pages=conversation.pages, answers=conversation.answers)
    _, lines = write(conversation)
    assert [line.words for line in lines] == ["Entry 123", "this entry"]


@pytest.mark.parametrize("size", ["wide", "narrow"])
@pytest.mark.parametrize("answers", [1, 11, 30, 300])
def test_a_title_without_end_stays_inside_the_drawing(answers, size):
    conversation = invented.theme(answers)
    pages = [invented.page(n, title="海まで自転車で" * 50, is_theme=n == 0) for n in range(len(conversation.pages))]
    laid, lines = write(invented.talk(pages, [(n, 0) for n in range(1, len(pages))], start=1), size)
    assert lines
    for line in lines:
        half = lettering.width(line.words) * laid.scale.letter / 2
        assert line.x - half >= -1
        assert line.x + half <= laid.width + 1


def test_names_in_a_town_never_stand_upon_each_other():
    cross = [(number, number % 12 + 20) for number in range(100, 290)]
    _, lines = write(invented.theme(300, cross=cross))
    titles = sorted((line.y, line.x) for line in lines if line.kind == "title")
    for (y, x), (other_y, other_x) in pairwise(titles):
        assert y != other_y or other_x - x > 30
