"""The page of reporting frameworks in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.browser.signing_in import sign_in_as
from tests.factories import CriterionFactory

pytestmark = pytest.mark.browser


def test_long_source_does_not_scroll_sideways(
    live_server: LiveServer, coordinator: User, browser: Browser
) -> None:
    framework = CriterionFactory().framework
    framework.source = f"https://digital.zlb.de/{'viewer' * 20}/"
    framework.save()
    page = browser.new_context(base_url=live_server.url).new_page()
    page.set_viewport_size({"width": 360, "height": 760})
    sign_in_as(page, coordinator.username)
    page.goto("/berichte/verwaltung/rahmen/")
    page.get_by_text("Löschen", exact=True).click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
