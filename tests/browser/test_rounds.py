"""Collection rounds in a real browser: making one, with and without scripts, and their pages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from indicators.models import Indicator
from strategy.models import Department
from tests.browser.signing_in import sign_in_as
from tests.browser.test_accessibility import UNFOLD, WCAG, WIDTH, violations
from tests.factories import (
    ActionAreaFactory,
    DistrictFactory,
    IndicatorFactory,
    MeasurementFactory,
    RoundIndicatorFactory,
)

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def march() -> Iterator[None]:
    """A day inside the round of 2025; time goes on, so that the server lives."""
    with time_machine.travel(datetime(2026, 3, 12, 9, 0, tzinfo=UTC), tick=True):
        yield


@pytest.fixture
def indicators(live_server: LiveServer, department: Department, clerk: User) -> list[Indicator]:
    """Two of a Handlungsfeld; one has a returned value of 2025."""
    DistrictFactory(city=True)
    area = ActionAreaFactory(number=5, slug="klima-energie", name="Klima & Energie")
    found = [
        IndicatorFactory(name=name, area=area, department=department)
        for name in ("Ladepunkte", "Treibhausgase")
    ]
    MeasurementFactory(indicator=found[1], period=date(2025, 1, 1), returned=True, entered_by=clerk)
    return found


@pytest.fixture
def asked(indicators: list[Indicator]) -> None:
    """The round of 2025 asks for both."""
    for one in indicators:
        RoundIndicatorFactory(indicator=one)


def signed_in(
    browser: Browser, server: LiveServer, person: User, *, java_script: bool = True
) -> Page:
    """The person's browser, as wide as a telephone."""
    context = browser.new_context(
        base_url=server.url,
        java_script_enabled=java_script,
        viewport={"width": 320, "height": 640},
    )
    page = context.new_page()
    sign_in_as(page, person.username)
    return page


@pytest.mark.parametrize("java_script", [True, False])
def test_coordination_makes_a_round(
    live_server: LiveServer,
    indicators: list[Indicator],
    coordinator: User,
    browser: Browser,
    java_script: bool,
) -> None:
    page = signed_in(browser, live_server, coordinator, java_script=java_script)
    page.get_by_role("link", name="Runden").click()
    page.get_by_role("link", name="Neue Runde anlegen").click()
    page.get_by_label("Hinweis").fill("Bitte pünktlich.")
    boxes = page.get_by_role("checkbox")
    page.get_by_role("button", name="Keine auswählen").click()
    for number in range(len(indicators)):
        expect(boxes.nth(number)).not_to_be_checked()
    expect(page.get_by_label("Hinweis")).to_have_value("Bitte pünktlich.")
    page.get_by_role("button", name="Alle auswählen").click()
    expect(boxes.first).to_be_checked()
    boxes.first.uncheck()
    page.get_by_role("button", name="Runde anlegen").click()
    expect(page.get_by_text("1 von 1 Wert steht noch aus.")).to_be_visible()
    page.get_by_role("link", name="1 zurückgegeben").first.click()
    expect(page.get_by_role("row")).to_have_count(2)  # the head and the one behind the number


def test_all_is_ticked_without_asking_the_server(
    live_server: LiveServer, indicators: list[Indicator], coordinator: User, browser: Browser
) -> None:
    page = signed_in(browser, live_server, coordinator)
    page.goto("/erfassung/runden/neu/", wait_until="networkidle")  # the icon comes last
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.get_by_role("button", name="Keine auswählen").press("Enter")
    assert page.get_by_role("checkbox", checked=True).count() == 0
    page.get_by_role("button", name="Alle auswählen").press("Enter")
    assert page.get_by_role("checkbox", checked=True).count() == len(indicators)
    assert sent == []


@pytest.mark.usefixtures("asked")
def test_pages_keep_the_rules_and_the_width(
    live_server: LiveServer,
    coordinator: User,
    clerk: User,
    browser: Browser,
) -> None:
    paths = {
        coordinator: [
            "/erfassung/runden/",
            "/erfassung/runden/2025/",
            "/erfassung/runden/2025/werte/",
            "/erfassung/runden/2025/bearbeiten/",
            "/erfassung/runden/neu/",
            "/erfassung/",
        ],
        clerk: ["/erfassung/"],
    }
    broken: dict[str, list[str]] = {}
    for person, own in paths.items():
        page = signed_in(browser, live_server, person)
        for path in own:
            page.emulate_media(color_scheme="light")
            page.goto(path)
            page.evaluate(UNFOLD)
            found = violations(page, WCAG)
            page.emulate_media(color_scheme="dark")
            found += violations(page, ["color-contrast"])
            if page.evaluate(WIDTH) > 320:
                found.append("scrolls sideways")
            broken[f"{person.username} {path}"] = found
    assert {path: found for path, found in broken.items() if found} == {}
