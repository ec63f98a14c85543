"""The table of many values in a real browser: with the mouse, with keys alone, without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from playwright.sync_api import Browser, Dialog, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from indicators.models import Indicator
from strategy.models import Department
from tests.browser.signing_in import sign_in_as
from tests.browser.test_accessibility import WCAG, violations
from tests.factories import (
    DistrictFactory,
    IndicatorFactory,
    MeasurementFactory,
    released_series,
)

pytestmark = pytest.mark.browser

URL = "/erfassung/tabelle/umwelt-und-klima/"
# What a browser does when people copy cells in Excel and press Ctrl+V.
PASTE = """(cell, text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  cell.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));
}"""


@pytest.fixture(autouse=True)
def march() -> Iterator[None]:
    """A day on which the values of 2025 are expected; time goes on, so that the server lives."""
    with time_machine.travel(datetime(2026, 3, 12, 9, 0, tzinfo=UTC), tick=True):
        yield


@pytest.fixture
def indicators(live_server: LiveServer, department: Department) -> list[Indicator]:
    """Two of the department's; the second one has a submitted value of 2025."""
    city = DistrictFactory(city=True)
    found = []
    for slug, name in (("treibhausgase", "Treibhausgase"), ("wasser", "Wasserverbrauch")):
        one = IndicatorFactory(
            slug=slug, name=name, unit="t", decimals=1, department=department, source="Bericht"
        )
        released_series(one, {2022: "2031.9", 2023: "1994", 2024: "1987.2"}, district=city)
        found.append(one)
    MeasurementFactory(indicator=found[1], period=date(2025, 1, 1), value=1970, submitted=True)
    return found


@pytest.fixture
def page(
    live_server: LiveServer, indicators: list[Indicator], clerk: User, browser: Browser
) -> Page:
    """The clerk's browser on the table of the department."""
    return at_the_table(browser, live_server, clerk, java_script=True)


def at_the_table(browser: Browser, server: LiveServer, person: User, *, java_script: bool) -> Page:
    context = browser.new_context(base_url=server.url, java_script_enabled=java_script)
    page = context.new_page()
    sign_in_as(page, person.username)
    page.goto(URL)
    return page


def cell(page: Page, head: str, year: int) -> Locator:
    """A cell by the name that its row and column give it, as it is read out."""
    return page.get_by_role("textbox", name=re.compile(rf"^{head}.* {year}$"))


def test_keys_lead_from_cell_to_cell(page: Page) -> None:
    gas, water = "Treibhausgase", "Wasserverbrauch"
    cell(page, gas, 2023).click()
    for key, goal in (
        ("ArrowRight", cell(page, gas, 2024)),
        ("ArrowDown", cell(page, water, 2024)),
        ("ArrowLeft", cell(page, water, 2023)),
        ("ArrowUp", cell(page, gas, 2023)),
        ("Enter", cell(page, water, 2023)),
        ("Shift+Enter", cell(page, gas, 2023)),
        ("Tab", cell(page, gas, 2024)),
        ("ArrowUp", cell(page, gas, 2024)),  # the edge of the table
    ):
        page.keyboard.press(key)
        expect(goal).to_be_focused()


def test_arrows_move_the_caret_while_a_text_is_changed(page: Page) -> None:
    target = cell(page, "Treibhausgase", 2025)
    target.focus()
    page.keyboard.type("196,5")
    for _ in range(2):
        page.keyboard.press("ArrowLeft")
    page.keyboard.type("0")
    expect(target).to_have_value("1960,5")
    expect(target).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    expect(target).to_be_focused()  # the last column


def test_escape_brings_back_what_is_stored(page: Page) -> None:
    target = cell(page, "Treibhausgase", 2024)
    target.fill("7")
    expect(page.get_by_text("1 Zelle geändert, noch nicht gesichert")).to_be_visible()
    cell(page, "Treibhausgase", 2025).fill("8")
    expect(page.get_by_text("2 Zellen geändert, noch nicht gesichert")).to_be_visible()
    target.press("Escape")
    expect(target).to_have_value("1987,2")
    expect(page.locator(".gr-typed")).to_have_count(1)


def test_undo_is_the_browsers_own(page: Page) -> None:
    target = cell(page, "Treibhausgase", 2024)
    target.focus()
    page.keyboard.type("7")
    page.keyboard.press("Control+z")
    expect(target).to_have_value("1987,2")


