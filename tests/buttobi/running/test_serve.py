"""The tree of processes: it starts, stays, and leaves nobody behind."""

import json
import os
import re
import signal
import stat
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.living import Living

pytestmark = pytest.mark.chaos


def parent_of(process: int) -> int:
    """The parent of a living process, 0 for one that ended (a zombie has ended)."""
    try:
        state, parent = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[:2]
    except OSError:
        return 0
    return 0 if state == "Z" else int(parent)


def tree(root: int) -> dict[int, str]:
    """Every living descendant of a process, with its command line."""
    living = {int(entry.name): parent_of(int(entry.name)) for entry in Path("/proc").iterdir() if entry.name.isdigit()}
    found: dict[int, str] = {}
    wanted = {root}
    while wanted:
        below = {process for process, parent in living.items() if parent in wanted and process not in found}
        found |= {process: Path(f"/proc/{process}/cmdline").read_text().replace("\0", " ") for process in below}
        wanted = below
    return found


def web_server(living: Living) -> int:
    return next(
        process
        for process, words in tree(number(living)).items()
        if "running.web" in words and parent_of(process) == number(living)
    )


def web_process(living: Living) -> int:
    master = web_server(living)
    return next(process for process in tree(master) if parent_of(process) == master)


def worker(living: Living) -> int:
    return next(process for process, words in tree(number(living)).items() if "running.worker" in words)


def number(living: Living) -> int:
    assert living.process is not None
    return living.process.pid


def until(condition: Callable[[], bool], *, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"not within {seconds} s"
        time.sleep(0.05)


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    living = Living(tmp_path_factory.mktemp("serve") / "data").start()
    yield living
    living.stop()


@pytest.fixture
def own(tmp_path):
    """A service that one test may do anything to."""
    living = Living(tmp_path / "data").start()
    yield living
    living.stop()


def test_it_prints_its_addresses_and_a_link_for_the_first_staff_account(running):
    until(lambda: "Ctrl-C" in running.printed(), seconds=20)
    assert running.general in running.printed()
    assert running.adult in running.printed()
    assert running.first_staff_link().startswith(f"http://{running.host}/-/")
    assert "OUTBOUND_ALLOW" not in running.printed()


def test_nobody_else_on_the_machine_may_look_into_the_folder(running):
    assert stat.S_IMODE(running.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((running.folder / "broker").stat().st_mode) == 0o700
    assert stat.S_IMODE((running.folder / "secret-key").stat().st_mode) == 0o600


def test_its_health_can_be_asked_under_any_name(running):
    request = urllib.request.Request(f"http://127.0.0.1:{running.port}/healthz", headers={"Host": "who.example"})
    with urllib.request.urlopen(request, timeout=5) as answer:
        health = json.load(answer)
    assert (health["status"], health["database"], health["worker"]) == ("ok", "ok", "ok")


def test_a_second_service_on_the_same_folder_is_refused_in_one_sentence(running):
    done = running.command("serve", "--port", str(running.port), check=False)
    assert done.returncode == 1
    assert re.fullmatch(r"Buttobi is already running on \S+ \(process \d+\); stop it first\.\n", done.stderr)
    assert running.is_healthy()


@pytest.mark.parametrize("who", [web_server, web_process, worker])
def test_a_child_that_is_killed_is_started_again(running, who):
    before = who(running)
    os.kill(before, signal.SIGKILL)

    def is_back() -> bool:
        try:
            return bool(who(running) != before and running.is_healthy())
        except StopIteration:
            return False

    until(is_back, seconds=20)


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_request_to_stop_ends_all_of_it_within_ten_seconds(own, sign):
    descendants = tree(number(own))
    assert len(descendants) >= 3
    os.kill(number(own), sign)
    assert own.process.wait(10) == 0
    assert [process for process in descendants if parent_of(process)] == []


def test_a_stop_while_it_starts_ends_all_of_it(tmp_path):
    living = Living(tmp_path / "data").start()
    living.stop()
    # The second start has nothing to prepare, so the request falls into the middle of the children's start.
    with pytest.raises(AssertionError):
        living.start(wait=0.5)
    descendants = tree(number(living))
    assert living.process is not None
    os.kill(number(living), signal.SIGTERM)
    assert living.process.wait(10) in (0, -signal.SIGTERM)
    until(lambda: not any(parent_of(process) for process in descendants), seconds=3)


def test_killed_with_9_it_takes_its_children_along_and_can_start_again(own):
    descendants = tree(number(own))
    os.kill(number(own), signal.SIGKILL)
    own.process.wait(5)
    until(lambda: not any(parent_of(process) for process in descendants), seconds=3)
    own.start()
    assert own.is_healthy()


def test_a_start_after_everything_was_killed_at_once_is_healthy(own):
    for process in [number(own), *tree(number(own))]:
        os.kill(process, signal.SIGKILL)
    own.process.wait(5)
    own.start()
    assert own.is_healthy()


def test_a_worker_that_stopped_without_dying_does_not_hold_up_the_end(own):
    frozen = worker(own)
    os.kill(frozen, signal.SIGSTOP)
    os.kill(number(own), signal.SIGTERM)
    assert own.process.wait(12) == 0
    assert not parent_of(frozen)


def test_an_open_way_out_is_warned_of(tmp_path):
    living = Living(tmp_path / "data", OUTBOUND_ALLOW="127.0.0.0/8").start()
    try:
        until(lambda: "Ctrl-C" in living.printed(), seconds=20)
        warnings = [line for line in living.printed().splitlines() if "OUTBOUND_ALLOW" in line]
        assert len(warnings) == 1
        assert "127.0.0.0/8" in warnings[0]
    finally:
        living.stop()


def test_a_second_start_is_quick(own):
    own.stop()
    began = time.monotonic()
    own.start()
    assert time.monotonic() - began < 10
