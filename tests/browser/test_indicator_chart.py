"""The trend chart of an indicator in a real browser, under the site's own security policy."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.town import make_town

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

COLLECT_VIOLATIONS = """
window.violations = [];
addEventListener("securitypolicyviolation", (event) => violations.push(event.effectiveDirective));
"""
DESK = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 360, "height": 740}}
BUNDLE = "**/plotly.min*.js"
NASTY = "Ladepunkte</script><script>window.hacked = 1</script>\u2028<b>fett</b>"


@pytest.fixture(autouse=True)
def town(transactional_db: None) -> None:
    """Its charging points have a name that would break out of a script."""
    town = make_town()
    town.charging.name = NASTY
    town.charging.save()


class Visit:
    """A visit to an indicator's page, with what it asked for and what went wrong."""

    def __init__(self, browser: Browser, server: LiveServer, **kind: Any) -> None:
        self.page: Page = browser.new_page(base_url=server.url, **kind)
        self.asked: list[str] = []
        self.errors: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.add_init_script(COLLECT_VIOLATIONS)
        self.figure = self.page.locator("figure[data-plotly]")
        self.drawing = self.figure.locator("svg.chart:visible")
        self.plot = self.figure.locator(".explored")

    def open(self, path: str = "/kennzahlen/treibhausgase/") -> None:
        self.page.goto(path)
        self.figure.scroll_into_view_if_needed()

    def asked_for_plotly(self) -> bool:
        return any("plotly.min" in url for url in self.asked)


def test_plotly_takes_over_on_a_wide_screen_without_any_violation(browser, live_server):
    visit = Visit(browser, live_server, **DESK)
    visit.open()
    expect(visit.plot.locator(".main-svg").first).to_be_visible(timeout=30_000)
    expect(visit.drawing).to_have_count(0)
    expect(visit.plot).to_have_attribute("role", "img")
    expect(visit.plot).to_have_attribute("aria-label", re.compile("^Treibhausgase je Einwohner"))
    visit.plot.hover(position={"x": 200, "y": 200})  # not far from 2021
    visit.plot.hover(position={"x": 220, "y": 200})
    expect(visit.plot.locator(".hoverlayer")).to_contain_text("6,0 t je Einwohner")
    assert visit.page.evaluate("violations") == []
    assert visit.errors == []
    assert [url for url in visit.asked if not url.startswith(live_server.url)] == []


def test_script_in_a_label_is_text(browser, live_server):
    """Row 17: the end of a script and U+2028 in the name that stands in the chart's data."""
    visit = Visit(browser, live_server, **DESK)
    visit.open("/kennzahlen/ladepunkte/")
    expect(visit.plot.locator(".main-svg").first).to_be_visible(timeout=30_000)
    expect(visit.plot).to_have_attribute("aria-label", re.compile("^Ladepunkte</script><script>"))
    assert visit.page.evaluate("window.hacked === undefined")
    assert (visit.errors, visit.page.evaluate("violations")) == ([], [])


def test_the_drawing_can_be_had_back(browser, live_server):
    visit = Visit(browser, live_server, **DESK)
    visit.open()
    visit.page.get_by_role("button", name="Feste Zeichnung zeigen").click(timeout=30_000)
    expect(visit.drawing).to_be_visible()
    expect(visit.plot).to_be_hidden()
    visit.page.get_by_role("button", name="Verlauf erkunden").click()
    expect(visit.plot).to_be_visible()


def test_a_phone_fetches_plotly_only_when_asked(browser, live_server):
    visit = Visit(browser, live_server, **PHONE)
    visit.open()
    expect(visit.drawing).to_be_visible()
    button = visit.page.get_by_role("button", name="Verlauf erkunden")
    expect(button).to_be_visible()
    visit.page.wait_for_load_state("networkidle")
    assert not visit.asked_for_plotly()
    button.click()
    expect(visit.plot.locator(".main-svg").first).to_be_visible(timeout=30_000)
    assert visit.page.evaluate("violations") == []


def test_the_drawing_stays_when_plotly_cannot_be_fetched(browser, live_server):
    visit = Visit(browser, live_server, **PHONE)
    visit.page.route(BUNDLE, lambda route: route.abort())
    visit.open()
    visit.page.get_by_role("button", name="Verlauf erkunden").click()
    button = visit.page.get_by_role("button", name="Erkunden ist gerade nicht möglich")
    expect(button).to_be_disabled()
    expect(visit.drawing).to_be_visible()


def test_without_script_there_is_the_drawing_and_no_button(browser, live_server):
    visit = Visit(browser, live_server, java_script_enabled=False, **DESK)
    visit.open()
    expect(visit.drawing).to_be_visible()
    expect(visit.figure.get_by_role("button")).to_have_count(0)
    assert not visit.asked_for_plotly()


def test_a_single_value_is_nothing_to_explore(browser, live_server):
    visit = Visit(browser, live_server, **DESK)
    visit.open("/kennzahlen/einwohner/")
    expect(visit.drawing).to_be_visible()
    visit.page.wait_for_load_state("networkidle")
    expect(visit.figure.get_by_role("button")).to_have_count(0)
    assert not visit.asked_for_plotly()
