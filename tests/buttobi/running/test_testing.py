"""How `buttobi test` calls pytest."""

import subprocess

import pytest

from buttobi.running import testing


@pytest.fixture
def called(monkeypatch):
    """What would have been run."""
    commands: list[list[str]] = []
    monkeypatch.setattr(subprocess, "call", commands.append)
    monkeypatch.delenv("CI", raising=False)

    def call(*arguments: str) -> list[str]:
        testing.run_tests(list(arguments))
        return commands.pop()[1:]

    return call


def test_two_workers_share_the_tests_unless_something_else_is_asked(called):
    assert called() == ["-m", "pytest", "-n", "2", "--dist", "loadgroup"]
    assert called("-n", "0", "-k", "door") == ["-m", "pytest", "-n", "0", "-k", "door"]
    assert called("-p", "no:xdist") == ["-m", "pytest", "-p", "no:xdist"]


def test_on_ci_a_browser_is_required(called, monkeypatch):
    assert "tests.browser_required" in called("--browser-required")
    assert "tests.browser_required" not in called()
    monkeypatch.setenv("CI", "true")
    assert "tests.browser_required" in called()


def test_postgres_lives_around_the_tests(called):
    words = called("--postgres", "tests/linkback")
    assert words[0] == "tests/on_postgres.py"
    assert words[-1] == "tests/linkback"
    assert "--postgres" not in words


def test_interop_runs_its_folder_alone_and_skips_nothing(called):
    assert called("--interop")[:5] == ["-m", "pytest", "-p", "tests.interop.required", "tests/interop"]
    assert "tests/interop" not in called()
