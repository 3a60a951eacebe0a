"""Every Python example in docs/protocols runs and gives what the page says; every clause there has its test."""

import doctest
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs" / "protocols").glob("*.md"))
CONFORMANCE = ROOT / "tests" / "conformance"
SERVICE = "the service"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_examples_run(page):
    results = doctest.testfile(
        str(page), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE, encoding="utf-8"
    )
    assert results.attempted > 0
    assert results.failed == 0


def test_there_is_a_page_for_each_protocol():
    assert [page.stem for page in PAGES] == ["blog-clients", "pingback", "trackback", "webmention"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_clause_that_a_message_decides_has_a_test(page):
    tests = "\n".join(path.read_text(encoding="utf-8") for path in CONFORMANCE.glob("test_*.py"))
    rows = re.findall(r"^\| ((?:TB|PB|WM|IO)-\d+) \|.*\| (.+) \|$", page.read_text(encoding="utf-8"), re.MULTILINE)
    missing = [
        clause
        for clause, kept_by in rows
        if not kept_by.startswith(SERVICE) and f"test_{clause.lower().replace('-', '_')}_" not in tests
    ]
    assert rows
    assert missing == []
