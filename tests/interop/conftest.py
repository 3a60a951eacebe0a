"""A WordPress and a Buttobi that live side by side for the tests of this folder."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conversations.people import PASSWORD, Desk
from tests.interop import wordpress
from tests.living import Living

BLOG = "neko"
BLOG_TITLE = "ねこの日記 ～①😀"


@pytest.fixture(scope="session")
def there() -> Iterator[wordpress.WordPress]:
    """The WordPress."""
    if lacking := wordpress.missing():
        pytest.skip(f"no WordPress on this machine: apt-get install --no-install-recommends {' '.join(lacking)}")
    site = wordpress.WordPress()
    try:
        yield site.start()
    finally:
        site.stop()


@pytest.fixture(scope="session")
def here(there: wordpress.WordPress) -> Iterator[Living]:
    """The Buttobi, with one blog."""
    with tempfile.TemporaryDirectory(prefix="buttobi-interop-") as folder:
        service = Living(Path(folder) / "data", OUTBOUND_ALLOW="127.0.0.0/8")
        # WordPress takes nothing for a link whose host has no dot, such as localhost.
        service.host = service.environment["GENERAL_HOST"] = f"127.0.0.1:{service.port}"
        try:
            service.start()
            service.command("account", BLOG, "--email", f"{BLOG}@mail.example", "--password-stdin", stdin=PASSWORD)
            service.command("blog", BLOG, "--owner", BLOG, "--title", BLOG_TITLE, "--language", "en")
            yield service
        finally:
            service.stop()


@pytest.fixture(scope="session")
def me(here: Living) -> Desk:
    """The writer of the blog, signed in."""
    return Desk(here, BLOG)
