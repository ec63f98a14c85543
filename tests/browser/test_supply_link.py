"""A department's round is answered in a browser, through a link and without an account."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from indicators.entry.supplies.links import path_of
from indicators.models import DataRequest
from strategy.models import Department
from tests.browser.test_accessibility import UNFOLD, WCAG, WIDTH, violations
from tests.factories import (
    CollectionRoundFactory,
    DataRequestFactory,
    DistrictFactory,
    IndicatorFactory,
    RoundIndicatorFactory,
    released_series,
)

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 3, 12, 9, 0, tzinfo=UTC), tick=True):
        yield


@pytest.fixture
def link(live_server: LiveServer, department: Department) -> DataRequest:
    """Asks for electricity and heat of 2025."""
    city = DistrictFactory(city=True)
    asked_by = CollectionRoundFactory()
    for name, values in {
        "Stromverbrauch": {2022: 1200, 2023: 1180, 2024: 1150},
        "Wärmeverbrauch": {2022: 800, 2023: 790, 2024: 805},
    }.items():
        indicator = IndicatorFactory(name=name, unit="MWh", department=department)
        released_series(indicator, values, district=city)
        RoundIndicatorFactory(round=asked_by, indicator=indicator)
    return DataRequestFactory(round=asked_by, department=department)


def section(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name)


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])
def test_round_is_answered_by_link(
    live_server: LiveServer, link: DataRequest, browser: Browser, javascript: bool
) -> None:
    context = browser.new_context(
        java_script_enabled=javascript, viewport={"width": 360, "height": 800}
    )
    page = context.new_page()
    referers: list[str] = []
    page.on("request", lambda one: referers.append(one.headers.get("referer", "")))
    page.goto(f"{live_server.url}{path_of(link)}")
    expect(page.get_by_role("heading", name="Ihre Zahlen für 2025")).to_be_visible()
    if javascript:
        assert page.evaluate("document.documentElement.scrollWidth") == 360

    # A slip is said at its field, and nothing is lost.
    electricity = section(page, "Stromverbrauch")
    electricity.get_by_label("Wert für 2025").fill("ca. 1140")
    electricity.get_by_label("Quelle").fill("Netzbilanz 2025")
    page.get_by_role("button", name="Sichern", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Noch nicht gesichert")
    expect(electricity.get_by_label("Quelle")).to_have_value("Netzbilanz 2025")

    # The number is mended, the other value does not exist yet.
    electricity.get_by_label("Wert für 2025").fill("11400")
    heat = section(page, "Wärmeverbrauch")
    heat.get_by_text("Kein Wert, weil …").click()
    heat.get_by_label("Warum gibt es keinen Wert?").select_option("liegt noch nicht vor")
    page.get_by_role("button", name="Sichern", exact=True).click()
    expect(page.locator("main")).to_contain_text("Gesichert: 2 Werte.")
    expect(electricity).to_contain_text("Bitte prüfen:")
    electricity.get_by_label("Wert für 2025").fill("1140")
    page.get_by_role("button", name="Sichern und abschließen …").click()

    # A last look, then the receipt.
    expect(page.get_by_role("heading", name="Alles richtig?")).to_be_visible()
    expect(page.locator("main")).to_contain_text("1.140,0 MWh")
    page.get_by_role("button", name="Jetzt abschließen").click()
    expect(page.get_by_role("heading", name="Vielen Dank, Nora Netz!")).to_be_visible()
    expect(page.locator("main")).to_contain_text("kein Wert: liegt noch nicht vor")

    # The link is used up, and its address has gone nowhere.
    page.goto(f"{live_server.url}{path_of(link)}")
    expect(page.get_by_role("heading", name="Hier ist schon alles abgeschlossen")).to_be_visible()
    assert not [one for one in referers if "/zulieferung/" in one]
    names = {one["name"] for one in context.cookies()}
    assert names == {"csrftoken"}
    context.close()


def test_pages_of_a_link_keep_the_rules_and_the_width(
    live_server: LiveServer, link: DataRequest, browser: Browser
) -> None:
    page = browser.new_page(base_url=live_server.url, viewport={"width": 320, "height": 640})
    broken: dict[str, list[str]] = {}
    widths: dict[str, int] = {}
    opened = path_of(link)
    for path in (opened, f"{opened}abschliessen/", f"{opened}weitergeben/", "/zulieferung/a/"):
        page.emulate_media(color_scheme="light")
        page.goto(path)
        page.evaluate(UNFOLD)
        name = path.removeprefix(opened)
        broken[name] = violations(page, WCAG)
        page.emulate_media(color_scheme="dark")  # changes colours only
        broken[name] += violations(page, ["color-contrast"])
        widths[name] = page.evaluate(WIDTH)
    assert {path: found for path, found in broken.items() if found} == {}
    assert set(widths.values()) == {320}
