"""The page for the city and its parts in a real browser: keys, a pasted column, no scripts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from playwright.sync_api import Browser, Dialog, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from indicators.models import Indicator
from strategy.models import Department
from tests.browser.signing_in import sign_in_as
from tests.browser.test_accessibility import WCAG, violations
from tests.browser.test_grid import PASTE
from tests.factories import DistrictFactory, IndicatorFactory, released_series

pytestmark = pytest.mark.browser

URL = "/erfassung/ladepunkte/2025/ortsteile/"


@pytest.fixture(autouse=True)
def march() -> Iterator[None]:
    """A day on which the values of 2025 are expected; time goes on, so that the server lives."""
    with time_machine.travel(datetime(2026, 3, 12, 9, 0, tzinfo=UTC), tick=True):
        yield


@pytest.fixture
def points(live_server: LiveServer, department: Department) -> Indicator:
    """Charging points of three villages, 60 together in 2024."""
    found: Indicator = IndicatorFactory(
        slug="ladepunkte",
        name="Ladepunkte",
        unit="Stück",
        decimals=0,
        district_relation="sum",
        department=department,
        source="Register",
    )
    released_series(found, {2024: 60}, district=DistrictFactory(city=True))
    for name, value in (("Ampen", 10), ("Bergede", 20), ("Deiringsen", 30)):
        place = DistrictFactory(name=name, slug=name.lower())
        released_series(found, {2024: value}, district=place)
    return found


@pytest.fixture
def page(live_server: LiveServer, points: Indicator, clerk: User, browser: Browser) -> Page:
    return at_the_page(browser, live_server, clerk, java_script=True)


def at_the_page(browser: Browser, server: LiveServer, person: User, *, java_script: bool) -> Page:
    context = browser.new_context(base_url=server.url, java_script_enabled=java_script)
    page = context.new_page()
    sign_in_as(page, person.username)
    page.goto(URL)
    return page


def cell(page: Page, place: str) -> Locator:
    return page.get_by_role("textbox", name=f"{place}: Wert für 2025")


def together(page: Page) -> Locator:
    return page.locator("#district-sum output")


def handed_in(page: Page, slug: str) -> Locator:
    """The value of a row that waits for release and is only shown."""
    return page.locator(f"b#id_{slug}-value")


def test_enter_and_arrows_go_from_row_to_row(page: Page) -> None:
    cell(page, "Ampen").focus()
    page.keyboard.type("11")
    page.keyboard.press("Enter")
    expect(cell(page, "Bergede")).to_be_focused()
    page.keyboard.type("21")
    page.keyboard.press("ArrowDown")
    expect(cell(page, "Deiringsen")).to_be_focused()
    page.keyboard.press("Enter")  # the last row: nothing is sent
    expect(cell(page, "Deiringsen")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(cell(page, "Bergede")).to_be_focused()
    expect(together(page)).to_contain_text("2 von 3 Teilen ergeben 32")
    expect(page.locator("#hinweis-ampen")).to_contain_text("+10,0")


def test_whole_entry_with_keys_and_the_sum_taken(page: Page) -> None:
    cell(page, "Ampen").focus()
    for value in ("11", "21", "31"):
        page.keyboard.type(value)
        page.keyboard.press("Enter")
    page.get_by_role("button", name="als Wert der Gesamtstadt übernehmen").click()
    expect(cell(page, "Gesamtstadt")).to_have_value("63")
    expect(page.locator("#districts .msgs")).to_be_focused()
    page.get_by_role("button", name="Alle einreichen").click()
    expect(page.locator("#districts .msgs")).to_have_text("Eingereicht: 4 Werte.")
    expect(handed_in(page, "soest")).to_have_text("63")
    expect(handed_in(page, "deiringsen")).to_have_text("31")


def test_pasted_column_fills_the_rows_below(page: Page) -> None:
    cell(page, "Ampen").evaluate(PASTE, "11\r\n21\r\n31\r\n")
    for place, value in (("Ampen", "11"), ("Bergede", "21"), ("Deiringsen", "31")):
        expect(cell(page, place)).to_have_value(value)
    expect(page.locator("#pasted")).to_have_text("3 Zeilen eingefügt, Ampen bis Deiringsen.")
    expect(together(page)).to_contain_text("Die 3 Teile ergeben 63")


def test_column_that_is_too_long_is_refused_as_a_whole(page: Page) -> None:
    cell(page, "Bergede").evaluate(PASTE, "11\n21\n31")
    expect(page.locator("#pasted")).to_contain_text("Nichts eingefügt")
    expect(cell(page, "Bergede")).to_have_value("")


def test_leaving_with_something_typed_asks_first(page: Page) -> None:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    cell(page, "Ampen").evaluate(PASTE, "11\n21")
    cell(page, "Ampen").press_sequentially("1")  # the browser asks only those who touched the page
    page.evaluate("location.href = '/erfassung/'")
    expect(page.locator("#places")).to_be_visible()
    assert asked == ["beforeunload"]


def test_reason_is_not_replaced_while_it_is_typed(page: Page) -> None:
    """The answer to another row's number comes while somebody writes here."""
    cell(page, "Ampen").fill("500")
    reason = page.locator("#hinweis-ampen").get_by_role("textbox")
    expect(reason).to_be_visible()
    cell(page, "Bergede").fill("21")
    reason.press_sequentially("Neuer Ladepark am Bahnhof", delay=40)
    expect(together(page)).to_contain_text("2 von 3 Teilen ergeben 521")
    expect(reason).to_have_value("Neuer Ladepark am Bahnhof")
    expect(reason).to_be_focused()


def test_error_leads_to_its_cell(page: Page) -> None:
    cell(page, "Bergede").fill("2l")
    page.get_by_role("button", name="Als Entwurf sichern").last.click()
    expect(page.locator("#errors")).to_be_focused()
    page.locator("#errors").get_by_role("link", name="Bergede").click()
    expect(cell(page, "Bergede")).to_be_focused()
    expect(cell(page, "Bergede")).to_have_value("2l")


def test_without_scripts(
    live_server: LiveServer, points: Indicator, clerk: User, browser: Browser
) -> None:
    page = at_the_page(browser, live_server, clerk, java_script=False)
    cell(page, "Ampen").fill("11")
    cell(page, "Bergede").fill("21")
    cell(page, "Bergede").press("Enter")  # saves a draft: Enter loses nothing, hands nothing in
    expect(page.locator("#messages")).to_contain_text("Als Entwurf gesichert: 2 Werte.")
    expect(cell(page, "Ampen")).to_have_value("11")
    cell(page, "Deiringsen").fill("31")
    page.get_by_role("button", name="Alle einreichen").click()
    expect(page.locator("#messages")).to_contain_text("Eingereicht: 3 Werte. Offen: 1 von 4.")
    for slug, value in (("ampen", "11"), ("bergede", "21"), ("deiringsen", "31")):
        expect(handed_in(page, slug)).to_have_text(value)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_keeps_the_rules_and_the_width(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": 320, "height": 640})
    cell(page, "Ampen").fill("500")
    cell(page, "Bergede").fill("2l")
    page.get_by_role("button", name="Alle einreichen").click()
    expect(page.locator("#errors")).to_be_visible()
    assert violations(page, WCAG) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.goto("/erfassung/ladepunkte/2024/verlauf/")
    assert violations(page, WCAG) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
