"""The main job in a browser: a value is entered, released, seen by everybody, and in the report."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime

import pytest
import time_machine
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from strategy.models import Department
from tests.factories import PASSWORD
from tests.town import Town, make_town

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def today():
    """A day on which the value of 2025 is expected; time goes on, so that the server lives."""
    with time_machine.travel(datetime(2026, 8, 3, 9, 0, tzinfo=UTC), tick=True):
        yield


@pytest.fixture
def town(live_server: LiveServer, department: Department) -> Town:
    town = make_town()
    town.loose.department = department
    town.loose.decimals = 0
    town.loose.unit = "Personen"
    town.loose.save()
    return town


def sign_in(page: Page, site: str, person: User) -> None:
    page.goto(f"{site}/anmelden/")
    page.get_by_label("Benutzername").fill(person.username)
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden").click()
    expect(page.get_by_role("button", name="Abmelden")).to_be_visible()


def test_main_job(
    live_server: LiveServer,
    town: Town,
    clerk: User,
    coordinator: User,
    browser: Browser,
) -> None:
    site = live_server.url
    reader = browser.new_page()
    reader.goto(f"{site}/kennzahlen/einwohner/")
    expect(reader.locator("main")).not_to_contain_text("47.206")

    # The clerk enters what 2024 was, sees how it was read, and hands it in.
    entry = browser.new_context().new_page()
    sign_in(entry, site, clerk)
    entry.goto(f"{site}/erfassung/einwohner/2024/")
    entry.get_by_role("textbox", name="Wert für 2024").fill("47.206")
    expect(entry.locator("#reading")).to_contain_text("Gelesen als 47.206")
    entry.locator("#reading").get_by_role("checkbox").check()
    entry.get_by_label(re.compile("^Quelle")).fill("IT.NRW, Fortschreibung")
    entry.get_by_role("button", name="Einreichen", exact=True).click()
    expect(entry.locator("main")).to_contain_text("eingereicht")

    # Nobody outside sees it yet.
    reader.reload()
    expect(reader.locator("main")).not_to_contain_text("47.206")

    # Coordination releases it.
    office = browser.new_context().new_page()
    sign_in(office, site, coordinator)
    office.get_by_role("link", name="Freigabe").click()
    expect(office.locator("main")).to_contain_text("47.206")
    office.get_by_role("button", name="Freigeben", exact=True).click()
    expect(office.locator("main")).to_contain_text("„Einwohner“ 2024, 47.206")

    # Everybody sees it: in the history, and in the chart with its table.
    reader.reload()
    expect(reader.locator("#fassungen")).to_contain_text("47.206")
    expect(reader.locator("#fassungen")).to_contain_text("IT.NRW, Fortschreibung")

    # Coordination freezes the report of the year and publishes it.
    office.goto(f"{site}/berichte/verwaltung/")
    office.get_by_label("Berichtsjahr").fill("2025")
    office.get_by_role("button", name="Bericht anlegen").click()
    office.get_by_role("link", name="Prüfen und einfrieren").click()
    expect(office.locator("main")).to_contain_text("Nichts verhindert das Einfrieren.")
    office.get_by_role("checkbox", name="Ich habe die").check()
    office.get_by_role("button", name="1. Ausgabe einfrieren").click()
    publish = office.get_by_role("button", name="Veröffentlichen")
    expect(publish).to_be_visible(timeout=120_000)
    publish.click()
    expect(office.locator("main")).to_contain_text("veröffentlicht")

    # Everybody reads it in the PDF.
    reader.goto(f"{site}/berichte/2025/")
    pdf = reader.request.get(f"{site}/berichte/2025/bericht.pdf")
    assert pdf.ok
    assert pdf.headers["content-type"] == "application/pdf"
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.body())).pages)
    assert "47.206" in text
