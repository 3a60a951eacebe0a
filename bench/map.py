"""Shows what the map of a conversation of a thousand pages costs: to draw it twice, and to tell it as a list.

Beside the time stands its limit, measured in the same run: the time in which the same number of bytes is put together
by plain joins of escaped words, one line for each house, thread and item. The ratio says what the town's arithmetic
adds to that. Beside the bytes stand theirs, as a page sends them and packed as a proxy does. It ends with status 1 when
one of them is over its limit.
"""

import gzip
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Final

FOLDER: Final = tempfile.TemporaryDirectory(prefix="buttobi-bench-")
os.environ |= {"BUTTOBI_DATA": FOLDER.name, "GENERAL_HOST": "localhost:8000", "SECRET_KEY": "for-measuring-only"}
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "buttobi.settings")

import django  # noqa: E402 (the settings are read from the environment above)

django.setup()

from buttobi.conversations.conversation import Answer, Conversation, Page  # noqa: E402
from buttobi.conversations.map import listing, views  # noqa: E402

SLOWER: Final = 10.0
BYTES: Final = 300_000
PACKED: Final = 50_000
ROUNDS: Final = 7
PAGES: Final = 1_000
ANSWERS: Final = 1_500
BEGINNING: Final = datetime(2026, 9, 12, tzinfo=UTC)
TITLES: Final = (
    "A walk in the rain",
    "雨の日の散歩",
    "What my cat sees from the window",
    "図書館の匂い",
    "Re: Winter stars",
)


def invented() -> Conversation:
    """A theme that a thousand pages of 700 blogs answer within a month, and five hundred answers among them."""
    chance = random.Random(20060605)
    moments = sorted(BEGINNING + timedelta(seconds=chance.randrange(30 * 86_400)) for _ in range(PAGES))
    pages = []
    for number, at in enumerate(moments):
        blog = chance.randrange(700) if number else 700
        host = f"site{blog}.example" if number and blog % 5 == 0 else ""
        fields = {"title": f"{TITLES[number % len(TITLES)]} {number}", "blog": f"The blog of writer {blog}"}
        url = f"https://{host or 'blog.example'}/writer{blog}/entry-{number}/"
        key = {"key": f"ours:{number}", "blog_key": f"blog:{blog}"}
        pages.append(Page(**key, **fields, url=url, host=host, language="ja", at=at, is_theme=number == 0))
    pairs = [(number, 0) for number in range(1, PAGES)]
    while len(pairs) < ANSWERS:
        source = chance.randrange(2, PAGES)
        pairs.append((source, chance.randrange(1, source)))
    answers = [
        Answer(source=pages[source].key, target=pages[target].key, at=moments[source], link="verified")
        for source, target in pairs
    ]
    return Conversation(start=pages[0].key, pages=tuple(pages), answers=tuple(answers))


def draw(conversation: Conversation) -> str:
    """What the page prints of it: the drawing for a desk, and the list."""
    days = listing.days(conversation)
    written = listing.written(conversation, days)
    drawings = views.drawn_for_page(conversation, days, written, views.sizes_of(conversation, only=""))
    told = listing.lines(conversation, written, origin="https://blog.example", square=drawings[0].town.square)
    return "".join([*(one.in_page for one in drawings), told])


def join(conversation: Conversation) -> str:
    """As many lines of escaped words as the page has houses, threads and items."""
    lines = [
        f'<li><a id="t{n}" href="{escape(page.url)}">{escape(page.title)}</a> {escape(page.blog)} {page.at}</li>'
        for n, page in enumerate(conversation.pages)
    ]
    for _ in range(2):
        lines += [f'<a href="#t{n}">{escape(page.title)}</a>' for n, page in enumerate(conversation.pages)]
        lines += [f'<path d="{escape(answer.source)} {escape(answer.target)}"/>' for answer in conversation.answers]
    return "".join(lines)


def best(act: Callable[[Conversation], str], conversation: Conversation) -> float:
    """Seconds of the best of several rounds."""
    found = []
    for _ in range(ROUNDS):
        begin = time.process_time()
        act(conversation)
        found.append(time.process_time() - begin)
    return min(found)


def main() -> int:
    conversation = invented()
    page = draw(conversation).encode()
    drawn, joined, packed = best(draw, conversation), best(join, conversation), len(gzip.compress(page))
    rows = (
        (
            "processor time, joins of the same words = 1",
            f"{drawn / joined:.1f}",
            f"{SLOWER:.1f}",
            drawn / joined > SLOWER,
        ),
        ("bytes", f"{len(page):,}", f"{BYTES:,}", len(page) > BYTES),
        ("bytes, packed", f"{packed:,}", f"{PACKED:,}", packed > PACKED),
    )
    print(f"{PAGES:,} pages, {ANSWERS:,} answers: {drawn * 1000:.1f} ms; joins alone {joined * 1000:.1f} ms")
    for what, found, limit, is_over in rows:
        print(f"{what:46}{found:>10}  limit {limit:>10}{'  over its limit' if is_over else ''}")
    return 1 if any(row[3] for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
