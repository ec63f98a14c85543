"""Chromium for the tests in this folder, and the town that some of them walk through."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from playwright.sync_api import Browser, sync_playwright

from tests.sights import make_sights, make_staff_sights

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture
def sights(transactional_db: None) -> Iterator[None]:
    """The miniature town with its sights, those behind the login too, on a day in June 2026."""
    with time_machine.travel(datetime(2026, 6, 15, 9, 0, tzinfo=UTC), tick=True):
        make_sights()
        make_staff_sights()
        yield


@pytest.fixture
def browser() -> Iterator[Browser]:
    """Ask for it after every fixture that queries: Django refuses queries while it is open."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()