def test_year_is_handed_in_with_keys_alone(page: Page, indicators: list[Indicator]) -> None:
    cell(page, "Treibhausgase", 2025).focus()
    page.keyboard.type("19.605")
    page.get_by_role("button", name="Prüfen und einreichen").focus()
    page.keyboard.press("Enter")
    heading = page.get_by_role("heading", name="Prüfen und einreichen")
    expect(page.locator("[data-focus]", has=heading)).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # the number is meant as it was read
    page.keyboard.press("Tab")
    page.keyboard.type("neue Heizwerke")  # why it is so large
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    notice = page.get_by_text("1 Wert eingereicht.").first
    expect(notice).to_be_visible()
    expect(cell(page, "Treibhausgase", 2025)).to_have_attribute("readonly", "")


def test_locked_cell_says_why(page: Page) -> None:
    target = cell(page, "Wasserverbrauch", 2025)
    expect(target).to_have_attribute("readonly", "")
    expect(target).to_have_accessible_description(re.compile("eingereicht.*gesperrt"))
    target.focus()
    page.keyboard.press("ArrowUp")
    expect(cell(page, "Treibhausgase", 2025)).to_be_focused()


def test_error_stands_at_its_cell_and_gets_the_focus(page: Page) -> None:
    cell(page, "Treibhausgase", 2023).fill("1.994,05")
    cell(page, "Treibhausgase", 2025).fill("k. A.")
    page.get_by_role("button", name="Als Entwurf sichern").click()
    wrong = cell(page, "Treibhausgase", 2023)
    expect(wrong).to_be_focused()
    expect(wrong).to_have_attribute("aria-invalid", "true")
    expect(wrong).to_have_accessible_description(re.compile("höchstens 1 Nachkommastelle"))
    expect(cell(page, "Treibhausgase", 2025)).to_have_value("k. A.")
    page.get_by_role("link", name="Treibhausgase, 2025").click()
    expect(cell(page, "Treibhausgase", 2025)).to_be_focused()


def test_pasted_block_is_shown_before_it_is_taken(page: Page) -> None:
    cell(page, "Wasserverbrauch", 2022).fill("2030")
    cell(page, "Treibhausgase", 2024).evaluate(PASTE, "1.987,2\t1\u00a0960,5\t7\r\n1985\t\r\n")
    preview = page.get_by_role("heading", name="Vorschau: noch nichts gesichert")
    expect(preview).to_be_visible()
    main = page.locator("main")
    expect(main).to_contain_text("3 Zellen eingefügt: 2 geändert, 1 gleich.")
    expect(main).to_contain_text("1 Zelle des Blocks liegt außerhalb der Tabelle")
    expect(main).to_contain_text("1 leere Zelle des Blocks ändert nichts.")
    page.get_by_role("button", name="Übernehmen").click()
    expect(cell(page, "Treibhausgase", 2025)).to_have_value("1\u00a0960,5")
    expect(cell(page, "Wasserverbrauch", 2024)).to_have_value("1985")
    expect(cell(page, "Wasserverbrauch", 2022)).to_have_value("2030")
    expect(page.get_by_text("3 Zellen geändert, noch nicht gesichert")).to_be_visible()
    page.get_by_role("button", name="Als Entwurf sichern").click()
    expect(page.get_by_text("3 Werte als Entwurf gesichert.").first).to_be_visible()


def test_single_cell_is_pasted_as_usual(page: Page) -> None:
    target = cell(page, "Treibhausgase", 2025)
    taken = target.evaluate(PASTE.replace("cell.dispatch", "return !cell.dispatch"), "1960,5\r\n")
    assert not taken
    expect(page.get_by_role("heading", name="Vorschau: noch nichts gesichert")).to_have_count(0)


def test_leaving_with_unsaved_cells_asks_first(page: Page) -> None:
    cell(page, "Treibhausgase", 2025).evaluate(PASTE, "1960\t\n")
    page.get_by_role("button", name="Übernehmen").click()
    expect(page.get_by_text("1 Zelle geändert, noch nicht gesichert")).to_be_visible()
    cell(page, "Treibhausgase", 2025).click()
    questions: list[str] = []

    def agree(dialog: Dialog) -> None:
        questions.append(dialog.type)
        dialog.accept()

    page.on("dialog", agree)
    page.get_by_role("link", name="← Alle Tabellen").click()
    page.wait_for_url("**/erfassung/tabelle/")
    assert questions == ["beforeunload"]


