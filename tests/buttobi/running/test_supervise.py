"""Children: started again with growing pauses, stopped with patience, then without."""

import sys
import time
from pathlib import Path

import pytest

from buttobi.running import supervise
from buttobi.running.supervise import Child, Tree


@pytest.fixture
def script(tmp_path, monkeypatch):
    """Makes a module that a child runs; it is given words before the number of its parent."""

    def write(body: str) -> str:
        (tmp_path / "child_of_a_test.py").write_text(body)
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))
        return "child_of_a_test"

    return write


def test_a_child_that_ends_is_started_again_after_a_pause_that_grows(script, tmp_path, monkeypatch):
    monkeypatch.setattr(supervise, "FIRST_PAUSE", 0.05)
    module = script("import sys\nopen(sys.argv[1], 'a').write('x')")
    said: list[str] = []
    tree = Tree(
        children=[Child(name="child", module=module, arguments=[str(tmp_path / "starts")], pause=0.05)], say=said.append
    )
    tree.start()
    starts = tmp_path / "starts"
    assert tree.watch(until=lambda: starts.exists() and len(starts.read_text()) >= 3, seconds=10)
    tree.stop()
    assert said[0] == "The child ended (exit 0); starting it again."
    assert tree.children[0].pause >= 0.15


def test_a_child_is_told_which_process_is_its_parent(script, tmp_path):
    module = script("import os, sys\nopen(sys.argv[1], 'w').write(str(int(sys.argv[2]) == os.getppid()))")
    tree = Tree(children=[Child(name="child", module=module, arguments=[str(tmp_path / "told")])], say=print)
    tree.start()
    told = tmp_path / "told"
    tree.watch(until=lambda: told.exists() and told.read_text() != "", seconds=5)
    tree.stop()
    assert told.read_text() == "True"


def test_a_child_that_will_not_end_is_killed_with_all_that_it_started(script, tmp_path, monkeypatch):
    monkeypatch.setattr(supervise, "PATIENCE_SECONDS", 0.3)
    module = script(
        "import signal, subprocess, sys, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "below = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "open(sys.argv[1], 'w').write(str(below.pid))\n"
        "time.sleep(60)\n"
    )
    below = tmp_path / "below"
    tree = Tree(children=[Child(name="child", module=module, arguments=[str(below)])], say=print)
    tree.start()
    assert tree.watch(until=lambda: below.exists() and below.read_text() != "", seconds=5)
    began = time.monotonic()
    tree.stop()
    assert time.monotonic() - began < 3
    time.sleep(0.1)
    state = Path(f"/proc/{below.read_text()}/stat")
    assert sys.platform != "linux" or not state.exists() or state.read_text().rpartition(")")[2].split()[0] == "Z"


def test_a_tree_that_never_gets_ready_is_not_watched_for_ever(script):
    tree = Tree(children=[Child(name="child", module=script("import time; time.sleep(60)"))], say=print)
    tree.start()
    assert not tree.watch(until=lambda: False, seconds=0.2)
    tree.stop()
