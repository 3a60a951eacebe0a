"""How `buttobi test` calls pytest."""

import subprocess

import pytest

from buttobi.running import testing


@pytest.fixture
def called(monkeypatch):
    """What would have been run: the words of each call of pytest; each ends with the next of `ends`."""
    commands: list[list[str]] = []
    ends: list[int] = []

    def end(command: list[str]) -> int:
        commands.append(command)
        return ends.pop(0) if ends else 0

    monkeypatch.setattr(subprocess, "call", end)
    monkeypatch.delenv("CI", raising=False)

    def call(*arguments: str, ending: tuple[int, ...] = ()) -> list[list[str]]:
        commands.clear()
        ends[:] = ending
        call.status = testing.run_tests(list(arguments))  # type: ignore[attr-defined] # kept beside the words
        return [command[1:] for command in commands]

    return call


TOGETHER = ["-n", "3", "--dist", "loadgroup", "-m", "not alone"]
ALONE = ["-n", "0", "-m", "alone"]


def test_two_workers_share_the_tests_and_what_measures_the_machine_runs_alone(called):
    assert called() == [["-m", "pytest", *TOGETHER], ["-m", "pytest", *ALONE]]


def test_whoever_says_how_is_obeyed(called):
    assert called("-n", "0", "-k", "door") == [["-m", "pytest", "-n", "0", "-k", "door"]]
    assert called("-m", "chaos") == [["-m", "pytest", "-m", "chaos"]]
    assert called("-p", "no:xdist") == [["-m", "pytest", "-p", "no:xdist"]]


@pytest.mark.parametrize(
    ("ending", "status"), [((0, 0), 0), ((1, 0), 1), ((0, 1), 1), ((0, 5), 0), ((5, 0), 0), ((5, 1), 1), ((5, 5), 5)]
)
def test_a_failure_of_either_fails_and_nothing_to_run_in_one_of_them_does_not(called, ending, status):
    called(ending=ending)
    assert called.status == status


def test_on_ci_a_browser_is_required(called, monkeypatch):
    assert "tests.browser_required" in called("--browser-required")[0]
    assert "tests.browser_required" not in called()[0]
    monkeypatch.setenv("CI", "true")
    assert "tests.browser_required" in called()[0]


def test_postgres_lives_around_the_tests(called):
    words = called("--postgres", "tests/linkback")[0]
    assert words[0] == "tests/on_postgres.py"
    assert words[-1] == "tests/linkback"
    assert "--postgres" not in words


def test_interop_runs_its_folder_alone_and_skips_nothing(called):
    # In one process: they share one service, and two would start two of them.
    assert called("--interop") == [["-m", "pytest", "-p", "tests.interop.required", "tests/interop", "-n", "0"]]
    assert "tests/interop" not in called()[0]
