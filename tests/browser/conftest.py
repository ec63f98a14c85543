"""Chromium for the tests in this folder, and the town that some of them walk through."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from playwright.sync_api import Browser, expect, sync_playwright

from tests.sights import make_sights, make_staff_sights

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)

# Nothing here says how fast a page is: a busy machine is waited for, and what is wrong stays wrong.
expect.set_options(timeout=30_000)


@pytest.fixture
def sights(transactional_db: None) -> Iterator[None]:
    """The miniature town with its sights, those behind the login too, on a day in June 2026."""
    with time_machine.travel(datetime(2026, 6, 15, 9, 0, tzinfo=UTC), tick=True):
        make_sights()
        make_staff_sights()
        yield


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One for all tests of a process, because starting it costs more than most of them.

    Playwright's loop then goes on in this thread, so Django would take every query for one made by
    asynchronous code, and refuse it. There is no such code here.
    """
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def browser(chromium: Browser) -> Iterator[Browser]:
    """Nothing is left of the test before: cookies, cache and pages belong to contexts."""
    yield chromium
    for context in chromium.contexts:
        context.close()
