"""Fixtures of the conversations."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conversations.people import PASSWORD, Start
from tests.living import Living


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts services: `start("here", OUTBOUND_ALLOW="127.0.0.0/8")`, each with a person and a blog named like it."""
    running: list[Living] = []

    def begin(name: str, **environment: str) -> Living:
        service = Living(tmp_path / name)
        service.environment |= environment
        # One database server cannot be two services.
        service.environment.pop("DATABASE_URL", None)
        running.append(service)
        service.start()
        service.command("account", name, "--email", f"{name}@mail.example", "--password-stdin", stdin=PASSWORD)
        service.command("blog", name, "--owner", name, "--title", f"The {name} blog", "--language", "en")
        return service

    yield begin
    for service in running:
        service.stop()
