"""Celery's filesystem transport, made safe to be killed and to be written to by strangers' hands.

A message file appears whole or not at all (temporary name, then rename), is claimed by one rename, and is skipped when
it is not a bell: kombu's own reader lets an empty file, or JSON of another shape, end the worker. Nothing passes
through the system's temporary folder, and no exchange table is kept in a file: every process declares its queue itself.
A folder that somebody removed is made anew.
"""

import json
import logging
import os
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import filesystem, virtual

logger = logging.getLogger(__name__)

_SUFFIX = ".msg"
# Far above what a bell weighs: whatever is larger was not written by us.
_MAX_BYTES = 64 * 1024


def is_bell(payload: object) -> bool:
    """Whether a decoded message file has the shape that the worker can take without stumbling."""
    if not isinstance(payload, dict):
        return False
    headers, properties = payload.get("headers"), payload.get("properties")
    if not isinstance(headers, dict) or not isinstance(properties, dict) or not isinstance(payload.get("body"), str):
        return False
    return (
        payload.get("content-type") == "application/json"
        and payload.get("content-encoding") == "utf-8"
        and properties.get("body_encoding") == "base64"
        and _names_its_way(properties)
        and _names_its_task(headers)
    )


def _names_its_way(properties: dict[str, Any]) -> bool:
    way = properties.get("delivery_info")
    return (
        isinstance(way, dict)
        and all(isinstance(way.get(key), str) for key in ("exchange", "routing_key"))
        and all(isinstance(properties.get(key), str) for key in ("delivery_tag", "correlation_id"))
    )


# What Celery would parse, or act upon, beyond the two names that a bell needs.
_UNUSED = ("eta", "expires", "group", "stamps", "stamped_headers", "replaced_task_nesting", "retries", "group_index")


def _names_its_task(headers: dict[str, Any]) -> bool:
    return (
        all(isinstance(headers.get(key), str) for key in ("task", "id"))
        and not any(headers.get(key) for key in _UNUSED)
        and headers.get("timelimit") in (None, [None, None])
    )


class Channel(filesystem.Channel):
    """One folder of bells."""

    supports_fanout = False
    get_table = virtual.Channel.get_table
    _delete = virtual.Channel._delete

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        """Nothing to keep: the binding lives in each process's own memory."""

    # kombu's own classes disagree about the second argument's name.
    def _put(self, queue: str, message: dict[str, Any], **_: object) -> None:  # type: ignore[override]
        # The wall clock, unlike kombu's monotonic one, keeps the order across a restart of the machine.
        name = f"{time.time_ns():020d}_{uuid.uuid4().hex}.{queue}{_SUFFIX}"
        folder = Path(self.data_folder_out)
        unfinished = folder / f".{name}.new"
        try:
            _make(folder)
            unfinished.write_bytes(json.dumps(message).encode())
            unfinished.rename(folder / name)
        except OSError as problem:
            raise ChannelError(f"the bell could not be written: {problem}") from problem

    def _get(self, queue: str, timeout: object = None) -> Any:
        for name in self._waiting(queue):
            payload = _take(Path(self.data_folder_in), name)
            if is_bell(payload):
                return payload
            if payload is not None:
                logger.warning("skipped a message that is not a bell: %s", name)
        raise Empty

    def _waiting(self, queue: str) -> Iterator[str]:
        try:
            _make(Path(self.data_folder_in))
            names = os.listdir(self.data_folder_in)
        except OSError:  # nothing can be heard; who rings says so
            return
        yield from sorted(name for name in names if name.partition(".")[2] == f"{queue}{_SUFFIX}")


def _make(folder: Path) -> None:
    # Who may write here gives orders to the worker. The data folder itself is not made: without it there is no service.
    folder.mkdir(mode=0o700, exist_ok=True)


def _take(folder: Path, name: str) -> Any:
    """The decoded message, False when it is garbage, None when another reader was first."""
    mine = folder / f".{name}.taken"
    try:
        (folder / name).rename(mine)
    except OSError:
        return None
    try:
        with mine.open("rb") as message:
            return json.loads(message.read(_MAX_BYTES))
    except (OSError, ValueError, RecursionError):
        return False
    finally:
        _forget(mine)


def _forget(message: Path) -> None:
    try:
        message.unlink()
    except OSError as problem:
        logger.warning("a taken bell stays in the folder: %s", problem)


class Transport(filesystem.Transport):
    """The transport behind `filesystem://` in this service."""

    Channel = Channel


def purge(folder: Path) -> int:
    """Remove every message that waits in `folder`; the number removed. Rows are the truth, so none is missed."""
    removed = 0
    for message in folder.iterdir():
        if message.is_file():
            _forget(message)
            removed += 1
    return removed
