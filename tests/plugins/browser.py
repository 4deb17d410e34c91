"""Tests marked `browser` need a Chromium. Without one they are skipped, or fail when it is required.

REQUIRE_BROWSER=1 (set by .ci/run) turns the absence of a browser into a failure, so that the tier cannot
fall away unseen.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase
    from playwright.sync_api import Browser

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
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where a browser is used

    # Playwright's loop runs in this thread; Django would take that for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=arguments)
        yield browser
        browser.close()
