"""The form of one value in a real browser: it saves by itself, and works with keys alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from playwright.sync_api import Browser, Dialog, Locator, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from indicators.models import Indicator
from strategy.models import Department
from tests.browser.signing_in import sign_in_as
from tests.factories import PASSWORD, DistrictFactory, IndicatorFactory, released_series

pytestmark = pytest.mark.browser

MORNING = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
URL = "/erfassung/treibhausgase/2025/"
AUTOSAVE = f"**{URL}sichern/"
SAVED = re.compile(r"Entwurf gesichert um \d\d:\d\d Uhr\.")


@pytest.fixture(autouse=True)
def march() -> Iterator[None]:
    """A day on which the values of 2025 are expected; time goes on, so that the server lives."""
    with time_machine.travel(MORNING, tick=True):
        yield


@pytest.fixture
def indicators(live_server: LiveServer, department: Department) -> list[Indicator]:
    """Two of the department's indicators, in the order of the list."""
    city = DistrictFactory(city=True)
    found = []
    for slug, name in (("treibhausgase", "Treibhausgase"), ("wasser", "Wasserverbrauch")):
        one = IndicatorFactory(
            slug=slug, name=name, unit="t", decimals=1, department=department, source="Bericht"
        )
        released_series(one, {2022: "2031.9", 2023: "1994", 2024: "1987.2"}, district=city)
        found.append(one)
    return found


@pytest.fixture
def page(
    live_server: LiveServer,
    indicators: list[Indicator],
    clerk: User,
    coordinator: User,
    browser: Browser,
) -> Page:
    """The clerk's browser on the list of what is owed."""
    return sign_in(live_server, clerk.username, browser)


def sign_in(server: LiveServer, name: str, browser: Browser) -> Page:
    page = browser.new_context(base_url=server.url).new_page()
    sign_in_as(page, name)
    return page


