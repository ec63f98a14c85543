"""Every kind of page against the WCAG rules of axe: narrow and wide, in light and in dark."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.signing_in import sign_in_as
from tests.public_paths import SHARES, dealt
from tests.sights import STAFF_PATHS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
UNFOLD = "document.querySelectorAll('details').forEach(part => part.open = true)"
WIDTH = "document.documentElement.scrollWidth"
CONTRAST = ("color-contrast",)
LIGHT: Literal["light"] = "light"
DARK: Literal["dark"] = "dark"


@pytest.fixture
def page(sights: None, live_server: LiveServer, browser: Browser) -> Page:
    return browser.new_page(base_url=live_server.url, reduced_motion="reduce")


def violations(page: Page, rules: Iterable[str]) -> list[str]:
    """What axe finds by these tags or rules, each with the first element concerned."""
    options = {"runOnly": list(rules), "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found]


def broken_rules(page: Page, path: str) -> list[str]:
    """All rules narrow and light, wide and dark; the contrasts in the other two ways as well."""
    found = []
    page.goto(path)
    page.evaluate(UNFOLD)
    for width, scheme, rules in (
        (320, LIGHT, WCAG),
        (320, DARK, CONTRAST),
        (1280, DARK, WCAG),
        (1280, LIGHT, CONTRAST),
    ):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 640})
        found += [f"{width} px, {scheme}: {one}" for one in violations(page, rules)]
        if page.evaluate(WIDTH) > width:
            found.append(f"{width} px scrolls sideways")
    return found


@pytest.mark.parametrize("share", SHARES)
def test_public_pages_keep_the_rules_and_the_width(page: Page, share: int) -> None:
    broken = {path: broken_rules(page, path) for path in dealt(share)}
    assert {path: found for path, found in broken.items() if found} == {}


def test_staff_pages_keep_the_rules_and_the_width(page: Page) -> None:
    broken: dict[str, list[str]] = {}
    for role, paths in STAFF_PATHS.items():
        page.context.clear_cookies()
        sign_in_as(page, role)
        broken |= {f"{role} {path}": broken_rules(page, path) for path in paths}
    assert {path: found for path, found in broken.items() if found} == {}


def test_the_rules_are_applied(page: Page) -> None:
    page.goto("/impressum/")
    page.evaluate("document.querySelector('html').removeAttribute('lang')")
    assert [one.partition(":")[0] for one in violations(page, WCAG)] == ["html-has-lang"]
