"""Everything that hangs together with one page: who trackbacked it, whom it trackbacked, and so on outward.

A theme, or another page of a Trackback Center, is a meeting place: what answers it has nothing else in common. It is
shown wherever the walk comes by, and the walk goes on from it only where the reader began there or one step away, so
that an answer's conversation has its theme and the theme's other answers, and not whatever those wrote for the next
theme. On the practice theme everyone meets: from it nothing leads on but where the reader began there.
"""

from datetime import datetime

from buttobi.conversations.conversation import Answer, Conversation, Page
from buttobi.conversations.gathering import pages, rows
from buttobi.conversations.gathering.known import Known
from buttobi.conversations.gathering.rows import End, Found, Words
from buttobi.trackbacks.models import Target

MOST = 1000


def around(target: Target, *, most: int = MOST) -> Conversation:
    """The conversation around a page that everyone can read, cut at `most` pages of which the nearest are kept.

    Titles are in the active language where a page has them in two. The first steps outward cost two queries each,
    whatever the number of pages, and two more where they met pages elsewhere. From the third on, one question more
    tells what lies ahead, so that a thread of a thousand pages costs one or two dozen queries. Where a walk has to ask
    again and again, it is cut after thirty times. The words of all pages cost three.
    """
    walk = _Walk(rows.of_ours(target), section=target.blog.section, most=most)
    while walk.ring:
        walk.step()
    return walk.conversation()


class _Walk:
    """Where the walk is: the pages it has met, the trackbacks between them, and the ring from which it goes on."""

    def __init__(self, start: End, *, section: str, most: int) -> None:
        self.start = start
        self.ring = [start]
        self._most = most
        self._known = Known(section, most=most)
        self._steps = 0
        self._is_cut = False
        self._met: dict[str, End] = {start.key: start}
        self._heard: dict[str, datetime] = {}
        self._words: dict[str, Words] = {}
        self._answers: dict[tuple[str, str], Answer] = {}

    def step(self) -> None:
        """One step outward. When there is no room for more pages, the last ones still learn whom they answered."""
        found = self._known.around(self.ring, steps=self._steps)
        self._steps += 1
        self.ring = []
        for one in found:
            if one.source.key != one.target.key:
                self._take(one)

    def _take(self, found: Found) -> None:
        ends = (found.source, found.target)
        if not all(self._meet(end) for end in ends):
            return
        for end in ends:
            # Rows of one step come oldest first, rows of another may be older.
            self._heard[end.key] = min(self._heard.get(end.key, found.at), found.at)
        if found.words is not None:
            self._words.setdefault(found.source.key, found.words)
        answer = Answer(source=found.source.key, target=found.target.key, at=found.at, link=found.link)
        self._answers.setdefault((answer.source, answer.target), answer)

    def _meet(self, end: End) -> bool:
        """Whether a page belongs to the conversation; a new one does while there is room."""
        if end.key in self._met:
            return True
        if len(self._met) >= self._most:
            self._is_cut = True
            return False
        self._met[end.key] = end
        if not end.is_meeting_place or (self._steps == 1 and not end.is_for_practice):
            self.ring.append(end)
        return True

    def conversation(self) -> Conversation:
        """What was found, in the order of time. A page that left the public during the walk is not in it."""
        found = list(pages.ours([end.number for end in self._met.values() if end.number is not None]))
        for end in self._met.values():
            if end.number is None:
                words = self._words.get(end.key, Words())
                found.append(pages.elsewhere(end, words, at=self._heard[end.key]))
        known = {page.key for page in found}
        answers = [one for one in self._answers.values() if one.source in known and one.target in known]
        return Conversation(
            start=self.start.key,
            pages=tuple(sorted(found, key=_by_time)),
            answers=tuple(sorted(answers, key=lambda one: (one.at, one.source, one.target))),
            is_cut=self._is_cut or self._known.is_cut,
        )


def _by_time(page: Page) -> tuple[bool, float, str]:
    return page.at is None, page.at.timestamp() if page.at else 0, page.key
