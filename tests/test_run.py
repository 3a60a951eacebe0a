"""`./run` on a machine that has Python and nothing else; uv and the package index are small pretended ones."""

import hashlib
import importlib.machinery
import importlib.util
import io
import json
import os
import platform
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest
from pytest_httpserver import HTTPServer

ROOT = Path(__file__).resolve().parent.parent

# It makes an environment, or writes down what it was asked, as uv would do it.
UV = f"""#!{sys.executable}
import os, pathlib, sys
root = pathlib.Path.cwd()
if sys.argv[1] == "--version":
    sys.exit(0)
if os.environ.get("UV_FAILS"):
    sys.exit(os.environ["UV_FAILS"])
with (root / "asked").open("a") as asked:
    print(*sys.argv[1:], file=asked)
bin = root / ".venv" / "bin"
bin.mkdir(parents=True, exist_ok=True)
if not (bin / "python").exists():
    (bin / "python").symlink_to(sys.executable)
if sys.argv[1] == "sync" or "--editable" in sys.argv:
    (bin / "buttobi").write_text("#!{sys.executable}\\nimport sys\\nprint('became', *sys.argv[1:])\\n")
    (bin / "buttobi").chmod(0o755)
"""


def load() -> ModuleType:
    """The script as a module."""
    loader = importlib.machinery.SourceFileLoader("run", str(ROOT / "run"))
    spec = importlib.util.spec_from_loader("run", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def wheel_name(version: str = "0.13.9") -> str:
    libc = "manylinux_2_17" if platform.libc_ver()[0] == "glibc" else "musllinux_1_1"
    return f"uv-{version}-py3-none-{libc}_{platform.machine().lower()}.whl"


def wheel() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("uv-0.13.9.data/scripts/uv", UV)
    return content.getvalue()


class Clone:
    """A fresh clone, on a machine whose PATH is empty."""

    def __init__(self, folder: Path, index: str) -> None:
        self.folder = folder
        (folder / "nothing").mkdir(parents=True)
        for name in ("run", "uv.lock", "pyproject.toml"):
            shutil.copy(ROOT / name, folder / name)
        self.environment = {"PATH": str(folder / "nothing"), "HOME": str(folder), "UV_DEFAULT_INDEX": index}

    def run(self, *words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, str(self.folder / "run"), *words],
            capture_output=True,
            text=True,
            env=self.environment | environment,
            cwd=self.folder / "nothing",
            timeout=60,
        )

    def asked(self) -> list[str]:
        """What uv was asked since the last look."""
        file = self.folder / "asked"
        lines = file.read_text().splitlines() if file.exists() else []
        file.unlink(missing_ok=True)
        return lines


@pytest.fixture
def clone(tmp_path, httpserver: HTTPServer):
    content = wheel()
    httpserver.expect_request("/files/uv.whl").respond_with_data(content)
    httpserver.expect_request("/simple/uv/").respond_with_data(
        f'<a href="../../files/uv.whl#sha256={hashlib.sha256(content).hexdigest()}">{wheel_name()}</a>'
    )
    return Clone(tmp_path / "clone", httpserver.url_for("/simple"))


def test_a_bare_machine_gets_uv_then_the_rest_then_becomes_buttobi(clone):
    done = clone.run("publish", "cats", "--title", "Paws and more")
    assert done.returncode == 0, done.stderr
    assert done.stdout == "became publish cats --title Paws and more\n"
    assert "Fetching uv" in done.stderr
    assert (clone.folder / ".venv" / "bin" / "uv").exists()
    assert [name for name in os.listdir(clone.folder) if name.startswith(".uv")] == []


def test_without_a_command_it_serves(clone):
    assert clone.run().stdout == "became serve\n"


def test_the_second_start_asks_nobody_anything(clone, httpserver):
    clone.run("serve")
    clone.asked()
    httpserver.clear()
    done = clone.run("serve")
    assert (done.stdout, done.stderr, clone.asked()) == ("became serve\n", "", [])


