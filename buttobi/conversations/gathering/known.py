"""What a walk knows of the trackbacks around pages: each page is asked about once, and a long thread far ahead.

A walk goes ring by ring. Were each ring asked about when it is reached, a thread of a thousand letters would cost two
thousand queries; so, once a conversation has shown to be a long one, what lies ahead is read along with the ring.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from buttobi.conversations.gathering import ahead
from buttobi.conversations.gathering.rows import AT_ONCE, End, Found, Rows
from buttobi.sections import marked, wall
from linkback import addresses

# A page may have more trackbacks than anybody reads here: of one question so many rows for each page are read.
ROWS_A_PAGE = 5
# Most conversations end within two steps. There also are the themes from which a walk goes on, which nothing is read
# ahead of.
_NEAR = 2
# A ring as wide as this comes to the limit of pages in a few steps.
_NARROW = 100
# So often the database is asked about a ring, at four queries or five.
MOST_TIMES = 30


class Known:
    """The trackbacks that readers of one section may see, around the pages that were asked about."""

    def __init__(self, section: str, *, most: int) -> None:
        self.is_cut = False
        """Whether there is more than was read."""
        self._rows = Rows(section, most=most * ROWS_A_PAGE)
        self._judges_hosts = wall.refusal(source=None, target=section, adult=True) is not None
        self._hosts: dict[str, bool] = {}
        self._around: dict[str, list[Found]] = {}
        self._heard_of: dict[str, End] = {}
        self._times = 0
        self._ahead = AT_ONCE - _NARROW
        self._is_next_heard_of = False

    def around(self, ring: Sequence[End], *, steps: int) -> list[Found]:
        """The trackbacks to and from a ring of pages, the oldest first; `steps`: how far from the start it is."""
        new = [end for end in ring if end.key not in self._around]
        if new and self._times == MOST_TIMES:
            self.is_cut = True
        elif new:
            self._times += 1
            self._ask(new, looks_ahead=steps >= _NEAR and len(new) < _NARROW)
        found = {id(one): one for end in ring for one in self._around.get(end.key, ())}
        return sorted(found.values(), key=_by_time)

    def _ask(self, ring: list[End], *, looks_ahead: bool) -> None:
        if looks_ahead and self._ahead:
            ends = self._with_what_is_ahead(ring)
            found, is_all = self._rows.around(ends)
            if is_all:
                self._keep(ends, found)
                return
            # So much hangs on what is ahead that what is near might be missed.
            self._ahead //= 4
        found, is_all = self._rows.around(ring)
        self.is_cut |= not is_all
        self._keep(ring, found)

    def _with_what_is_ahead(self, ring: list[End]) -> list[End]:
        """The ring, and by turns what trackbacks lead on to, and the other ends of trackbacks that were read."""
        ends = {end.key: end for end in ring}
        others = [end for key, end in self._heard_of.items() if key not in ends] if self._is_next_heard_of else []
        self._is_next_heard_of = not others
        for end in others[: self._ahead] or ahead.of(ring, most=self._ahead):
            if end.key not in self._around:
                ends.setdefault(end.key, end)
        return list(ends.values())

    def _keep(self, ends: Iterable[End], found: list[Found]) -> None:
        around: dict[str, list[Found]] = {end.key: [] for end in ends}
        self._ask_staff_about(found)
        for one in found:
            if not self._is_marked(one):
                self._hear_of(one.source, one.target)
                for key in {one.source.key, one.target.key} & around.keys():
                    around[key].append(one)
        self._around |= around
        for key in around:
            self._heard_of.pop(key, None)

    def _hear_of(self, *ends: End) -> None:
        for end in ends:
            if end.key not in self._around and not end.is_meeting_place:
                self._heard_of.setdefault(end.key, end)

    def _ask_staff_about(self, found: list[Found]) -> None:
        """Whether the hosts that are new here are on the list of marked ones, where that list matters."""
        if not self._judges_hosts:
            return
        new = {host for one in found for host in _hosts(one)} - self._hosts.keys()
        among = marked.marked_among(new) if new else set()
        self._hosts |= {host: host in among for host in new}

    def _is_marked(self, found: Found) -> bool:
        return any(self._hosts.get(host, False) for host in _hosts(found))


def _hosts(found: Found) -> set[str]:
    """The hosts of the page elsewhere at one end, and of where it led; none when both are ours."""
    led_to = found.words.led_to if found.words is not None else ""
    return {addresses.host(url) for url in (found.source.url or found.target.url, led_to) if url}


def _by_time(found: Found) -> datetime:
    return found.at