def test_narrow_page_scrolls_inside_the_table_only(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    hidden = "[...document.querySelectorAll('.gr-box .vh')]"  # would widen the page from outside it
    assert page.evaluate(
        f"{hidden}.length > 0 && {hidden}.every(e => e.offsetParent.closest('.gr-box'))"
    )
    page.reload()
    newest = cell(page, "Treibhausgase", 2025)
    expect(newest).to_be_visible()
    at_first = newest.bounding_box()  # what people come for is in view
    assert at_first
    assert at_first["x"] + at_first["width"] <= 360
    target = cell(page, "Wasserverbrauch", 2022)
    cell(page, "Treibhausgase", 2025).focus()
    for key in ("ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowDown"):
        page.keyboard.press(key)
    expect(target).to_be_focused()
    head = page.get_by_role("rowheader", name="Wasserverbrauch").bounding_box()
    box = target.bounding_box()
    assert head
    assert box
    assert head["x"] >= 0
    assert box["x"] >= head["x"] + head["width"] - 1  # the sticky head does not cover it


def test_every_view_of_the_table_keeps_the_rules(page: Page) -> None:
    """The WCAG rules of axe, in light and in dark: table, errors, preview, review."""
    broken = {"table": rules_broken(page)}
    cell(page, "Wasserverbrauch", 2024).fill("k. A.")
    page.get_by_role("button", name="Als Entwurf sichern").click()
    expect(cell(page, "Wasserverbrauch", 2024)).to_be_focused()
    broken["errors"] = rules_broken(page)
    cell(page, "Wasserverbrauch", 2024).press("Escape")
    cell(page, "Treibhausgase", 2024).evaluate(PASTE, "19.872\t1.960\n")
    expect(page.get_by_role("button", name="Übernehmen")).to_be_visible()
    broken["preview"] = rules_broken(page)
    page.get_by_role("checkbox", name="Ja, der Punkt trennt").check()
    page.get_by_role("button", name="Übernehmen").click()
    page.get_by_role("button", name="Prüfen und einreichen").click()
    expect(page.get_by_role("heading", name="Prüfen und einreichen")).to_be_visible()
    page.get_by_role("button", name="2 Werte einreichen").click()
    expect(page.get_by_text("Bitte beantworten Sie die rot umrandeten Fragen.")).to_be_visible()
    broken["review"] = rules_broken(page)
    assert {view: found for view, found in broken.items() if found} == {}


def rules_broken(page: Page) -> list[str]:
    page.emulate_media(color_scheme="light")
    found = violations(page, WCAG)
    page.emulate_media(color_scheme="dark")
    return found + violations(page, ["color-contrast"])


def test_without_scripts(
    live_server: LiveServer, indicators: list[Indicator], clerk: User, browser: Browser
) -> None:
    page = at_the_table(browser, live_server, clerk, java_script=False)
    page.get_by_text("Block einfügen (ohne Strg+V)").click()
    page.get_by_label("Kopierte Zellen").fill("1.960,5")
    page.get_by_label("Erste Zeile").select_option("Treibhausgase")
    page.get_by_label("Erste Spalte").select_option("2025")
    page.get_by_role("button", name="Vorschau zeigen").click()
    expect(page.locator("main")).to_contain_text("1 Zelle eingefügt: 1 geändert.")
    page.get_by_role("button", name="Übernehmen").click()
    cell(page, "Treibhausgase", 2024).fill("k. A.")
    page.get_by_role("button", name="Prüfen und einreichen").click()
    expect(cell(page, "Treibhausgase", 2024)).to_have_attribute("aria-invalid", "true")
    cell(page, "Treibhausgase", 2024).fill("1987,2")
    page.get_by_role("button", name="Prüfen und einreichen").click()
    page.get_by_role("button", name="1 Wert einreichen").click()
    expect(page.locator("main")).to_contain_text("1 Wert eingereicht.")
    expect(cell(page, "Treibhausgase", 2025)).to_have_attribute("readonly", "")