def test_a_changed_lock_is_brought_in(clone):
    clone.run("serve")
    clone.asked()
    (clone.folder / "uv.lock").write_text("something else")
    clone.run("serve")
    assert clone.asked() != []


def test_a_torn_stamp_is_as_good_as_none(clone):
    clone.run("serve")
    clone.asked()
    (clone.folder / ".venv" / "buttobi-synced.json").write_text("{")
    assert clone.run("serve").stdout == "became serve\n"
    assert clone.asked() != []


def test_only_tests_and_checks_bring_in_tools_and_they_stay(clone):
    clone.run("serve")
    assert all("--no-dev" in line for line in clone.asked() if line.startswith("export"))
    clone.run("test")
    asked = [line for line in clone.asked() if line.startswith("export")]
    assert asked
    assert all("--no-dev" not in line and "--extra cluster" in line for line in asked)
    clone.run("serve")
    clone.run("check")
    assert clone.asked() == []


@pytest.mark.parametrize(
    "setting", [{"DATABASE_URL": "postgres://db.example/b"}, {"CACHE_URL": "redis://c"}, {"BROKER_URL": "amqp://b"}]
)
def test_drivers_are_brought_in_when_a_setting_asks_for_them(clone, setting):
    clone.run("serve", **setting)
    assert any("--extra cluster" in line for line in clone.asked())


def test_an_index_that_cannot_be_reached_is_one_sentence_at_the_end(clone):
    done = clone.run("serve", UV_DEFAULT_INDEX="http://127.0.0.1:9/simple")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("No package index could be reached;")
    assert "Traceback" not in done.stderr


def test_a_failure_of_uv_that_is_the_networks_says_so(clone):
    clone.run("help")
    (clone.folder / ".venv" / "buttobi-synced.json").unlink()
    done = clone.run("help", UV_FAILS="error: Request failed: dns error")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("No package index could be reached;")


def test_a_wheel_that_is_not_what_the_index_describes_is_refused(clone, httpserver):
    httpserver.clear()
    httpserver.expect_request("/files/uv.whl").respond_with_data(b"something else")
    httpserver.expect_request("/simple/uv/").respond_with_data(
        f'<a href="/files/uv.whl#sha256={"0" * 64}">{wheel_name()}</a>'
    )
    done = clone.run("serve")
    assert done.returncode == 1
    assert "is not the one that the index describes" in done.stderr
    assert not (clone.folder / ".venv" / "bin" / "uv").exists()


def test_the_newest_release_for_this_machine_is_taken():
    run = load()
    names = [
        wheel_name("0.9.9"),
        wheel_name("0.13.9"),
        wheel_name("0.14.0rc1"),
        "uv-9.0.0-py3-none-win32.whl",
        "uv-9.0.0.tar.gz",
    ]
    assert max((name for name in names if run.fits(name)), key=run.version_of) == wheel_name("0.13.9")


def test_the_index_is_found_where_pip_and_uv_look(monkeypatch, tmp_path):
    run = load()
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL", "PIP_CONFIG_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "pip.conf").write_text("[global]\nindex-url = https://mirror.example/simple\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "pip.conf"))
    assert run.configured_index() == "https://mirror.example/simple"
    monkeypatch.setenv("PIP_INDEX_URL", "https://other.example/simple")
    assert run.configured_index() == "https://other.example/simple"
    monkeypatch.setenv("UV_DEFAULT_INDEX", "mine=https://third.example/simple?a=b")
    assert run.configured_index() == "https://third.example/simple?a=b"


def test_a_python_that_is_too_old_says_so(monkeypatch):
    run = load()
    monkeypatch.setattr(run, "OLDEST", (99, 0))
    monkeypatch.setattr(run.shutil, "which", lambda _: None)
    with pytest.raises(run.Unable, match=r"^Buttobi needs Python 99\.0 or newer, and this is [\d.]+;"):
        run.become_a_new_enough_python()


def test_what_is_needed_is_remembered(clone):
    clone.run("serve")
    stamp = json.loads((clone.folder / ".venv" / "buttobi-synced.json").read_text())
    assert stamp["has"] == ["service"]
