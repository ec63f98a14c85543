"""Every kind of public page against the WCAG rules of axe, at 320 px, in light and in dark."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.factories import ExpectedEffectFactory, MilestoneFactory
from tests.town import Town, make_town

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PATHS = (
    "/",
    "/aenderungen/?seit=2025-01-31",
    "/aenderungen/?seit=morgen",
    "/handlungsfelder/",
    "/handlungsfelder/klima-energie/",
    "/ziele/5.1/",
    "/ziele/5.1.1/",
    "/kennzahlen/",
    "/kennzahlen/?q=nichts&feld=klima-energie",
    "/kennzahlen/ladepunkte/",
    "/kennzahlen/treibhausgase/",
    "/kennzahlen/ladepunkte/?ansicht=index&ort=alle",
    "/kennzahlen/treibhausgase/?stand=2025-04-01",
    "/kennzahlen/treibhausgase/?stand=morgen",
    "/ortsteile/",
    "/ortsteile/?kennzahl=ladepunkte&jahr=2021&sortierung=wert",
    "/ortsteile/ampen/",
    "/massnahmen/",
    "/massnahmen/daecher/",
    "/uebergeordnete-ziele/",
    "/sdg/",
    "/suche/?q=klima",
    "/kennzahlen/treibhausgase/einbetten/",
    "/kennzahlen/vergleich/?k=treibhausgase&k=ladepunkte&skala=index",
    "/kennzahlen/vergleich/?k=Ladepunktte",
    "/suche/?q=klmia",
    "/berichte/",
    "/methodik/",
    "/impressum/",
    "/datenschutz/",
    "/barrierefreiheit/",
    "/anmelden/",
    "/gibt-es-nicht/",
)
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
UNFOLD = "document.querySelectorAll('details').forEach(part => part.open = true)"
WIDTH = "document.documentElement.scrollWidth"


@pytest.fixture
def town(transactional_db: None) -> Town:
    """The miniature town, with a milestone and an expected effect."""
    town = make_town()
    MilestoneFactory(action=town.action, title="Zwischenbilanz")
    ExpectedEffectFactory(action=town.action, indicator=town.emissions, lower=-2, upper=-1)
    return town


@pytest.fixture
def page(town: Town, live_server: LiveServer, browser: Browser) -> Page:
    """A telephone, or a screen of 1280 px at 400 percent."""
    return browser.new_page(base_url=live_server.url, viewport={"width": 320, "height": 640})


def violations(page: Page, rules: Iterable[str]) -> list[str]:
    """What axe finds by these tags or rules, each with the first element concerned."""
    options = {"runOnly": list(rules), "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found]


def test_public_pages_keep_the_rules_and_the_width(page: Page) -> None:
    broken: dict[str, list[str]] = {}
    for path in PATHS:
        page.emulate_media(color_scheme="light")
        page.goto(path)
        page.evaluate(UNFOLD)
        broken[path] = violations(page, WCAG)
        page.emulate_media(color_scheme="dark")  # changes colours only
        broken[path] += violations(page, ["color-contrast"])
        if page.evaluate(WIDTH) > 320:
            broken[path].append("scrolls sideways")
    assert {path: found for path, found in broken.items() if found} == {}


def test_the_rules_are_applied(page: Page) -> None:
    page.goto("/impressum/")
    page.evaluate("document.querySelector('html').removeAttribute('lang')")
    assert [one.partition(":")[0] for one in violations(page, WCAG)] == ["html-has-lang"]
