"""A collection round from the first value to the last release, in a real browser.

The department answers in four ways, coordination returns one value and releases the others, and
two clerks meet at the same value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import time_machine
from openpyxl import load_workbook
from playwright.sync_api import Browser, Locator, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from indicators.entry.files.layout import Field, heading_of
from indicators.entry.files.workbooks import HEAD
from strategy.models import Department
from tests.browser.signing_in import sign_in_as
from tests.browser.test_grid import PASTE
from tests.factories import (
    ActionAreaFactory,
    DistrictFactory,
    IndicatorFactory,
    RoundIndicatorFactory,
    UserFactory,
    released_series,
)

pytestmark = pytest.mark.browser

TABLE = "/erfassung/tabelle/umwelt-und-klima/"
WASTE = "/erfassung/abfall/2025/"
# The value of 2024 of what the round asks for, in the order of the lists.
ASKED = {
    "Abfall": 412,
    "Baumbestand": 8120,
    "Ladepunkte": 96,
    "Radwege": 131,
    "Stromverbrauch": 1150,
    "Wasserverbrauch": 1980,
}


@pytest.fixture(autouse=True)
def march() -> Iterator[None]:
    """A day inside the round of 2025; time goes on, so that the server lives."""
    with time_machine.travel(datetime(2026, 3, 12, 9, 0, tzinfo=UTC), tick=True):
        yield


@pytest.fixture
def collection(live_server: LiveServer, department: Department) -> None:
    """The round of 2025 asks the department for six values."""
    city = DistrictFactory(city=True)
    area = ActionAreaFactory(number=5, slug="klima-energie", name="Klima & Energie")
    for name, value in ASKED.items():
        indicator = IndicatorFactory(
            slug=name.lower(),
            name=name,
            unit="Stück",
            decimals=0,
            area=area,
            department=department,
            source="Eigene Zählung",
        )
        released_series(indicator, {2022: value - 30, 2023: value - 40, 2024: value}, district=city)
        RoundIndicatorFactory(indicator=indicator)


@pytest.fixture
def colleague(department: Department) -> User:
    """Enters values for the same department as `clerk`."""
    return UserFactory(
        username="konrad.kollege",
        first_name="Konrad",
        last_name="Kollege",
        entry=True,
        departments=[department],
    )


# What people do ----------------------------------------------------------------------


def stranger(browser: Browser, server: LiveServer) -> Page:
    """A browser of somebody who is not signed in."""
    return browser.new_context(base_url=server.url).new_page()


def signed_in(browser: Browser, server: LiveServer, person: User) -> Page:
    page = stranger(browser, server)
    sign_in_as(page, person.username)
    return page


def go_home(page: Page) -> None:
    page.get_by_role("link", name="Meine Kennzahlen").first.click()
    page.wait_for_url("**/erfassung/")


def line(page: Page, name: str) -> Locator:
    """What the home page says about a value of 2025."""
    return page.locator("ul.due > li").filter(has=page.get_by_role("link", name=name, exact=True))


def cell(page: Page, name: str) -> Locator:
    """The cell of 2025 in the table."""
    return page.get_by_role("textbox", name=re.compile(rf"^{name}.* 2025$"))


def value(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Wert für 2025")


def answer_by_form(clerk: Page) -> None:
    """In the list itself, without leaving it."""
    line(clerk, "Ladepunkte").get_by_role("link", name="Eingeben").click()
    value(clerk).fill("104")
    clerk.get_by_role("button", name="Einreichen").click()
    expect(clerk.locator("#progress")).to_contain_text("1 eingereicht")
    expect(clerk.locator("main")).to_contain_text("5 von 6 Werten stehen noch aus.")


def answer_by_paste(clerk: Page) -> None:
    """Two rows copied from another table."""
    clerk.get_by_role("link", name="Alles in einer Tabelle eingeben").click()
    cell(clerk, "Abfall").evaluate(PASTE, "405\r\n8.155\r\n")
    expect(clerk.locator("#preview")).to_contain_text("2 Zellen eingefügt: 2 geändert.")
    clerk.get_by_role("checkbox", name="Ja, der Punkt trennt").check()
    clerk.get_by_role("button", name="Übernehmen").click()
    clerk.get_by_role("button", name="Prüfen und einreichen …").click()
    clerk.get_by_role("button", name="2 Werte einreichen").click()
    expect(clerk.get_by_text("2 Werte eingereicht.").first).to_be_visible()
    expect(cell(clerk, "Baumbestand")).to_have_attribute("readonly", "")


def answer_by_file(clerk: Page, folder: Path) -> None:
    """The workbook is downloaded, filled in and uploaded."""
    go_home(clerk)
    clerk.get_by_role("link", name="Excel-Datei holen oder hochladen").click()
    with clerk.expect_download() as download:
        clerk.get_by_role("button", name="Vorlage herunterladen").click()
    filled_in = folder / download.value.suggested_filename
    download.value.save_as(filled_in)
    fill_in(filled_in, {"Radwege": 134, "Wasserverbrauch": 1964})
    clerk.get_by_label("Datei", exact=True).set_input_files(filled_in)
    clerk.get_by_role("button", name="Hochladen und prüfen").click()
    expect(clerk.locator("main")).to_contain_text("Diese Datei würde 2 Werte ändern.")
    expect(clerk.locator("#rows tbody tr", has_text="Radwege")).to_contain_text("134")
    clerk.get_by_role("button", name="Einreichen").click()
    expect(clerk.locator("main")).to_contain_text("2 neu")


def fill_in(workbook: Path, values: dict[str, int]) -> None:
    """Write into the input cells, as a clerk does in Excel; all else stays."""
    book = load_workbook(workbook)
    sheet = book["Umwelt und Klima"]
    heads = {head.value: column for column, head in enumerate(sheet[HEAD], start=1)}
    names, inputs = heads[heading_of(Field.NAME)], heads[heading_of(Field.VALUE)]
    rows = {sheet.cell(row, names).value: row for row in range(HEAD + 1, sheet.max_row + 1)}
    for name, number in values.items():
        sheet.cell(rows[name], inputs).value = number
    book.save(workbook)


def answer_by_link(clerk: Page, supplier: Page) -> None:
    """Somebody without an account supplies the value, the clerk hands it in."""
    go_home(clerk)
    clerk.get_by_role("link", name="Zahlen für 2025 von außen erbitten").click()
    clerk.get_by_label("Name", exact=True).fill("Nora Netz")
    clerk.get_by_label("Stelle").fill("Stadtwerke Soest")
    clerk.get_by_label("E-Mail").fill("nora.netz@example.org")
    clerk.get_by_role("button", name="Link verschicken").click()
    link = clerk.get_by_label("Link zum Kopieren").input_value()

    supplier.goto(urlsplit(link).path)  # the site has another name here
    electricity = supplier.get_by_role("region", name="Stromverbrauch")
    electricity.get_by_label("Wert für 2025").fill("1140")
    electricity.get_by_label("Quelle").fill("Netzbilanz 2025")
    supplier.get_by_role("button", name="Sichern und abschließen …").click()
    supplier.get_by_role("button", name="Jetzt abschließen").click()
    expect(supplier.get_by_role("heading", name="Vielen Dank, Nora Netz!")).to_be_visible()

    go_home(clerk)
    expect(line(clerk, "Stromverbrauch")).to_contain_text(
        "zugeliefert von Nora Netz, Stadtwerke Soest"
    )
    line(clerk, "Stromverbrauch").get_by_role("link", name="Weiter eingeben").click()
    expect(value(clerk)).to_have_value("1140")
    clerk.get_by_role("button", name="Einreichen").click()
    expect(clerk.locator("#progress")).to_contain_text("6 eingereicht")


def return_one_and_release_the_others(office: Page) -> None:
    office.get_by_role("link", name="Freigabe").click()
    expect(office.locator("#queue-count")).to_contain_text("6 Werte warten")
    waste = office.get_by_role("form", name="Entscheidung über Abfall 2025")
    waste.get_by_label("Was soll geändert werden?").fill("Ist der Sperrmüll dabei?")
    waste.get_by_role("button", name="Zurückgeben").click()
    expect(office.locator(".decided")).to_contain_text("zurückgegeben")
    expect(office.locator("#queue-count")).to_contain_text("5 Werte warten")
    for name in ASKED:
        if name != "Abfall":
            office.get_by_role("checkbox", name=f"„{name}“ 2025").check()
    office.get_by_role("button", name="Auswahl freigeben …").click()
    expect(office.get_by_role("heading", name="5 Werte freigeben?")).to_be_visible()
    office.get_by_role("button", name="Alle 5 Werte freigeben").click()
    expect(office.locator("main")).to_contain_text("5 Werte freigegeben")


def mend(clerk: Page) -> None:
    """What came back stands first, with the reason."""
    go_home(clerk)
    waste = line(clerk, "Abfall")
    expect(waste).to_contain_text("zurückgegeben")
    expect(waste).to_contain_text("Rückgabe: „Ist der Sperrmüll dabei?“")
    waste.get_by_role("link", name="Überarbeiten").click()
    expect(value(clerk)).to_have_value("405")
    value(clerk).fill("409")
    clerk.get_by_label("Anmerkung").fill("Jetzt mit Sperrmüll.")
    clerk.get_by_role("button", name="Einreichen").click()
    expect(clerk.locator("#progress")).to_contain_text("1 eingereicht")


def release_the_last(office: Page) -> None:
    office.get_by_role("link", name="Freigabe").click()
    expect(office.locator(".wait")).to_contain_text("409")
    office.get_by_role("button", name="Freigeben", exact=True).click()
    expect(office.locator("#queue-count")).to_contain_text("Kein Wert wartet")
    office.get_by_role("link", name="Runden").click()
    office.get_by_role("link", name="Erhebungsrunde 2025").click()


def published(reader: Page, name: str) -> Locator:
    """The row of 2025 on the page that everybody sees."""
    reader.goto(f"/kennzahlen/{name.lower()}/")
    year = reader.get_by_role("rowheader", name="2025", exact=True)
    return reader.locator("#fassungen").get_by_role("row").filter(has=year)


# The walk ----------------------------------------------------------------------------


@pytest.mark.usefixtures("collection")
def test_round_is_answered_in_four_ways_and_released(
    live_server: LiveServer, clerk: User, coordinator: User, browser: Browser, tmp_path: Path
) -> None:
    entry = signed_in(browser, live_server, clerk)
    reader = stranger(browser, live_server)
    answer_by_form(entry)
    answer_by_paste(entry)
    answer_by_file(entry, tmp_path)
    answer_by_link(entry, stranger(browser, live_server))
    expect(published(reader, "Ladepunkte")).to_have_count(0)

    office = signed_in(browser, live_server, coordinator)
    return_one_and_release_the_others(office)
    for name, words in {
        "Ladepunkte": "104",
        "Baumbestand": "8.155",
        "Radwege": "134",
        "Wasserverbrauch": "1.964",
        "Stromverbrauch": "1.140",
    }.items():
        expect(published(reader, name)).to_contain_text(words)
    expect(published(reader, "Abfall")).to_have_count(0)

    mend(entry)
    release_the_last(office)
    expect(office.get_by_role("heading", name="Erhebungsrunde 2025")).to_be_visible()
    expect(office.locator("#progress")).to_have_text("6 freigegeben")
    expect(office.locator("main")).to_contain_text("Alles erledigt")
    expect(published(reader, "Abfall")).to_contain_text("409")
    go_home(entry)
    expect(entry.get_by_role("heading", name="Alles erledigt")).to_be_visible()


@pytest.mark.usefixtures("collection")
def test_two_clerks_meet_at_a_value(
    live_server: LiveServer, clerk: User, colleague: User, browser: Browser
) -> None:
    """Row 31: each is shown both versions, nothing is overwritten until somebody decides."""
    form = signed_in(browser, live_server, clerk)
    table = signed_in(browser, live_server, colleague)
    form.goto(WASTE)
    table.goto(TABLE)
    value(form).fill("409")
    form.get_by_role("button", name="Als Entwurf sichern", exact=True).click()
    expect(form.locator("#value .msgs")).to_contain_text("409 Stück")

    # Who saves second, in the table, is told, and decides for the own number.
    cell(table, "Abfall").fill("405")
    table.get_by_role("button", name="Als Entwurf sichern").click()
    expect(table.locator("#wrong")).to_contain_text("Inzwischen hat jemand anderes gespeichert")
    expect(table.locator("#wrong")).to_contain_text("409 Stück")
    expect(table.locator("#wrong")).to_contain_text("Erika Erfassung")
    expect(cell(table, "Abfall")).to_have_value("405")
    table.get_by_role("button", name="Als Entwurf sichern").click()
    expect(table.get_by_text("1 Wert als Entwurf gesichert.").first).to_be_visible()

    # Now the first one is second; a press that came before the answer decides nothing.
    held: list[Route] = []
    form.route(f"**{WASTE}sichern/", lambda route: held.append(route))
    with form.expect_request(f"**{WASTE}sichern/"):
        value(form).fill("411")
        value(form).blur()
    form.get_by_role("button", name="Einreichen", exact=True).click()
    held[0].continue_()
    conflict = form.locator("#conflict")
    expect(conflict).to_contain_text("405 Stück")
    expect(conflict).to_contain_text("von Konrad Kollege")
    expect(conflict).to_be_focused()
    expect(value(form)).to_have_value("411")
    expect(form.locator("#submitted")).to_have_count(0)

    # She takes his number and hands it in; the history knows of both.
    conflict.get_by_role("link", name="verwerfen Sie Ihre Eingabe").click()
    expect(value(form)).to_have_value("405")
    form.get_by_role("button", name="Einreichen", exact=True).click()
    expect(form.locator("#submitted")).to_contain_text("405 Stück")
    form.goto(f"{WASTE}verlauf/")
    for number in ("409", "405"):
        expect(form.locator("main")).to_contain_text(number)
