"""The map of the parts in a real browser: slider, keys, links, boundaries, no scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from strategy.boundary_import import read_boundaries, store_boundaries
from tests.browser.test_accessibility import WCAG, WIDTH, violations
from tests.browser.test_indicator_chart import COLLECT_VIOLATIONS
from tests.strategy.boundaries.invented import geojson
from tests.town import make_town

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

URL = "/ortsteile/?kennzahl=ladepunkte"
PHONE = {"width": 320, "height": 640}


@pytest.fixture
def server(live_server: LiveServer) -> LiveServer:
    make_town()
    return live_server


@pytest.fixture
def bounded(server: LiveServer) -> LiveServer:
    shapes = read_boundaries(geojson(("Kernstadt", "Ampen"))).shapes
    store_boundaries(shapes, source="Kataster", licence="", by=None)
    return server


def tile(page: Page, name: str) -> str:
    """What is printed on a tile."""
    return page.locator(".tiles a", has_text=name).locator("b").inner_text()


def test_year_slides_by_the_keys_alone(server: LiveServer, browser: Browser) -> None:
    page = browser.new_page(base_url=server.url)
    page.add_init_script(COLLECT_VIOLATIONS)
    page.goto(URL)
    page.get_by_label("Ansicht").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    slider = page.get_by_role("slider", name="Jahr")
    expect(slider).to_be_focused()
    expect(slider).to_have_attribute("value", "2025")
    page.evaluate("scrollTo(0, 120)")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#jahr-gewaehlt")).to_have_text("2024")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("heading", name="Stand 2023")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text(
        "2023: Werte für alle 2 Teile, von 15 (Ampen) bis 35 (Kernstadt). Gesamtstadt: 50."
    )
    expect(slider).to_be_focused()
    assert page.evaluate("scrollY") == 120
    assert re.search(r"\?kennzahl=ladepunkte&jahr=2023$", page.url)
    assert tile(page, "Ampen") == "15"
    page.keyboard.press("Home")
    expect(page.get_by_role("heading", name="Stand 2019")).to_be_visible()
    page.reload()
    expect(page.locator("#jahr-gewaehlt")).to_have_text("2019")
    expect(slider).to_have_js_property("value", "2019")
    assert page.evaluate("violations") == []


def test_links_lead_the_slider_and_keep_the_focus(server: LiveServer, browser: Browser) -> None:
    page = browser.new_page(base_url=server.url)
    page.goto(URL)
    back = page.get_by_role("link", name="ein Jahr zurück")
    back.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Stand 2024")).to_be_visible()
    expect(back).to_be_focused()
    expect(page.get_by_role("slider")).to_have_js_property("value", "2024")
    expect(page.locator("#jahr-gewaehlt")).to_have_text("2024")
    page.get_by_role("link", name="2020", exact=True).click()
    expect(page.get_by_role("heading", name="Stand 2020")).to_be_visible()
    page.get_by_role("link", name="Wert", exact=True).click()
    expect(page.locator(".dtable tbody th").first).to_have_text("Kernstadt")
    # A key pressed while the answer is still being put in place goes to what is being replaced.
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)
    page.get_by_role("slider").press("ArrowRight")
    expect(page.get_by_role("heading", name="Stand 2021")).to_be_visible()
    expect(page.locator(".dtable tbody th").first).to_have_text("Kernstadt")


def test_year_is_chosen_without_scripts(server: LiveServer, browser: Browser) -> None:
    page = browser.new_context(base_url=server.url, java_script_enabled=False).new_page()
    page.goto(URL)
    page.get_by_role("slider").press("ArrowLeft")
    page.get_by_role("button", name="Jahr zeigen").click()
    expect(page.get_by_role("heading", name="Stand 2024")).to_be_visible()
    page.get_by_role("link", name="ein Jahr zurück").click()
    expect(page.get_by_role("heading", name="Stand 2023")).to_be_visible()


def test_part_of_the_map_is_reached_and_shown_by_more_than_colour(
    bounded: LiveServer, browser: Browser
) -> None:
    page = browser.new_page(base_url=bounded.url)
    page.goto(URL)
    part = page.get_by_role("link", name="Ampen: 21\xa0Anzahl")
    page.get_by_role("link", name="ein Jahr zurück").focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        if part.evaluate("part => part === document.activeElement"):
            break
    expect(part).to_be_focused()
    assert part.evaluate("part => getComputedStyle(part).outlineStyle") == "solid"
    line = "part => parseFloat(getComputedStyle(part.querySelector('path')).strokeWidth)"
    other = page.get_by_role("link", name="Kernstadt: 49\xa0Anzahl")
    assert part.evaluate(line) > other.evaluate(line)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ampen")


def test_map_of_boundaries_keeps_the_rules_and_the_width(
    bounded: LiveServer, browser: Browser
) -> None:
    page = browser.new_page(base_url=bounded.url, viewport=PHONE)  # type: ignore[arg-type]
    broken: dict[str, list[str]] = {}
    for path in (f"{URL}&jahr=2021&sortierung=wert", "/kennzahlen/ladepunkte/"):
        page.emulate_media(color_scheme="light")
        page.goto(path)
        broken[path] = violations(page, WCAG)
        page.emulate_media(color_scheme="dark")
        broken[path] += violations(page, ["color-contrast"])
        if page.evaluate(WIDTH) > PHONE["width"]:
            broken[path].append("scrolls sideways")
    assert {path: found for path, found in broken.items() if found} == {}