def value(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Wert für 2025")


def opener(page: Page, name: str) -> Locator:
    """The button of a line of the list."""
    return page.locator("li", has_text=name).locator("a.btn")


def version(page: Page) -> str:
    return page.locator("#form [name=version]").input_value()


# Saving by itself ------------------------------------------------------------------


def test_draft_is_saved_while_typing(page: Page) -> None:
    """The focus and the field stay as they are; the form goes on with the new version."""
    page.goto(URL)
    value(page).press_sequentially("1960,5")
    expect(page.locator("#saved")).to_have_text(SAVED)
    expect(page.locator("#announcement")).to_have_text(SAVED)
    expect(value(page)).to_be_focused()
    assert version(page) == "1"
    value(page).press_sequentially("5")  # two decimals are not possible here
    expect(page.locator("#saved")).to_have_text(
        "Noch nicht gesichert. Bitte prüfen Sie zuerst den Wert."
    )
    expect(value(page)).to_be_focused()
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    page.keyboard.press("6")
    expect(page.locator("#saved")).to_have_text(SAVED)
    assert version(page) == "2"
    page.reload()
    expect(value(page)).to_have_value("1960,6")
    expect(page.locator("#saved")).to_contain_text("Zuletzt gesichert am 12. März")


def test_leaving_a_field_saves_at_once_and_the_page_does_not_ask(page: Page) -> None:
    page.clock.install(time=MORNING)
    page.goto(URL)
    asked: list[str] = []

    def note(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", note)
    page.clock.pause_at(MORNING + timedelta(hours=1))
    value(page).fill("1960,5")
    value(page).blur()
    page.clock.run_for(1000)  # typing alone would be saved after 1500 ms
    expect(page.locator("#saved")).to_have_text(SAVED)
    page.clock.resume()
    expect(page.locator("body")).to_be_focused()
    page.get_by_role("link", name="Meine Kennzahlen").first.click()
    page.wait_for_url("**/erfassung/")
    assert asked == []


def test_leaving_with_what_cannot_be_saved_asks_first(page: Page) -> None:
    page.goto(URL)
    asked: list[str] = []

    def note(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", note)
    value(page).fill("1960,55")
    expect(page.locator("#saved")).to_contain_text("Noch nicht gesichert.")
    page.get_by_role("link", name="Meine Kennzahlen").first.click()
    page.wait_for_url("**/erfassung/")
    assert asked == ["beforeunload"]


def test_form_looked_at_makes_no_row(page: Page) -> None:
    """Neither a new form nor that of a released value is saved unless something is typed."""
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    for path in (URL, "/erfassung/treibhausgase/2024/"):
        page.goto(path)
        for _ in range(8):
            page.keyboard.press("Tab")
        page.wait_for_timeout(1800)
    assert "POST" not in sent


def test_handing_in_waits_for_the_save_under_way(page: Page) -> None:
    """Row 34: what is saved by itself does not conflict with the button pressed meanwhile."""
    held: list[Route] = []
    page.route(AUTOSAVE, lambda route: held.append(route))
    page.goto(URL)
    with page.expect_request(AUTOSAVE):
        value(page).fill("1960,5")
        value(page).blur()
    page.get_by_role("button", name="Einreichen").click()
    page.wait_for_timeout(300)
    held[0].continue_()
    expect(page.locator("main")).to_contain_text("Eingereicht: „Treibhausgase“ 2025, 1.960,5 t.")
    expect(page.locator("#conflict")).to_be_hidden()


def test_double_click_hands_in_once(page: Page) -> None:
    """Row 34."""
    page.goto(URL)
    value(page).fill("1960,5")
    page.get_by_role("button", name="Einreichen").dblclick()
    expect(page.locator("main")).to_contain_text("Eingereicht: „Treibhausgase“ 2025, 1.960,5 t.")
    expect(page.locator("#submitted")).to_have_count(1)


def test_change_of_somebody_else_is_shown_beside_what_was_typed(
    page: Page, live_server: LiveServer, coordinator: User, browser: Browser
) -> None:
    """Row 31: nothing is lost, the focus stays, and nothing is saved until it is decided."""
    page.goto(URL)
    other = sign_in(live_server, "karla.koordination", browser)
    other.goto(URL)
    value(other).fill("1955")
    expect(other.locator("#saved")).to_have_text(SAVED)
    value(page).press_sequentially("1960,5")
    conflict = page.locator("#conflict")
    expect(conflict).to_contain_text("1.955,0\N{NO-BREAK SPACE}t")
    expect(conflict).to_contain_text("von Karla Koordination")
    expect(value(page)).to_be_focused()
    expect(value(page)).to_have_value("1960,5")
    value(page).press_sequentially("0")
    page.wait_for_timeout(2000)
    other.reload()
    expect(value(other)).to_have_value("1955,0")
    page.get_by_role("button", name="Einreichen").click()
    expect(page.locator("main")).to_contain_text("Eingereicht: „Treibhausgase“ 2025, 1.960,5 t.")


def test_session_ended_while_typing(page: Page, live_server: LiveServer) -> None:
    """Row 55: the reason stands beside the form, which is saved after signing in again."""
    page.goto(URL)
    page.context.clear_cookies(name="sessionid")
    value(page).fill("1960,5")
    notice = page.get_by_role("alert").filter(has_text="Ihre Anmeldung ist abgelaufen.")
    expect(notice).to_be_visible()
    expect(value(page)).to_have_value("1960,5")
    with page.context.expect_page() as opened:
        notice.get_by_role("link", name="In neuem Fenster anmelden").click()
    again = opened.value
    again.get_by_label("Benutzername").fill("erika.erfassung")
    again.get_by_label("Passwort").fill(PASSWORD)
    again.get_by_role("button", name="Anmelden").click()
    again.wait_for_url("**/erfassung/")
    again.close()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("#saved")).to_have_text(SAVED)


# Keys ------------------------------------------------------------------------------


def test_enter_moves_on_and_never_hands_in_by_accident(page: Page) -> None:
    page.goto(URL)
    page.get_by_label(re.compile("^Quelle")).fill("")
    value(page).fill("3000")
    expect(page.locator("#reading")).to_contain_text("Bitte prüfen")
    value(page).press("Enter")
    expect(page.get_by_label(re.compile("^Grund der Abweichung"))).to_be_focused()
    page.keyboard.type("Neues Werk")
    value(page).press("Enter")
    expect(page.get_by_label(re.compile("^Quelle"))).to_be_focused()
    page.keyboard.type("Bericht")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Einreichen")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Eingereicht: „Treibhausgase“ 2025, 3.000,0 t.")


def test_keys_hand_in_a_value_that_lacks_nothing_only(page: Page) -> None:
    page.goto(URL)
    value(page).fill("3000")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#form-errors")).to_contain_text("Grund der Abweichung")
    expect(page.locator("#form-errors")).to_be_focused()
    expect(value(page)).to_have_value("3000")


def test_reason_for_no_value_is_chosen_with_keys(page: Page) -> None:
    page.goto(URL)
    page.locator("#missing summary").press("Enter")
    page.get_by_label("Warum gibt es für 2025 keinen Wert?").press("n")  # nicht erhoben
    expect(page.locator("#entry-chart")).to_contain_text("2025 ohne Wert")
    expect(page.locator("#saved")).to_have_text(SAVED)
    page.keyboard.press("Enter")  # no source is wanted for that
    expect(page.get_by_role("button", name="Einreichen")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#submitted")).to_contain_text("kein Wert: nicht erhoben")


# In the list -----------------------------------------------------------------------


def test_clerk_goes_down_the_list_with_keys_alone(page: Page) -> None:
    opener(page, "Treibhausgase").focus()
    page.keyboard.press("Enter")
    expect(value(page)).to_be_focused()
    page.keyboard.type("1960,5")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Einreichen")).to_be_focused()
    page.keyboard.press("Enter")
    expect(opener(page, "Wasserverbrauch")).to_be_focused()
    expect(page.locator("#announcement")).to_have_text(
        "Eingereicht: „Treibhausgase“ 2025, 1.960,5\N{NO-BREAK SPACE}t."
    )
    expect(page.locator("#line-treibhausgase-2025-soest")).to_contain_text("eingereicht")
    expect(page.locator("#progress")).to_contain_text("1 eingereicht")
    page.keyboard.press("Enter")
    expect(value(page)).to_be_focused()
    assert page.url.endswith("/erfassung/")


def test_modifier_key_opens_the_page_of_the_value(page: Page) -> None:
    with page.context.expect_page() as opened:
        opener(page, "Treibhausgase").click(modifiers=["Control"])
    opened.value.wait_for_url(f"**{URL}")
    expect(page.locator("li.open")).to_have_count(0)


def test_escape_keeps_a_draft_and_closes(page: Page) -> None:
    opener(page, "Treibhausgase").click()
    value(page).fill("1960,5")
    page.keyboard.press("Escape")
    expect(opener(page, "Treibhausgase")).to_be_focused()
    expect(page.locator("#line-treibhausgase-2025-soest")).to_contain_text("1.960,5")
    opener(page, "Treibhausgase").click()
    expect(value(page)).to_have_value("1960,5")


def test_next_form_saves_and_closes_the_open_one(page: Page) -> None:
    opener(page, "Treibhausgase").click()
    value(page).fill("1960,5")
    opener(page, "Wasserverbrauch").click()
    expect(page.locator("li.open h3")).to_have_text("Wasserverbrauch")
    expect(value(page)).to_be_focused()
    expect(page.locator("#line-treibhausgase-2025-soest")).to_contain_text("1.960,5")


def test_failed_save_forgets_what_was_to_open_next(page: Page) -> None:
    opener(page, "Treibhausgase").click()
    expect(value(page)).to_be_focused()
    page.route("**/treibhausgase/2025/zeile/", lambda route: route.fulfill(status=500))
    opener(page, "Wasserverbrauch").click()
    expect(page.get_by_role("alert")).to_contain_text("Fehler")
    page.unroute("**/treibhausgase/2025/zeile/")
    page.get_by_role("button", name="Schließen", exact=True).click()
    expect(opener(page, "Treibhausgase")).to_be_focused()
    expect(page.locator("li.open")).to_have_count(0)


def test_form_that_cannot_be_saved_stays_open(page: Page) -> None:
    opener(page, "Treibhausgase").click()
    value(page).fill("ca. 5")
    opener(page, "Wasserverbrauch").click()
    expect(page.locator("#form-errors")).to_be_focused()
    expect(page.locator("li.open h3")).to_have_text("Treibhausgase")
    expect(value(page)).to_have_value("ca. 5")
    page.get_by_role("button", name="Ohne Sichern schließen").click()
    expect(page.locator("li.open")).to_have_count(0)
    expect(opener(page, "Treibhausgase")).to_be_focused()
