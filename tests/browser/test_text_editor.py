"""A text of a report in a real browser: it saves by itself, shows a preview, loses nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.browser.signing_in import sign_in_as
from tests.factories import (
    DistrictFactory,
    IndicatorFactory,
    ReportFactory,
    ReportTextFactory,
    released_series,
)

pytestmark = pytest.mark.browser

URL = "/berichte/verwaltung/2025/texte/vorwort/"
SAVED = re.compile(r"gespeichert \d\d:\d\d")


@pytest.fixture(autouse=True)
def september() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 9, 1, 9, 0, tzinfo=UTC), tick=True):
        yield


@pytest.fixture
def page(live_server: LiveServer, clerk: User, coordinator: User, browser: Browser) -> Page:
    """The clerk's browser at the foreword they were asked for."""
    page = browser.new_context(base_url=live_server.url).new_page()
    sign_in_as(page, clerk.username)
    page.goto(URL)
    return page


@pytest.fixture(autouse=True)
def text(transactional_db: None, clerk: User) -> None:
    indicator = IndicatorFactory(code="K-1", name="Treibhausgase", unit="t")
    released_series(indicator, {2025: "6.9"}, district=DistrictFactory(city=True))
    ReportTextFactory(report=ReportFactory(year=2025), body="Gut.", writer=clerk)


def field(page: Page) -> Locator:
    return page.get_by_label("Text", exact=True)


def version(page: Page) -> str:
    return page.locator("#form [name=version]").input_value()


def test_typing_shows_a_preview_and_is_saved(page: Page) -> None:
    """The focus stays in the field; a number is put in where the cursor is."""
    field(page).fill("# Titel\n\nEs sind ")
    expect(page.locator("#preview h3")).to_have_text("Titel")
    page.get_by_label("Kennzahl suchen").press_sequentially("treib")
    token = page.locator("#numbers", has_text="6,9").get_by_role("button", name="Einfügen")
    token.first.click()
    expect(field(page)).to_be_focused()
    expect(field(page)).to_have_value("# Titel\n\nEs sind {{ kennzahl:K-1:2025 }}")
    expect(page.locator("#preview .num")).to_have_text("6,9\u00a0t")
    expect(page.locator("#saved")).to_have_text(SAVED)
    expect(page.locator("#form")).not_to_have_attribute("data-typed", re.compile("."))
    page.reload()
    expect(field(page)).to_have_value("# Titel\n\nEs sind {{ kennzahl:K-1:2025 }}")


def test_number_put_in_can_be_undone_and_redone(page: Page) -> None:
    field(page).fill("")
    field(page).press_sequentially("Es sind ")
    page.get_by_label("Kennzahl suchen").press_sequentially("treib")
    page.locator("#numbers", has_text="6,9").get_by_role("button", name="Einfügen").first.click()
    expect(field(page)).to_have_value("Es sind {{ kennzahl:K-1:2025 }}")
    field(page).press("Control+z")
    expect(field(page)).to_have_value("Es sind ")
    field(page).press("Control+Shift+z")
    expect(field(page)).to_have_value("Es sind {{ kennzahl:K-1:2025 }}")


@pytest.mark.parametrize("by", ["Enter", "Suchen"])
def test_search_by_hand_stays_on_the_page(page: Page, by: str) -> None:
    field(page).fill("Noch nicht gesichert.")
    search = page.get_by_label("Kennzahl suchen")
    with page.expect_response("**/zahlen/?q=nichts"):
        search.evaluate("field => { field.value = 'nichts' }")  # no event: nothing else searches
        if by == "Enter":
            search.press("Enter")
        else:
            page.get_by_role("button", name="Suchen", exact=True).last.click()
    expect(page.locator("#numbers")).to_have_text("Keine Kennzahl heißt so.")
    expect(field(page)).to_have_value("Noch nicht gesichert.")
    expect(page.locator("#conflict")).to_be_hidden()
    assert page.url.endswith(URL)


def test_second_window_loses_nothing(page: Page) -> None:
    other = page.context.new_page()
    other.goto(URL)
    field(other).fill("Aus dem zweiten Fenster.")
    expect(other.locator("#saved")).to_have_text(SAVED)
    field(page).fill("Aus dem ersten Fenster.")
    conflict = page.locator("#conflict")
    expect(conflict).to_contain_text("Aus dem ersten Fenster.")
    expect(conflict).to_contain_text("Aus dem zweiten Fenster.")
    expect(field(page)).to_have_value("Aus dem ersten Fenster.")
    page.get_by_role("button", name="Entwurf speichern").click()
    expect(page.locator("#text .msgs")).to_have_text("Gespeichert.")
    page.goto(f"{URL}verlauf/")
    expect(page.locator("tbody tr")).to_have_count(3)  # before, of the second window, and this one


def test_expired_session_keeps_what_was_typed(page: Page) -> None:
    page.context.clear_cookies(name="sessionid")
    field(page).fill("Während die Anmeldung ablief.")
    expect(page.locator("#notice")).to_contain_text("Ihre Anmeldung ist abgelaufen.")
    expect(field(page)).to_have_value("Während die Anmeldung ablief.")


def test_text_that_is_too_long_to_send_is_told_in_place(page: Page) -> None:
    """Once as long as a form may be, and once longer: the form and the server say the same."""
    told = "Ein Text darf höchstens 20.000 Zeichen lang sein"
    field(page).evaluate("field => { field.value = 'ä'.repeat(500_000) }")
    page.get_by_role("button", name="Entwurf speichern").click()
    expect(page.locator("#form-errors")).to_contain_text(told)
    field(page).evaluate("field => { field.value = 'ä'.repeat(1_100_000) }")
    page.get_by_role("button", name="Entwurf speichern").click()
    expect(page.locator("#notice")).to_contain_text(told)
    expect(page.locator("#saved")).to_have_text("Noch nicht gespeichert.")


def test_narrow_page_does_not_scroll_sideways(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 760})
    field(page).fill("| A | B |\n|---|---|\n| 1 | 2 |")
    expect(page.locator("#preview td")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
