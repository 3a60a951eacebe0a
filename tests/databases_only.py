"""With `-p tests.databases_only`, tests that ask no database are left out: on a second one they say the same."""

from pathlib import Path

import pytest

# What starts processes, and finds its database by itself.
_STARTS_PROCESSES = {"chaos", "conversations"}
_FIXTURES = {"db", "transactional_db", "django_db_setup"}


def _asks_a_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("django_db") or _FIXTURES.intersection(getattr(item, "fixturenames", ())):
        return True
    return bool(_STARTS_PROCESSES.intersection(Path(item.path).parts))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    left_out = [item for item in items if not _asks_a_database(item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if _asks_a_database(item)]
