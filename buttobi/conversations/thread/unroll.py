"""A conversation unrolled into a thread: every page once, below a page that it answers, the oldest first."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from buttobi.conversations.conversation import Answer, Conversation, Page

Answers = Mapping[str, list[Answer]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One page in its place of the thread."""

    page: Page
    number: int
    """Its place in the whole thread, from 0 on."""
    depth: int
    """How many pages stand above it, from the one that answers nothing down to the one that it answers."""
    below: int
    """How many pages stand below it."""
    under: Answer | None
    """The answer for which it stands where it stands; none for a page that answers nothing here."""
    also: tuple[Answer, ...]
    """Its other answers, to pages below which it does not stand."""
    others: tuple[Answer, ...]
    """Answers to it from pages that stand neither below it nor below what stands there."""


def unroll(conversation: Conversation) -> list[Voice]:
    """The pages in reading order: the tree in which the reader began, then the others by age.

    A page that answers several stands below the one that says most about it: where the reader began, or below that,
    rather than apart from it; an entry rather than a theme; and of those the newest that was there before it. Circles
    are cut where a page answered a younger one.
    """
    given: dict[str, list[Answer]] = defaultdict(list)
    taken: dict[str, list[Answer]] = defaultdict(list)
    for answer in conversation.answers:
        given[answer.source].append(answer)
        taken[answer.target].append(answer)
    under = _places(conversation, given)
    children: dict[str, list[str]] = defaultdict(list)
    for page in conversation.pages:
        if page.key in under:
            children[under[page.key].target].append(page.key)
    roots = [page.key for page in conversation.pages if page.key not in under]
    first = _root(conversation.start, {key: answer.target for key, answer in under.items()})
    roots.sort(key=lambda key: key != first)
    depths = _depths(roots, children)
    below = _sizes(list(depths), under)
    pages = {page.key: page for page in conversation.pages}
    numbers = {key: number for number, key in enumerate(depths)}
    return [
        Voice(
            page=pages[key],
            number=number,
            depth=depth,
            below=below[key],
            under=under.get(key),
            also=tuple(answer for answer in given[key] if answer is not under.get(key)),
            others=tuple(one for one in taken[key] if not 0 < numbers[one.source] - number <= below[key]),
        )
        for number, (key, depth) in enumerate(depths.items())
    ]


def _places(conversation: Conversation, given: Answers) -> dict[str, Answer]:
    """For each page that answers one here, the answer for which it stands where it stands; never in a circle."""
    order = {page.key: number for number, page in enumerate(conversation.pages)}
    themes = {page.key for page in conversation.pages if page.is_theme}
    around = {conversation.start}
    under: dict[str, Answer] = {}

    def says(answer: Answer) -> tuple[bool, bool, int]:
        return answer.target in around, answer.target not in themes, order[answer.target]

    for key, number in order.items():
        older = [answer for answer in given.get(key, ()) if order[answer.target] < number]
        if older:
            under[key] = max(older, key=says)
            if under[key].target in around:
                around.add(key)
    # An old entry that was sent to a younger page later: it stands there unless that page stands below it.
    above = {key: answer.target for key, answer in under.items()}
    for key in [key for key in order if key not in under]:
        free = [answer for answer in given.get(key, ()) if _root(answer.target, above) != key]
        if free:
            under[key] = max(free, key=says)
            above[key] = under[key].target
    return under


def _root(key: str, above: dict[str, str]) -> str:
    while key in above:
        key = above[key]
    return key


def _depths(roots: list[str], children: Mapping[str, list[str]]) -> dict[str, int]:
    """Every page in reading order, and how deep it stands. A loop and no recursion: a chain may have a thousand."""
    depths: dict[str, int] = {}
    waiting = [(root, 0) for root in reversed(roots)]
    while waiting:
        key, depth = waiting.pop()
        depths[key] = depth
        waiting += [(child, depth + 1) for child in reversed(children.get(key, ()))]
    return depths


def _sizes(reading_order: list[str], under: Mapping[str, Answer]) -> dict[str, int]:
    """How many pages stand below each."""
    below = dict.fromkeys(reading_order, 0)
    for key in reversed(reading_order):
        if key in under:
            below[under[key].target] += below[key] + 1
    return below
