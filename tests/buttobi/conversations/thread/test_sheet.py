"""The sheets of a long thread: what is on each, how it is nested, and what is folded."""

from datetime import UTC, datetime, timedelta

import pytest

from buttobi.conversations.conversation import Answer, Conversation, Page
from buttobi.conversations.thread import sheet
from buttobi.conversations.thread.unroll import unroll

T0 = datetime(2026, 9, 1, tzinfo=UTC)


def thread(parents):
    """The voices of a thread in which page n answers page `parents[n - 1]`; page 0 answers nothing."""
    pages = tuple(
        Page(key=str(number), url="", title=str(number), blog_key="", at=T0 + timedelta(hours=number))
        for number in range(len(parents) + 1)
    )
    answers = tuple(
        Answer(source=str(number), target=str(parent), at=T0, link="related")
        for number, parent in enumerate(parents, start=1)
    )
    return unroll(Conversation(start="0", pages=pages, answers=answers))


def shape(lines):
    """The nesting as it is printed, pages in parentheses."""
    written = ""
    for line in lines:
        written += f"({line.voice.page.key}"
        if line.opens:
            written += "[" if line.opens == "list" else "<"
        else:
            written += ")" + "".join("])" if kind == "list" else ">)" for kind in line.closes)
    return written


STAR = [0] * 999
CHAIN = list(range(199))


def test_a_short_thread_is_one_sheet_with_its_lists_nested():
    assert shape(sheet.lines(thread([0, 1, 0]), 1, here="0")) == "(0[(1[(2)])(3)])"


@pytest.mark.parametrize("parents", [STAR, CHAIN, [number // 3 for number in range(700)], [0] * 150 + list(range(300))])
def test_every_sheet_closes_what_it_opens_and_all_pages_are_on_one_sheet(parents):
    voices = thread(parents)
    seen = []
    for number in range(1, sheet.count(voices) + 1):
        lines = sheet.lines(voices, number, here="0")
        written = shape(lines)
        for mark, end in ("()", "[]", "<>"):
            assert written.count(mark) == written.count(end)
        seen += [line.voice.page.key for line in lines if not line.is_passed]
        assert all(sheet.of(line.voice) == number for line in lines if not line.is_passed)
        assert max(line.level for line in lines) <= sheet.DEEPEST
    assert sorted(seen, key=int) == [str(number) for number in range(len(parents) + 1)]


def test_a_thousand_answers_to_one_page_are_ten_sheets():
    assert sheet.count(thread(STAR)) == 10


def test_a_later_sheet_names_what_its_pages_stand_below():
    lines = sheet.lines(thread(STAR), 2, here="0")
    assert [line.voice.page.key for line in lines if line.is_passed] == ["0"]
    assert lines[1].level == 1


def test_in_a_deep_chain_a_later_sheet_names_only_what_is_indented():
    lines = sheet.lines(thread(CHAIN), 2, here="0")
    assert [line.voice.page.key for line in lines if line.is_passed] == ["0", "1", "2", "3", "4"]


def test_a_long_branch_is_folded_where_more_follows_it():
    branch = [0, 1, *range(2, 22)]
    lines = sheet.lines(thread([*branch, *[0] * 50]), 1, here="0")
    (fold,) = [line for line in lines if line.opens == "fold"]
    assert (fold.voice.page.key, fold.folded) == ("2", 20)


def test_the_branch_in_which_the_reader_began_is_open():
    branch = [0, 1, *range(2, 22)]
    assert all(line.opens != "fold" for line in sheet.lines(thread([*branch, *[0] * 50]), 1, here="15"))


def test_a_short_thread_is_never_folded():
    branch = [0, 1, *range(2, 22)]
    assert all(line.opens != "fold" for line in sheet.lines(thread([*branch, 0]), 1, here="0"))


def test_what_nothing_follows_is_not_folded():
    assert all(line.opens != "fold" for line in sheet.lines(thread(CHAIN), 1, here="0"))
