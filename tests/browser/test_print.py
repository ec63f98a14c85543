"""Pages on paper, printed by a real browser."""

from __future__ import annotations

import unicodedata
from io import BytesIO

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader
from pytest_django.live_server_helper import LiveServer

from strategy.models import DataVersion
from tests.public_paths import MISSING, PAGES, SHARES, dealt
from tests.town import Town, make_town

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SHEET = 680  # CSS pixels between the margins of an A4 page
# Elements that reach over the right edge, but for what is only read aloud.
TOO_WIDE = """[...document.querySelectorAll('body *')]
  .filter(part => !part.closest('.vh, .skip'))
  .filter(part => part.getBoundingClientRect().right > innerWidth + 1)
  .map(part => part.outerHTML.slice(0, 120))"""
# Downloads and the markup for other websites (#daten) are of no use on paper.
# The heads of tables that stack on a narrow sheet stand beside each cell instead.
FOLDED = """
[...document.querySelectorAll('details:not(#daten *) > :not(summary)')].flatMap(part => {
  const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT), found = [];
  while (texts.nextNode()) {
    const { data, parentElement } = texts.currentNode;
    if (!parentElement.closest('.stack thead')) found.push(data);
  }
  return found;
})"""


@pytest.fixture
def town(transactional_db: None) -> Town:
    return make_town()


def letters(text: str) -> str:
    """Only the letters, because lines break differently on paper; ligatures as their letters."""
    return "".join(filter(str.isalpha, unicodedata.normalize("NFKC", text)))


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("path", ["/handlungsfelder/klima-energie/", "/kennzahlen/treibhausgase/"])
def test_folded_parts_stand_openly_on_paper(
    town: Town, live_server: LiveServer, browser: Browser, path: str, scripts: bool
) -> None:
    page = browser.new_page(base_url=live_server.url, java_script_enabled=scripts)
    page.goto(path)
    folded = [letters(text) for text in page.evaluate(FOLDED)]
    paper = PdfReader(BytesIO(page.pdf()))
    printed = letters("".join(sheet.extract_text() for sheet in paper.pages))
    assert folded
    assert not [text for text in folded if text not in printed]


def test_older_browsers_unfold_for_printing_and_fold_again(
    town: Town, live_server: LiveServer, browser: Browser
) -> None:
    page = browser.new_page(base_url=live_server.url)
    page.goto("/kennzahlen/treibhausgase/")
    page.locator("details summary").first.click()  # one that the reader has opened stays open
    closed = page.locator("details:not([open])")
    before = closed.count()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert before > 0
    assert closed.count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert closed.count() == before


def test_nothing_is_wider_than_the_sheet(
    sights: None, live_server: LiveServer, browser: Browser
) -> None:
    page = browser.new_page(base_url=live_server.url, viewport={"width": SHEET, "height": 900})
    page.emulate_media(media="print")
    wide = {}
    for path in (*PAGES, MISSING):
        page.goto(path)
        wide[path] = page.evaluate(TOO_WIDE)
    assert {path: parts for path, parts in wide.items() if parts} == {}


@pytest.mark.parametrize("share", SHARES)
def test_every_sheet_has_something_on_it_and_the_last_one_says_what_it_is(
    sights: None, live_server: LiveServer, browser: Browser, share: int
) -> None:
    page = browser.new_page(base_url=live_server.url, java_script_enabled=False)
    for path in dealt(share):
        page.goto(path)
        sheets = [sheet.extract_text() for sheet in PdfReader(BytesIO(page.pdf())).pages]
        if path.endswith("/einbetten/"):  # a card, not a page
            continue
        for number, text in enumerate(sheets, start=1):
            rest, found, _ = text.partition(f"Seite {number} von {len(sheets)}")
            assert found, (path, number)
            assert len(letters(rest)) > 20 or len(letters(text)) > 40, (path, number)
        address = page.locator("link[rel=canonical]")
        if address.count() and path != "/anmelden/":
            printed = "".join(sheets[-1].split())
            assert str(address.get_attribute("href")) in printed, path
            assert "Datenstand" in printed
        assert "Anmeldung für die Verwaltung" not in sheets[-1]


@pytest.fixture
def sample_town(town: Town) -> Town:
    DataVersion.objects.update(has_sample_data=True)
    return town


def test_sample_data_is_named_on_paper(
    sample_town: Town, live_server: LiveServer, browser: Browser
) -> None:
    page = browser.new_page(base_url=live_server.url)
    page.goto("/massnahmen/daecher/")
    first = PdfReader(BytesIO(page.pdf())).pages[0].extract_text()
    assert "Beispieldaten." in first
    assert "Handlungsfelder" not in first  # the navigation stays on the screen
