"""Where fetched pages are read: beside the loop, which has deadlines to keep, and the heavy ones by themselves."""

import asyncio
import time
import zlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Self

from buttobi.outbound.answer import Answer
from buttobi.trackbacks.examining.visit import Found, read

# Bytes; nearly every page of a weblog is smaller.
HEAVY = 100_000
# While others are read, a heavy page is followed by a rest this many times as long as it took.
REST = 9.0
# Seconds: so recently was an ordinary page read when there are others.
LATELY = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """A heavy page that waits to be read: a hundred of them would otherwise be a hundred megabytes."""

    head: Answer
    body: bytes

    def unpack(self) -> Answer:
        return replace(self.head, body=zlib.decompress(self.body))


class ReadingRoom:
    """One reader for ordinary pages and one for heavy ones, so that nobody waits behind somebody's megabytes."""

    def __init__(self) -> None:
        self._ordinary = ThreadPoolExecutor(1, thread_name_prefix="reader")
        self._heavy = ThreadPoolExecutor(1, thread_name_prefix="reader-of-heavy-pages")
        self._one_by_one = asyncio.Lock()
        self._last_ordinary = float("-inf")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for reader in (self._ordinary, self._heavy):
            reader.shutdown(cancel_futures=True)

    async def take_in(self, answer: Answer) -> Answer | Packed:
        """What its caller keeps of a page until it is read."""
        if len(answer.body) <= HEAVY:
            return answer
        body = await asyncio.get_running_loop().run_in_executor(self._ordinary, zlib.compress, answer.body, 1)
        return Packed(head=replace(answer, body=b""), body=body)

    async def read(self, page: Answer | Packed, source_url: str, targets: Sequence[str]) -> Found:
        """What a page says, for all targets that are looked for on it."""
        loop = asyncio.get_running_loop()
        if isinstance(page, Answer):
            self._last_ordinary = time.monotonic()
            return await loop.run_in_executor(self._ordinary, read, page, source_url, targets)
        async with self._one_by_one:
            began = time.monotonic()
            found = await loop.run_in_executor(self._heavy, _read_heavy, page, source_url, targets)
            took = time.monotonic() - began
            if began - self._last_ordinary < LATELY:
                # Two threads share one interpreter: without a rest, the other would get hardly anything done.
                await asyncio.sleep(REST * took)
        return found


def _read_heavy(page: Packed, source_url: str, targets: Sequence[str]) -> Found:
    return read(page.unpack(), source_url, targets)
