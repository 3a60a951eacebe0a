"""Where fetched pages are read: beside the loop, which has deadlines to keep, and the heavy ones by themselves."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Self

from buttobi.outbound.answer import Answer
from buttobi.trackbacks.examine_source import Found, read

# Bytes; nearly every page of a weblog is smaller.
HEAVY = 100_000


class ReadingRoom:
    """One reader for ordinary pages and one for heavy ones, so that nobody waits behind somebody's megabytes."""

    def __init__(self) -> None:
        self._ordinary = ThreadPoolExecutor(1, thread_name_prefix="reader")
        self._heavy = ThreadPoolExecutor(1, thread_name_prefix="reader-of-heavy-pages")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for reader in (self._ordinary, self._heavy):
            reader.shutdown(cancel_futures=True)

    async def read(self, answer: Answer, source_url: str, targets: Sequence[str]) -> Found:
        """What a page says, for all targets that are looked for on it."""
        reader = self._heavy if len(answer.body) > HEAVY else self._ordinary
        return await asyncio.get_running_loop().run_in_executor(reader, read, answer, source_url, targets)
