"""A folder of bells that nobody's accident can silence."""

import json
import stat
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kombu.connection import Connection

from buttobi import celery as _celery  # noqa: F401 - it puts our transport in the filesystem's place
from buttobi.broker import Channel, is_bell, purge

BELL: dict[str, Any] = {
    "body": "W1tdLCB7fSwgeyJjYWxsYmFja3MiOiBudWxsfV0=",
    "content-encoding": "utf-8",
    "content-type": "application/json",
    "headers": {"lang": "py", "task": "running.pulse", "id": "1", "eta": None, "timelimit": [None, None], "retries": 0},
    "properties": {
        "correlation_id": "1",
        "delivery_mode": 2,
        "delivery_info": {"exchange": "bells", "routing_key": "bells"},
        "body_encoding": "base64",
        "delivery_tag": "2",
    },
}

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "broker"


@pytest.fixture
def channel(folder):
    options = {"data_folder_in": str(folder), "data_folder_out": str(folder)}
    with Connection("filesystem://here", transport_options=options) as connection:
        yield connection.default_channel


def put(folder: Path, name: str, content: bytes) -> None:
    (folder / f"{name}.bells.msg").write_bytes(content)


def test_a_bell_that_was_put_is_got_once(channel):
    channel._put("bells", BELL)
    assert channel._get("bells") == BELL
    with pytest.raises(Empty):
        channel._get("bells")


def test_bells_are_got_in_the_order_in_which_they_were_put(channel):
    for number in range(20):
        channel._put("bells", {**BELL, "headers": {**BELL["headers"], "id": str(number)}})
    assert [channel._get("bells")["headers"]["id"] for _ in range(20)] == [str(number) for number in range(20)]


def test_nobody_else_may_look_into_the_folder(channel, folder):
    channel._put("bells", BELL)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_the_folder_is_made_anew_when_somebody_removed_it(channel, folder):
    channel._put("bells", BELL)
    channel._get("bells")
    folder.rmdir()
    with pytest.raises(Empty):
        channel._get("bells")
    folder.rmdir()
    channel._put("bells", BELL)
    assert channel._get("bells") == BELL


@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"42",
        b'{"body": 1}',
        b"\xff\xfe",
        b"[" * 60_000,
        json.dumps({**BELL, "headers": []}).encode(),
    ],
)
def test_what_is_not_a_bell_is_skipped_and_removed(channel, folder, garbage):
    channel._put("bells", BELL)
    put(folder, "0", garbage)
    put(folder, "9", garbage)
    assert channel._get("bells") == BELL
    with pytest.raises(Empty):
        channel._get("bells")
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    "headers",
    [
        {"eta": "x"},
        {"expires": "x"},
        {"timelimit": [1, "x"]},
        {"task": None},
        {"id": {}},
        {"retries": "many"},
        {"group": 1},
    ],
)
def test_a_bell_that_asks_for_more_than_ringing_is_none(headers):
    assert is_bell(BELL)
    assert not is_bell({**BELL, "headers": {**BELL["headers"], **headers}})


@given(anything)
def test_any_json_is_a_bell_or_is_not(payload):
    assert is_bell(payload) in (True, False)


def test_a_message_that_is_still_being_written_is_left_alone(channel, folder):
    channel._put("bells", BELL)
    channel._get("bells")
    (folder / ".1.bells.msg.new").write_text("{")
    with pytest.raises(Empty):
        channel._get("bells")
    assert (folder / ".1.bells.msg.new").exists()


def test_purging_leaves_nothing_behind(channel, folder):
    channel._put("bells", BELL)
    put(folder, "0", b"")
    (folder / ".1.bells.msg.taken").write_text("")
    assert purge(folder) == 3
    assert list(folder.iterdir()) == []


def test_the_filesystem_transport_is_ours(channel):
    assert isinstance(channel, Channel)
