"""Pages on paper, printed by a real browser."""

from __future__ import annotations

from io import BytesIO

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader
from pytest_django.live_server_helper import LiveServer

from tests.town import Town, make_town

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FOLDED = "[...document.querySelectorAll('details > :not(summary)')].map(part => part.textContent)"


@pytest.fixture
def town(transactional_db: None) -> Town:
    return make_town()


def letters(text: str) -> str:
    """Only the letters, because lines break differently on paper."""
    return "".join(filter(str.isalpha, text))


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
