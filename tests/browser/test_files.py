"""A department fills in the workbook: downloaded, typed into, uploaded, looked at, handed in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from indicators.models import Indicator
from strategy.models import Department
from tests.factories import PASSWORD, DistrictFactory, IndicatorFactory, released_series

pytestmark = pytest.mark.browser

PAGE = "/erfassung/dateien/"


@pytest.fixture(autouse=True)
def march() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 3, 12, 9, 0, tzinfo=UTC), tick=True):
        yield


@pytest.fixture
def indicator(live_server: LiveServer, department: Department) -> Indicator:
    found = IndicatorFactory(
        name="Treibhausgase", unit="t", decimals=1, department=department, source="Energiebericht"
    )
    values = {2021: "2098.4", 2022: "2031.9", 2023: "1994", 2024: "1987.2"}
    released_series(found, values, district=DistrictFactory(city=True))
    return found


@pytest.fixture
def page(live_server: LiveServer, clerk: User, indicator: Indicator, browser: Browser) -> Page:
    """The clerk's browser, on the page of the files."""
    page = browser.new_page(locale="de-DE")
    page.goto(f"{live_server.url}{PAGE}")
    page.get_by_label("Benutzername").fill(clerk.username)
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden").click()
    return page


def downloaded(page: Page, folder: Path) -> Path:
    with page.expect_download() as download:
        page.get_by_role("button", name="Vorlage herunterladen").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def upload(page: Page, path: Path) -> None:
    page.get_by_label("Datei", exact=True).set_input_files(path)
    page.get_by_role("button", name="Hochladen und prüfen").click()


def type_into(path: Path, value: object) -> None:
    book = load_workbook(path)
    book.worksheets[1]["L6"] = value  # type: ignore[assignment]
    book.save(path)


def test_workbook_is_filled_in_and_handed_in(page: Page, tmp_path: Path) -> None:
    path = downloaded(page, tmp_path)
    assert path.name == "Soest-Werte-2025.xlsx"
    type_into(path, "rund 4000")
    upload(page, path)
    expect(page.get_by_text("1 Zeile passt nicht.")).to_be_visible()
    expect(page.get_by_text("Zeile 6, Spalte L (Wert)").first).to_be_visible()
    expect(page.get_by_role("button", name="Einreichen")).to_have_count(0)

    page.get_by_role("link", name="← Dateien").click()
    type_into(path, 4000)
    upload(page, path)
    expect(page.get_by_text("Diese Datei würde 1 Wert ändern.")).to_be_visible()
    page.get_by_role("link", name="auffällig (1)").click()
    expect(page.locator("#rows").get_by_text("4.000,0\N{NO-BREAK SPACE}t").first).to_be_visible()
    page.get_by_role("button", name="Einreichen").click()
    reason = page.get_by_label("Grund der Abweichung")
    expect(
        page.get_by_text("Bitte nennen Sie den Grund, oder prüfen Sie den Wert.")
    ).to_be_visible()
    reason.fill("Neue Schule mit eigener Heizung")
    page.get_by_role("button", name="Einreichen").click()
    expect(page.get_by_text("eingereicht: 1 neu, 0 geändert, 0 unverändert.")).to_be_visible()


def test_page_fits_a_small_screen(page: Page, tmp_path: Path) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    path = downloaded(page, tmp_path)
    type_into(path, 4000)
    upload(page, path)
    expect(page.get_by_text("Diese Datei würde 1 Wert ändern.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
