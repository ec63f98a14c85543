"""Coordination in a real browser: one value goes back, the rest is released in one step."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import time_machine
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from indicators.entry import services
from indicators.entry.slots import Content, Seen, Slot
from indicators.named_periods import Period
from strategy.models import Department
from tests.factories import PASSWORD, DistrictFactory, IndicatorFactory, released_series
from tests.indicators.entry.evidence_samples import PDF

pytestmark = pytest.mark.browser

QUEUE = "/erfassung/freigabe/"
NAMES = {"abfall": "Abfall", "radwege": "Radwege", "wasser": "Wasserverbrauch"}


@pytest.fixture(autouse=True)
def march() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 3, 12, 9, 0, tzinfo=UTC), tick=True):
        yield


@pytest.fixture
def submitted(live_server: LiveServer, department: Department, clerk: User) -> None:
    """Three values of 2025; that of the water looked wrong."""
    city = DistrictFactory(city=True)
    for slug, name in NAMES.items():
        indicator = IndicatorFactory(
            slug=slug, name=name, unit="t", decimals=1, department=department
        )
        released_series(indicator, {2022: 20, 2023: 19, 2024: 18}, district=city)
        odd = slug == "wasser"
        services.save(
            slot=Slot(indicator, city, Period.parse("2025")),
            content=Content(
                value=Decimal(180 if odd else 17),
                source="Bericht",
                warning_reason="Neue Zähler." if odd else "",
            ),
            seen=Seen(),
            by=clerk,
            submit=True,
            oddities=["10-mal so viel wie 2024"] if odd else (),
        )


def sign_in(server: LiveServer, browser: Browser, person: User, **options: object) -> Page:
    page = browser.new_context(base_url=server.url, **options).new_page()  # type: ignore[arg-type]
    page.goto("/anmelden/")
    page.get_by_label("Benutzername").fill(person.username)
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden").click()
    expect(page.get_by_role("button", name="Abmelden")).to_be_visible()
    return page


def release_the_rest(page: Page) -> None:
    """Choose what looks right by the link, look at it, release it."""
    page.get_by_role("link", name="Alle ohne Auffälligkeiten auswählen (2)").click()
    page.wait_for_url("**/freigabe/?auswahl=*")
    expect(page.get_by_role("checkbox", name="„Abfall“ 2025")).to_be_checked()
    page.get_by_role("button", name="Auswahl freigeben").click()
    expect(page.get_by_role("heading", name="2 Werte freigeben?")).to_be_visible()
    page.get_by_role("button", name="Alle 2 Werte freigeben").click()
    expect(page.locator("main")).to_contain_text("2 Werte freigegeben.")
    expect(page.locator("main")).to_contain_text("Alles entschieden.")


def test_one_goes_back_and_the_rest_is_released(
    live_server: LiveServer,
    submitted: None,
    clerk: User,
    coordinator: User,
    browser: Browser,
    tmp_path: Path,
) -> None:
    entry = sign_in(live_server, browser, clerk)
    office = sign_in(live_server, browser, coordinator)

    # The clerk adds the bill that proves the value.
    bill = tmp_path / "rechnung.pdf"
    bill.write_bytes(PDF)
    entry.goto("/erfassung/wasser/2025/")
    entry.get_by_label("Datei hinzufügen").set_input_files(bill)
    entry.get_by_role("button", name="Hochladen").click()
    expect(entry.locator("#evidence")).to_contain_text("Beleg hinzugefügt: rechnung.pdf.")

    # Coordination sees the warning, its reason and the bill, asks, and returns the value.
    office.goto(QUEUE)
    water = office.locator("li.wait", has_text="Wasserverbrauch")
    expect(water).to_contain_text("10-mal so viel wie 2024")
    expect(water).to_contain_text("Neue Zähler.")
    with office.expect_download() as download:
        water.get_by_role("link", name="rechnung.pdf").click()
    assert download.value.path().read_bytes() == PDF
    water.get_by_text("Rückfrage oder Kommentar schreiben").click()
    water.get_by_label("Kommentar oder Rückfrage").fill("Steht da nicht 18,0?")
    water.get_by_role("button", name="Kommentar speichern").click()
    expect(water.locator(".said")).to_contain_text("Steht da nicht 18,0?")
    water.get_by_label("Was soll geändert werden?").fill("Bitte die Einheit prüfen.")
    water.get_by_role("button", name="Zurückgeben").click()
    expect(office.locator("li.decided")).to_contain_text("zurückgegeben")
    expect(office.locator("#queue-count")).to_contain_text("2 Werte warten")
    release_the_rest(office)

    # The clerk reads both, answers, and everybody else sees the two others.
    entry.reload()
    expect(entry.locator("#before-form")).to_contain_text("Bitte die Einheit prüfen.")
    expect(entry.locator(".said")).to_contain_text("Steht da nicht 18,0?")
    entry.goto("/kennzahlen/abfall/")
    expect(entry.locator("main")).to_contain_text("17,0")
    entry.goto("/kennzahlen/wasser/")
    expect(entry.locator("main")).not_to_contain_text("180,0")


def test_the_same_without_javascript(
    live_server: LiveServer, submitted: None, coordinator: User, browser: Browser
) -> None:
    """Row 70."""
    office = sign_in(live_server, browser, coordinator, java_script_enabled=False)
    office.goto(QUEUE)
    water = office.locator("li.wait", has_text="Wasserverbrauch")
    water.get_by_role("button", name="Zurückgeben").click()
    expect(office.locator("main")).to_contain_text("Bitte schreiben Sie, was geändert werden soll.")
    water.get_by_label("Was soll geändert werden?").fill("Bitte die Einheit prüfen.")
    water.get_by_role("button", name="Zurückgeben").click()
    expect(office.locator("main")).to_contain_text("Zurückgegeben: „Wasserverbrauch“ 2025")
    release_the_rest(office)
