"""A real browser against a real server: what a person would see, wide and narrow, and what a screen reader would trip over."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

from shanzhi.config.sample.county import load_registry

from .people import PASSWORD

# Playwright's own loop runs in this thread; Django would take it for an asynchronous caller.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

PICTURES = Path(__file__).resolve().parents[2] / "test-results"
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SERIOUS = {"serious", "critical"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)


def program() -> str | None:
    """Return the browser on this machine: the one `./test` found, or what usually is there."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("SHANZHI_BROWSER") or next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = program()
    if not path:
        pytest.skip("no Chromium on this machine: the browser tests were not run")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def live(live_server: Any) -> str:
    """The address of a server that runs during the test (pytest-django's own, on the test database)."""
    return str(live_server.url)


@pytest.fixture
def county(live: str) -> None:
    """The sample county's registry, with its accounts."""
    load_registry(password=PASSWORD)


@pytest.fixture
def context_of(browser: Browser, live: str) -> Iterator[Callable[..., BrowserContext]]:
    """Make browser contexts: `context_of(phone=True, scripts=False, elder=True, language="en", geolocation=(lon, lat))`."""
    opened: list[BrowserContext] = []

    def make(
        *,
        phone: bool = False,
        scripts: bool = True,
        elder: bool = False,
        language: str = "zh-CN",
        geolocation: tuple[float, float] | None = None,
    ) -> BrowserContext:
        options: dict[str, Any] = {
            "base_url": live,
            "viewport": NARROW if phone else WIDE,
            "locale": language,
            "timezone_id": "Asia/Shanghai",
            "java_script_enabled": scripts,
        }
        if geolocation:
            options["geolocation"] = {"longitude": geolocation[0], "latitude": geolocation[1]}
            options["permissions"] = ["geolocation"]
        context = browser.new_context(**options)
        context.set_default_timeout(15_000)
        if elder:
            context.add_cookies([{"name": "shanzhi_elder", "value": "1", "url": live}])
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def browser_page(context_of: Callable[..., BrowserContext]) -> Iterator[Page]:
    """A page 1280 wide. The test fails when a script breaks or the security policy blocks something."""
    yield from _watched(context_of())


@pytest.fixture
def phone_page(context_of: Callable[..., BrowserContext]) -> Iterator[Page]:
    """A page 390 wide, watched in the same way."""
    yield from _watched(context_of(phone=True))


def _watched(context: BrowserContext) -> Iterator[Page]:
    page = context.new_page()
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.on(
        "console", lambda message: broken.append(message.text) if "Content Security Policy" in message.text else None
    )
    yield page
    assert not broken, f"scripts or the security policy complained: {broken}"


def assert_accessible(page: Page, *, within: str | None = None) -> None:
    """Fail, naming the places, when axe-core finds something serious or critical on the page."""
    found = Axe().run(page, context=within).response["violations"]
    serious = [rule for rule in found if rule["impact"] in SERIOUS]
    said = [
        f"{rule['id']}: {node['html'][:160]} — {node['failureSummary']}" for rule in serious for node in rule["nodes"]
    ]
    assert not serious, "\n".join([page.url, *said])


def picture(page: Page, path: Path, **more: Any) -> None:
    """Save a picture of the whole page; where the browser cannot paint one so tall (its memory, its largest texture),
    of what the window shows: the page is judged by what is asked of it, not by the picture."""
    try:
        page.screenshot(path=path, full_page=True, **more)
    except Error:
        page.screenshot(path=path, **more)


def look(page: Page, name: str) -> None:
    """Save pictures at 1280 and 390 in test-results/, and fail when the page is wider than its window."""
    PICTURES.mkdir(exist_ok=True)
    before = page.viewport_size
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.wait_for_timeout(150)
        picture(page, PICTURES / f"{name}-{size['width']}.png")
        too_wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert too_wide <= 0, f"{page.url} is {too_wide} px wider than its window of {size['width']}"
    if before:
        page.set_viewport_size(before)
