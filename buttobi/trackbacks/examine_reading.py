"""Where fetched pages are read: beside the loop, which has deadlines to keep, and the heavy ones by themselves."""

import asyncio
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Self

from buttobi.outbound.answer import Answer
from buttobi.trackbacks.examine_source import Found, read

# Bytes; nearly every page of a weblog is smaller.
HEAVY = 100_000
# While others are read, a heavy page is followed by a rest this many times as long as it took.
REST = 4.0
# Seconds: so recently was an ordinary page read when there are others.
LATELY = 1.0


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

    async def read(self, answer: Answer, source_url: str, targets: Sequence[str]) -> Found:
        """What a page says, for all targets that are looked for on it."""
        loop = asyncio.get_running_loop()
        if len(answer.body) <= HEAVY:
            self._last_ordinary = time.monotonic()
            return await loop.run_in_executor(self._ordinary, read, answer, source_url, targets)
        async with self._one_by_one:
            began = time.monotonic()
            found = await loop.run_in_executor(self._heavy, read, answer, source_url, targets)
            took = time.monotonic() - began
            if began - self._last_ordinary < LATELY:
                # Two threads share one interpreter: without a rest, the other would get hardly anything done.
                await asyncio.sleep(REST * took)
        return found
