"""Nothing but buttobi/outbound can open a connection to another server."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
DOORS_OUT = ("aiohttp", "urllib.request", "http.client", "requests", "socket", "httpx", "bs4", "html5lib", "bleach")
# They look whether a port is free, and see to it that a child dies with its parent.
MAY_LOOK_AT_PORTS = ("buttobi/cli.py", "buttobi/running/")


def imported(source):
    """Every module that a source text imports, at whatever depth and in whatever way."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in {"__import__", "import_module"}:
                yield str(node.args[0].value)


def ways_out(source):
    return {door for door in DOORS_OUT for name in imported(source) if f"{name}.".startswith(f"{door}.")}


@pytest.mark.parametrize("folder", ["buttobi", "linkback"])
def test_only_outbound_imports_what_opens_connections(folder):
    found = {}
    for path in (ROOT / folder).rglob("*.py"):
        name = path.relative_to(ROOT).as_posix()
        doors = set() if name.startswith("buttobi/outbound/") else ways_out(path.read_text())
        if name.startswith(MAY_LOOK_AT_PORTS):
            doors -= {"socket"}
        if doors:
            found[name] = doors
    assert found == {}


@pytest.mark.parametrize(
    "source",
    [
        "import socket",
        "import urllib.request as ask",
        "from urllib import request",
        "from urllib.request import urlopen",
        "from http import client",
        "def f():\n    import requests.sessions",
        "import importlib\nimportlib.import_module('aiohttp')",
    ],
)
def test_the_lint_sees_every_way_of_importing(source):
    assert ways_out(source)


def test_the_lint_knows_harmless_neighbours():
    assert not ways_out("import urllib.parse\nfrom http import HTTPStatus\nfrom . import socket\nimport socketserver_")
