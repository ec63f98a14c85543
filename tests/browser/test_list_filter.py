"""The list of indicators while somebody types: results, counts, address and focus."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.town import Town, make_town

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town(transactional_db: None) -> Town:
    return make_town()


@pytest.fixture
def page(town: Town, live_server: LiveServer, browser: Browser) -> Page:
    return browser.new_page(base_url=live_server.url)


def test_results_follow_words_and_choices(page: Page) -> None:
    page.goto("/kennzahlen/")
    entries = page.evaluate("history.length")
    page.locator("#id_q").press_sequentially("einwohner")
    expect(page.locator("#treffer")).to_have_text("2 von 4 Kennzahlen")
    expect(page.get_by_role("status")).to_have_text("2 von 4 Kennzahlen")
    expect(page.locator("#id_q")).to_be_focused()
    page.locator("#id_ausblick").focus()
    page.locator("#id_ausblick").select_option("sun")
    expect(page.locator("#treffer")).to_have_text("1 von 4 Kennzahlen")
    expect(page.locator("#id_ausblick")).to_be_focused()
    expect(page.locator("#id_ausblick option:checked")).to_have_text("Sonne (1)")
    expect(page).to_have_url(re.compile(r"/kennzahlen/\?q=einwohner&ausblick=sun$"))
    assert page.evaluate("history.length") == entries
    page.get_by_role("link", name="Entfernen: Ausblick: Sonne").click()
    expect(page.locator("#treffer")).to_have_text("2 von 4 Kennzahlen")
    expect(page.locator("#id_q")).to_have_value("einwohner")


def test_the_search_says_what_it_looked_for(
    town: Town, live_server: LiveServer, page: Page
) -> None:
    page.goto(f"{live_server.url}/suche/")
    page.locator("#id_q").press_sequentially("Ladepunktte")
    expect(page.get_by_role("status")).to_contain_text("Gesucht wurde nach „Ladepunkte“")
    expect(page.locator("mark").first).to_have_text("Ladepunkte")
    expect(page).to_have_url(re.compile(r"/suche/\?q=Ladepunktte$"))
