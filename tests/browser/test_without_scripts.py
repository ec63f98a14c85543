"""Everything that readers do, in a browser that runs no script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.public_paths import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(sights: None, live_server: LiveServer, browser: Browser) -> Page:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    return context.new_page()


def test_every_page_shows_its_content_and_names_no_script(page: Page) -> None:
    for path in PAGES:
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        words = page.locator("main").inner_text()
        assert "JavaScript" not in words or path == "/barrierefreiheit/", path


def test_list_is_filtered_and_its_address_keeps_the_choice(page: Page) -> None:
    page.goto("/kennzahlen/")
    words = page.get_by_label("Suche in Namen, Definitionen und Zielen", exact=True)
    words.fill("wohnungen")
    page.get_by_label("Handlungsfeld").select_option("mobilitaet")
    page.get_by_role("button", name="Anwenden").click()
    expect(page.get_by_role("heading", name=re.compile("^1 von "))).to_be_visible()
    expect(page).to_have_url(re.compile("q=wohnungen.*feld=mobilitaet|feld=mobilitaet.*q=wohnung"))
    expect(words).to_have_value("wohnungen")


def test_folded_reasons_open(page: Page) -> None:
    page.goto("/kennzahlen/")
    folded = page.locator("details").first
    expect(folded.locator("p").first).to_be_hidden()
    folded.locator("summary").click()
    expect(folded.locator("p").first).to_be_visible()


def test_indicators_are_compared(page: Page) -> None:
    page.goto("/kennzahlen/vergleich/")
    for name, number in (("Treibhausgase je Einwohner", 1), ("Wohnungen", 2)):
        page.get_by_label("Kennzahl hinzufügen").fill(name)
        page.get_by_role("button", name="Anzeigen").click()
        expect(page.locator("main figure")).to_have_count(number)
    page.get_by_label("Skala").select_option("als Index auf gleicher Skala")
    page.get_by_role("button", name="Anzeigen").click()
    expect(page.locator("main")).to_contain_text("100")
    page.get_by_role("link", name="entfernen (Wohnungen)").click()
    expect(page.locator("main figure")).to_have_count(1)


def test_map_of_places_shows_another_indicator(page: Page) -> None:
    page.goto("/ortsteile/?kennzahl=ladepunkte")
    page.locator("#id_kennzahl").select_option("wohnungen")
    page.get_by_role("button", name="Zeigen", exact=True).first.click()
    expect(page.locator(".tiles")).to_contain_text("26.123")
    page.locator(".tiles a").first.click()
    expect(page).to_have_url(re.compile(r"/ortsteile/[a-z-]+/$"))


def test_past_day_is_shown(page: Page) -> None:
    page.goto("/kennzahlen/treibhausgase/")
    page.get_by_label("Stand am").fill("2025-06-30")
    page.locator("#stand").get_by_role("button").click()
    expect(page.get_by_text("Stand vom 30. Juni 2025.")).to_be_visible()


def test_search_finds(page: Page) -> None:
    page.goto("/")
    page.get_by_role("searchbox").fill("treibhaus")
    page.get_by_role("button", name="Suchen").click()
    expect(page.locator("main")).to_contain_text("Treibhausgase je Einwohner")
