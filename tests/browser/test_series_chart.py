"""Switching the series of an indicator's chart in a real browser, under the site's own policy."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories import ChartNoteFactory, TargetPathFactory
from tests.town import Town, make_town

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

URL = "/kennzahlen/ladepunkte/"
COLLECT_VIOLATIONS = """
window.violations = [];
addEventListener("securitypolicyviolation", (event) => violations.push(event.effectiveDirective));
"""
PLOTTED = """plot => plot.data.map(trace => ({
  name: trace.name, numbers: trace.x.map((year, index) => [year, trace.y[index]]),
}))"""
WRITTEN = """table => {
  const [head, ...rows] = [...table.rows].map(row => [...row.cells].map(cell => cell.textContent));
  return head.slice(1).map((name, column) => ({
    name, numbers: rows.map(row => [Number(row[0]), row[column + 1]]),
  }));
}"""
RANGE = "plot => [...plot._fullLayout.xaxis.range]"
NASTY = "Ladepunkte</script><script>window.hacked = 1</script>\u2028<b>fett</b>"
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}}


@pytest.fixture
def town(transactional_db: None) -> Town:
    town = make_town()
    town.charging.name = NASTY
    town.charging.save()
    TargetPathFactory(indicator=town.charging, points={2030: Decimal(151)}, adopted=True)
    ChartNoteFactory(indicator=town.charging, year=2020, broken=True)
    return town


def visit(browser: Browser, server: LiveServer, path: str = URL, **kind: Any) -> Page:
    page = browser.new_page(base_url=server.url, **kind)
    page.add_init_script(COLLECT_VIOLATIONS)
    page.goto(path)
    return page


def numbers(columns: list[dict[str, Any]], name: str) -> dict[int, Decimal]:
    """The numbers of a line or of a column, by year."""
    found = next(column for column in columns if column["name"] == name)
    return {year: number(cell) for year, cell in found["numbers"] if cell not in ("–", None)}


def number(cell: str | float) -> Decimal:
    """Of a plot, or in German."""
    if isinstance(cell, str):
        return Decimal(cell.replace(".", "").replace(",", "."))
    return Decimal(repr(cell))


def test_a_choice_is_drawn_written_shared_and_taken_along(
    town: Town, live_server: LiveServer, browser: Browser, tmp_path: Path
) -> None:
    errors: list[str] = []
    page = visit(browser, live_server, **DESK)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.get_by_label("Index 2019 = 100").check()
    expect(page).to_have_url(re.compile(r"\?ansicht=index$"))
    page.get_by_text("Orte wählen").click()
    page.get_by_role("checkbox", name="Ampen").focus()
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile(r"\?ansicht=index&ort=soest&ort=ampen$"))
    expect(page.get_by_role("checkbox", name="Ampen")).to_be_focused()
    expect(page.get_by_role("status")).to_contain_text("Index 2019 = 100 für Gesamtstadt und Ampen")
    page.locator("#series figure").scroll_into_view_if_needed()  # Plotly waits until it is seen
    plot = page.locator("#series .explored")
    expect(plot.locator(".main-svg").first).to_be_visible(timeout=30_000)
    expect(page.locator("figure[data-chart]")).to_be_hidden()

    drawn, written = plot.evaluate(PLOTTED), page.locator("#reihen-tabelle").evaluate(WRITTEN)
    for name in ("Gesamtstadt", "Ampen"):
        assert numbers(drawn, name) == numbers(written, name)
        assert numbers(drawn, name)
        line = next(one["numbers"] for one in drawn if one["name"] == name)
        assert [2019.5, None] in line  # no line leads across the break
    assert plot.get_by_text("neue Zählweise").is_visible()

    with page.expect_download() as download:
        page.get_by_role("button", name="Als Bild (PNG)").click()
    image = tmp_path / "image.png"
    download.value.save_as(image)
    assert download.value.suggested_filename == "ladepunkte-index.png"
    size = image.read_bytes()[16:24]  # width and height of a PNG
    assert (int.from_bytes(size[:4]), int.from_bytes(size[4:])) == (2400, 1440)
    with page.expect_download() as download:
        page.get_by_role("button", name="Als Tabelle (CSV)").click()
    assert download.value.suggested_filename == "ladepunkte-reihen-index.csv"

    page.emulate_media(media="print")
    expect(page.locator("#series svg.chart--w")).to_be_visible()
    expect(plot).to_be_hidden()
    expect(page.locator("#series-form")).to_be_hidden()
    page.emulate_media(media="screen")

    page.get_by_role("link", name="Zurücksetzen").click()
    expect(page).to_have_url(re.compile(rf"{URL}$"))
    expect(page.locator("figure[data-chart]")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Ampen")).not_to_be_checked()
    assert (page.evaluate("window.hacked"), page.evaluate("violations"), errors) == (None, [], [])


def test_reset_ends_zooming(town: Town, live_server: LiveServer, browser: Browser) -> None:
    page = visit(browser, live_server, **DESK)
    page.locator("figure[data-chart]").scroll_into_view_if_needed()
    plot = page.locator("figure[data-chart] .explored")
    expect(plot.locator(".main-svg").first).to_be_visible(timeout=30_000)
    whole = plot.evaluate(RANGE)
    plot.evaluate("plot => Plotly.relayout(plot, {'xaxis.range': [2020, 2021]})")
    assert plot.evaluate(RANGE) == [2020, 2021]
    page.get_by_role("link", name="Zurücksetzen").click()
    for _ in range(50):
        if plot.evaluate(RANGE) == whole:
            break
        page.wait_for_timeout(100)
    assert plot.evaluate(RANGE) == whole


def test_without_plotly_a_phone_has_drawing_table_and_switches(
    town: Town, live_server: LiveServer, browser: Browser
) -> None:
    page = visit(browser, live_server, f"{URL}?ort=alle", **PHONE)
    page.route("**/plotly.min*.js", lambda route: route.abort())
    expect(page.locator("#series svg.chart--n")).to_be_visible()
    page.get_by_text("Orte wählen").click()
    page.get_by_role("button", name="nur Gesamtstadt").click()
    page.get_by_label("Index 2019 = 100").check()
    expect(page).to_have_url(re.compile(r"\?ansicht=index$"))
    expect(page.locator("#series svg.chart--n")).to_be_visible()
    page.get_by_text("Gewählte Reihen als Tabelle").click()
    expect(page.locator("#reihen-tabelle")).to_be_visible()
    page.get_by_role("button", name="Als Bild (PNG)").click()
    expect(page.get_by_role("status")).to_contain_text("Das Bild ließ sich nicht erzeugen.")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_choice_that_does_not_arrive_is_said(
    town: Town, live_server: LiveServer, browser: Browser
) -> None:
    def fail(route: Route) -> None:
        route.fulfill(status=503, body="gestört")

    page = visit(browser, live_server, **PHONE)
    page.route("**/ladepunkte/?ansicht=*", fail)
    page.get_by_label("Index 2019 = 100").check()
    expect(page.get_by_role("status")).to_contain_text("Bitte versuchen Sie es noch einmal.")
    expect(page.locator("figure[data-chart] svg.chart--n")).to_be_visible()


def test_without_scripts_the_form_loads_the_page(
    town: Town, live_server: LiveServer, browser: Browser
) -> None:
    page = visit(browser, live_server, java_script_enabled=False, **DESK)
    page.get_by_label("Index 2019 = 100").check()
    page.get_by_role("button", name="Anzeigen").click()
    expect(page.locator("#series svg.chart--w")).to_be_visible()
    page.get_by_text("Orte wählen").click()
    page.get_by_role("button", name="alle", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text(
        "Index 2019 = 100 für Gesamtstadt, Kernstadt"
    )
    expect(page.locator("#reihen-tabelle th[scope=col]")).to_have_count(6)
    expect(page.get_by_role("button", name="Als Bild (PNG)")).to_be_hidden()
    with page.expect_download() as download:
        page.get_by_role("button", name="Als Tabelle (CSV)").click()
    assert download.value.suggested_filename == "ladepunkte-reihen-index.csv"
