"""Settings: every one is described, and what they put in place is in place."""

import re
import sqlite3
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = (ROOT / "docs" / "running" / "settings.md").read_text()
READ = sorted(
    set(
        re.findall(
            r'(?:env\.(?:str|list|int|bool)|_one_of|_number|_zone|_rates)\(\s*"([A-Z_]+)"',
            (ROOT / "buttobi" / "settings.py").read_text(),
        )
    )
)


def test_there_are_settings():
    assert len(READ) > 10


@pytest.mark.parametrize("name", READ)
def test_every_setting_that_is_read_is_described(name):
    assert f"| `{name}` |" in PAGE


@pytest.mark.parametrize("name", re.findall(r"(?m)^\| `([A-Z_]+)` \|", PAGE))
def test_every_setting_that_is_described_is_read(name):
    assert name in READ


def test_sqlite_is_one_without_the_race_that_corrupts():
    assert sqlite3.sqlite_version_info > (3, 51, 2)
