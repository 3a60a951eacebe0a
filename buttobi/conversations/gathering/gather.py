"""Everything that hangs together with one page: who trackbacked it, whom it trackbacked, and so on outward.

A theme, or another page of a Trackback Center, is a meeting place: what answers it has nothing else in common. It is
shown wherever the walk comes by, and the walk goes on from it only where the reader began there or one step away, so
that an answer's conversation has its theme and the theme's other answers, and not whatever those wrote for the next
theme. On the practice theme everyone meets: from it nothing leads on but where the reader began there.
"""

from datetime import datetime

from buttobi.conversations.conversation import Answer, Conversation, Page
from buttobi.conversations.gathering import pages, rows
from buttobi.conversations.gathering.rows import End, Found, Words
from buttobi.sections import marked, wall
from buttobi.trackbacks.models import Target
from linkback import addresses

MOST = 1000
# A page may have more trackbacks than anybody reads here: of one step of the walk so many rows for each page are read.
_ROWS_A_PAGE = 5


def around(target: Target, *, most: int = MOST) -> Conversation:
    """The conversation around a page that everyone can read, cut at `most` pages of which the nearest are kept.

    Titles are in the active language where a page has them in two. One step outward costs two queries, whatever the
    number of pages, and two more where it met pages elsewhere; the words of all pages cost three.
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
        self._section = section
        self._most = most
        self._rows = rows.Rows(section, most=most * _ROWS_A_PAGE)
        self._steps = 0
        self._is_cut = False
        self._hosts: dict[str, bool] = {}
        self._met: dict[str, End] = {start.key: start}
        self._heard: dict[str, datetime] = {}
        self._words: dict[str, Words] = {}
        self._answers: dict[tuple[str, str], Answer] = {}

    def step(self) -> None:
        """One step outward. When there is no room for more pages, the last ones still learn whom they answered."""
        found = self._rows.around(self.ring)
        self._is_cut |= len(found) >= self._most * _ROWS_A_PAGE
        self._steps += 1
        self.ring = []
        self._ask_staff_about(found)
        for one in found:
            if one.source.key != one.target.key and not self._is_marked(one):
                self._take(one)

    def _ask_staff_about(self, found: list[Found]) -> None:
        """Whether the hosts that are new here are on the list of marked ones, where that list matters."""
        if wall.refusal(source=None, target=self._section, adult=True) is None:
            return
        new = {host for one in found for host in _hosts(one)} - self._hosts.keys()
        among = marked.marked_among(new) if new else set()
        self._hosts |= {host: host in among for host in new}

    def _is_marked(self, found: Found) -> bool:
        return any(self._hosts.get(host, False) for host in _hosts(found))

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
            is_cut=self._is_cut,
        )


def _hosts(found: Found) -> set[str]:
    """The hosts of the page elsewhere at one end, and of where it led; none when both are ours."""
    return {addresses.host(url) for url in (found.source.url or found.target.url, found.led_to) if url}


def _by_time(page: Page) -> tuple[bool, float, str]:
    return page.at is None, page.at.timestamp() if page.at else 0, page.key
