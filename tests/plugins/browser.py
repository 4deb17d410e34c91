"""Tests marked `browser` need a Chromium. Without one they are skipped, or fail when it is required.

REQUIRE_BROWSER=1 (set by .ci/run) turns the absence of a browser into a failure, so that the tier cannot
fall away unseen.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from functools import wraps
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase
    from playwright.sync_api import Browser, Page

PATIENCE = 20_000  # milliseconds: on a busy machine the server takes its time
ACTS = ("check", "click", "fill", "focus", "press", "select_option", "set_checked", "uncheck")
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium_path() -> str | None:
    """Return the program named by CHROMIUM, or the first Chromium on the path."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def missing_browser() -> str | None:
    """Return why browser tests cannot run here, None when they can."""
    if chromium_path() is None:
        return "no Chromium on this machine (apt-get install chromium, or set CHROMIUM to its path)"
    return None


def pytest_configure() -> None:
    """Let browsers keep static files, as they do in production: no file changes while tests run."""
    serve = StaticFilesHandler.serve

    def kept(handler: StaticFilesHandler, request: HttpRequest) -> HttpResponseBase:
        answer = serve(handler, request)
        answer["Cache-Control"] = "max-age=3600"
        return answer

    StaticFilesHandler.serve = kept


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip the tests that cannot run; where the browser is required they stay, and fail by name."""
    reason = missing_browser()
    if reason is None or os.environ.get("REQUIRE_BROWSER") == "1":
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=reason))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Fail a browser test that is required and cannot run."""
    if item.get_closest_marker("browser") and (reason := missing_browser()):
        pytest.fail(f"REQUIRE_BROWSER=1, but {reason}", pytrace=False)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A running browser without a window; open a context of your own in it."""
    from playwright.sync_api import expect, sync_playwright  # noqa: PLC0415 - only where a browser is used

    # Playwright's loop runs in this thread; Django would take that for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE)
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        _act_on_whole_pages(patch)
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=arguments)
        yield browser
        browser.close()


def _act_on_whole_pages(patch: pytest.MonkeyPatch) -> None:
    """Let keys and clicks wait for a page's scripts: what a test looks for first is there before they are."""
    from playwright.sync_api import Locator, Page  # noqa: PLC0415 - only where a browser is used

    def once_whole(act: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(act)
        def acting(place: Any, *given: Any, **named: Any) -> Any:
            (place if isinstance(place, Page) else place.page).wait_for_load_state()
            return act(place, *given, **named)

        return acting

    for name in ACTS:
        patch.setattr(Locator, name, once_whole(getattr(Locator, name)))
    keyboard = Page.keyboard.fget
    assert keyboard is not None
    patch.setattr(Page, "keyboard", property(once_whole(keyboard)))


@pytest.fixture
def visit(chromium: Browser, live_server: Any, as_user: Any) -> Iterator[Callable[..., Page]]:
    """Return a page for a person (None: a stranger); its `problems` collects errors of the page."""
    opened = []

    def open_as(user: Any, *, script: str = "", **options: Any) -> Page:
        wide = {"viewport": {"width": 1440, "height": 1000}, "base_url": live_server.url}
        context = chromium.new_context(**{**wide, **options})  # type: ignore[arg-type]
        opened.append(context)
        context.set_default_timeout(PATIENCE)
        if script:
            context.add_init_script(script)
        if user is not None:
            session = as_user(user).cookies["session"].value
            context.add_cookies([{"name": "session", "value": session, "url": live_server.url}])
        page: Any = context.new_page()
        page.problems = []
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.on("console", lambda line: page.problems.append(line.text) if line.type == "error" else None)
        return page

    yield open_as
    for context in opened:
        context.close()
