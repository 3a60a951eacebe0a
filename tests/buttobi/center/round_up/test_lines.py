"""Which lines of a text go, and that everything else stays as it was written."""

import sys
import time

import pytest

from buttobi.center.round_up import lines

GONE = "http://here.example/cats/wet/"
BASE = "http://here.example/center/rain-round-up/"


def cut(text):
    return lines.without(text, lambda url: url.partition("#")[0] == GONE, base=BASE)


def test_a_text_that_leads_nowhere_gone_stays_to_the_byte():
    text = "\n\n# One \n\n\n* a\n+ [b](https://b.example/)\n\ttab  \n"
    assert cut(text) == text


def test_an_item_goes_with_everything_below_it_and_its_neighbours_stay():
    assert cut(
        f"Rain was open.\n\n\n\n## Mine\n\n## From blogs here\n\n"
        f"- [Wet](<{GONE}>) · Cats\\\n  “It rained.”\n\n## From elsewhere\n\n"
        f"- [Dry](<https://there.example/dry>) · There\\\n  “It did not.”\n"
        f"- My favourite: [so wet]({GONE}#end), read it!\n  - It rained.\n\n  And how.\n"
        f"- [Damp](<http://here.example/catsanddogs/damp/>) · Cats and dogs\n\n"
        "I was there.\n"
    ) == (
        "Rain was open.\n\n\n\n## Mine\n\n## From elsewhere\n\n"
        "- [Dry](<https://there.example/dry>) · There\\\n  “It did not.”\n"
        "- [Damp](<http://here.example/catsanddogs/damp/>) · Cats and dogs\n\n"
        "I was there.\n"
    )


@pytest.mark.parametrize(
    "line",
    [
        f"I loved [this one]({GONE}): it rained all day.",
        f"Two lines about it,\nand [here]({GONE}) it is.",
        f"<{GONE}>",
        f"See {GONE} for more",
        f'<p>It <a href="{GONE}">rained</a></p>',
        f"> They said: [it rained]({GONE})",
        f"1. [Wet]({GONE})",
        f"### [Wet]({GONE})",
        "[Wet](/cats/wet/)",
        "[Wet](../../cats/wet/)",
        f"| [Wet]({GONE}) | Cats |",
        f"- ~~old~~ [**Wet**]({GONE} 'title')",
    ],
)
def test_whatever_was_written_around_the_link_it_goes(line):
    assert cut(f"Before.\n\n{line}\n\nAfter.\n") == "Before.\n\nAfter.\n"


def test_a_link_that_is_named_elsewhere_goes_with_its_name():
    text = f"Before.\n\n- [Wet][1] is wet\n- [Dry][2] is dry\n\n[1]: {GONE}\n[2]: https://there.example/dry\n"
    assert cut(text) == "Before.\n\n- [Dry][2] is dry\n\n[2]: https://there.example/dry\n"


def test_a_part_of_which_nothing_is_left_goes_with_its_headings_and_their_parents():
    text = f"# All\n\n## A\n\n### One\n\n- [Wet]({GONE})\n\n## B\n\nWords.\n"
    assert cut(text) == "# All\n\n## B\n\nWords.\n"


def test_nothing_may_be_left():
    assert cut(f"- [Wet]({GONE})").strip() == ""
    assert cut(f"\n\n## Cats\n\n- [Wet]({GONE})\n").strip() == ""


def test_a_text_that_is_too_long_to_be_shown_is_cut_all_the_same():
    long = "word " * 50_000
    assert cut(f"{long}\n\n- [Wet]({GONE})\n\nEnd.\n") == f"{long}\n\nEnd.\n"


def test_a_block_of_code_stays_whole_when_what_stands_above_it_goes():
    code = "```\n\n>>> rain()\n\n# wet\n```\n"
    assert cut(f"[Wet]({GONE})\n{code}\nEnd.\n") == f"{code}\nEnd.\n"
    assert cut(f"- [Wet]({GONE})\n\n  ```\n  rain\n\n  ```\n\nEnd.\n") == "End.\n"
    assert cut(f"> ~~~\n> rain\n\n- [Wet]({GONE})\n\nEnd.\n") == "> ~~~\n> rain\n\nEnd.\n"


def test_a_block_of_code_goes_as_a_whole():
    assert cut(f"Before.\n```\n\n<{GONE}>\n\nrain\n```\nAfter.\n") == "Before.\nAfter.\n"


def test_a_footnote_that_leads_there_goes():
    assert cut(f"Before.[^1]\n\n[^1]: See [it]({GONE}).\n\nAfter.\n") == "Before.[^1]\n\nAfter.\n"


def steps(work):
    """How many lines of our own a piece of work runs through, in functions that Python counts."""
    counted = 0

    def count(frame, event, argument):
        nonlocal counted
        counted += 1
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        work()
    finally:
        sys.settrace(before)
    return counted


@pytest.mark.parametrize(
    "written",
    [
        lambda n: "\n".join(f"- [{i}]" for i in range(n)) + "\n\n" + "\n".join(f"[{i}]: http:a" for i in range(n)),
        lambda n: "# a\n" * n,
        lambda n: "".join(f"{'#' * (1 + i % 6)} a\n" for i in range(n)),
        lambda n: "rain\n" * n,
        lambda n: "```\n\n" * n,
        lambda n: "".join(f"- [x](http://a.example/{i})\n" for i in range(n)),
    ],
    ids=["names", "headings", "parts of parts", "one paragraph", "code", "items"],
)
def test_twice_the_text_is_twice_the_work(written):
    once, twice = (steps(lambda n=n: cut(f"[Wet]({GONE})\n\n{written(n)}")) for n in (200, 400))
    assert twice < 2.2 * once


@pytest.mark.parametrize(
    "text", ["# a\n" * 50_000, "rain\n" * 40_000, "](a(" * 50_000, "- [a]\n" * 30_000, "[" * 200_000]
)
def test_the_longest_text_is_cut_at_once(text):
    begun = time.process_time()
    cut(f"[Wet]({GONE})\n\n{text}\n\n[a]: http://b.example/\n")
    assert time.process_time() - begun < 5
