"""A real Chromium and a real service for it to look at."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.living import Living

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
# Nothing of the browser's own goes out while it is looked at.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Milliseconds. Nobody waits so long for what comes; on a machine that is busy it comes late.
PATIENCE = 30_000
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Living]:
    living = Living(tmp_path_factory.mktemp("browser") / "data")
    living.environment.pop("DATABASE_URL", None)
    living.start()
    yield living
    living.stop()


# No longer than the module: while it lives, it has an event loop running in this thread, which others cannot bear.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET, timeout=4 * PATIENCE)
        expect.set_options(timeout=PATIENCE)
        yield browser
        browser.close()


Open = Callable[..., BrowserContext]


@pytest.fixture
def open_browser(chromium: Browser) -> Iterator[Open]:
    """Opens a fresh browser of one language, size and light."""
    contexts: list[BrowserContext] = []

    def open_(*, language: str = "en", phone: bool = False, dark: bool = False, scripts: bool = True) -> BrowserContext:
        context = chromium.new_context(
            locale={"en": "en-GB", "ja": "ja-JP"}[language],
            viewport=PHONE if phone else DESK,  # type: ignore[arg-type] # a plain dict for its TypedDict
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return context

    yield open_
    for context in contexts:
        context.close()


@pytest.fixture
def shot(request: pytest.FixtureRequest) -> Callable[[Page, str], None]:
    """Keeps a picture of a page in $SHOTS, when somebody asked for pictures."""
    folder = os.environ.get("SHOTS", "")

    def keep(page: Page, name: str) -> None:
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)

    return keep
