"""What a page elsewhere takes, before anything is sent to it: its endpoints, its title, and its rules if it says them.

Nothing is written down but for a few minutes, so that several who ask cost its server one look.
"""

import asyncio
import json
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import groupby
from typing import Protocol

from asgiref.sync import async_to_sync
from django.core.cache import cache
from django.utils.translation import get_language, gettext_noop

from buttobi.outbound.answer import Answer
from buttobi.outbound.errors import OtherPeoplesProblem
from buttobi.outbound.visitor import Visitor
from buttobi.trackbacks.sending import deliver, look, outcome
from linkback import addresses, text, trackback
from linkback.discovery import Endpoints, find_endpoints
from linkback.evidence import find_evidence

# Somebody sits before the screen and waits.
DEADLINE = 4.0
AT_ONCE = 5
REMEMBERED = 600
TROUBLE_REMEMBERED = 20
# So many pages one person may have looked at within ten minutes.
LOOKS = 60

TOO_SLOW = gettext_noop("Its server did not answer in time. We look again when we send.")
TOO_OFTEN = gettext_noop("We looked at many pages for you just now. We look again when we send.")

_LONGEST_RULES = 16_384
_LONGEST_WORDS = 200
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")


class Asker(Protocol):
    """Whoever fetches pages: a client, or a visitor who keeps the pace."""

    async def get(self, url: str) -> Answer: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a page says of itself about trackbacks, for programs that want to know before they send."""

    is_open: bool = True
    takes: tuple[str, ...] | None = None
    """The kinds that it names; None when it names none."""
    needs_link: bool = False
    words: dict[str, str] = field(default_factory=dict)

    @property
    def in_words(self) -> str:
        """As a person reads it: in the active language, else in English."""
        return self.words.get((get_language() or "en").partition("-")[0]) or self.words.get("en", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One address, and what is there."""

    url: str
    """Where the page answered."""
    endpoints: Endpoints = field(default_factory=Endpoints)
    title: str = ""
    adult: bool = False
    """It calls itself so."""
    rules: Rules | None = None
    problem: str = ""
    """Why nothing is known: an English sentence, the key of its translation."""


async def discover(url: str, asker: Asker) -> Found:
    """What the page at an address takes. Raises OtherPeoplesProblem."""
    page = await asker.get(url)
    as_typed = Endpoints(trackback=url) if trackback.looks_like_ping_url(url) or _is_answer(page) else None
    if not 200 <= page.status < 300:
        problem = outcome.of_page_in_words(page)
        return Found(url=page.url, endpoints=as_typed or Endpoints(), problem="" if as_typed else problem)
    endpoints = find_endpoints(page.url, page.headers, page.body, asked=url)
    entry = look.entry_of(page.url)
    if as_typed and endpoints.policy is None and entry:
        # A Trackback URL leads readers to a page below the entry; what holds is said by the entry.
        page = await asker.get(entry)
        endpoints = find_endpoints(page.url, page.headers, page.body)
    rules = await _rules(endpoints.policy, asker) if endpoints.policy else None
    ratings = page.all("rating")
    portrait = find_evidence(page.body, page.header("content-type"), url, page.url, [], ratings=ratings).portrait
    known = as_typed or endpoints
    return Found(url=page.url, endpoints=known, title=portrait.title, adult=portrait.adult, rules=rules)


def _is_answer(page: Answer) -> bool:
    return "xml" in page.header("content-type") and b"<response>" in page.body[:2000]


async def _rules(address: str, asker: Asker) -> Rules | None:
    try:
        answer = await asker.get(address)
    except OtherPeoplesProblem:
        return None
    return read_rules(answer.body) if answer.status == 200 else None


def read_rules(body: bytes) -> Rules | None:
    """The rules in a JSON document such as ours; None for anything else."""
    try:
        said = json.loads(body[:_LONGEST_RULES])
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict) or not isinstance(said.get("open"), bool):
        return None
    takes, words = said.get("takes"), said.get("words")
    return Rules(
        is_open=said["open"],
        takes=tuple(kind for kind in takes if isinstance(kind, str)) if isinstance(takes, list) else None,
        needs_link=said.get("culture") == "mention",
        words=_words(words) if isinstance(words, dict) else {},
    )


def _words(said: dict[str, object]) -> dict[str, str]:
    return {
        language: text.cut(text.plain(words), _LONGEST_WORDS)
        for language, words in list(said.items())[:20]
        if isinstance(words, str) and _LANGUAGE.fullmatch(language)
    }


# --- For somebody who writes ------------------------------------------------------------------------------------------
def discover_all(urls: Collection[str], *, by: int) -> dict[str, Found]:
    """What is at a few addresses, for the account `by`, within four seconds; known from before where that is so."""
    wanted = list(dict.fromkeys(urls))[:AT_ONCE]
    keys = {url: f"there:{sha256(addresses.key(url).encode()).hexdigest()}" for url in wanted}
    known = cache.get_many(keys.values())
    found = {url: known[key] for url, key in keys.items() if key in known}
    missing = [url for url in wanted if url not in found]
    if not missing:
        return found
    if not _may_look(by, len(missing)):
        return found | {url: Found(url=url, problem=TOO_OFTEN) for url in missing}
    looked = async_to_sync(_look_at)(missing)
    cache.set_many({keys[url]: said for url, said in looked.items() if not said.problem}, REMEMBERED)
    # What could not be read now may be read in a minute.
    cache.set_many({keys[url]: said for url, said in looked.items() if said.problem}, TROUBLE_REMEMBERED)
    return found | looked


def _may_look(by: int, count: int) -> bool:
    key = f"looks:{by}"
    cache.add(key, 0, REMEMBERED)
    try:
        return cache.incr(key, count) <= LOOKS
    except ValueError:
        return True


async def _look_at(urls: list[str]) -> dict[str, Found]:
    looked = {url: Found(url=url, problem=TOO_SLOW) for url in urls}
    async with deliver.visitor(deadline=DEADLINE) as client:
        visitor = Visitor(client)
        # One at a time for each host, which is all that its pace allows.
        hosts = [list(group) for _, group in groupby(sorted(urls, key=addresses.host), key=addresses.host)]
        looks = [asyncio.create_task(_look_in_turn(group, visitor, looked)) for group in hosts]
        _, late = await asyncio.wait(looks, timeout=DEADLINE)
        for task in late:
            task.cancel()
        for end in await asyncio.gather(*looks, return_exceptions=True):
            if isinstance(end, Exception):
                raise end
    return looked


async def _look_in_turn(urls: list[str], visitor: Visitor, looked: dict[str, Found]) -> None:
    for url in urls:
        try:
            looked[url] = await discover(url, visitor)
        except OtherPeoplesProblem as problem:
            looked[url] = Found(url=url, problem=outcome.of_problem(problem).problem)
