"""The card of an indicator: what it says, and that only it may be framed."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.db.models import F
from django.test import Client

from indicators.models import Indicator
from strategy.models import DataVersion
from tests.factories import IndicatorFactory
from tests.test_architecture import ADDRESSES
from tests.town import Town, make_town

CARD = "/kennzahlen/treibhausgase/einbetten/"


@pytest.fixture
def town(db: None) -> Town:
    return make_town()


def test_card_says_value_judgement_and_source(town: Town, client: Client) -> None:
    shown = client.get(CARD).content.decode()
    assert "Treibhausgase je Einwohner" in shown
    assert '<svg class="chart' in shown
    assert 'href="/kennzahlen/treibhausgase/" target="_top"' in shown
    assert "<script" not in shown


def test_card_may_be_framed_also_from_the_store(town: Town, client: Client) -> None:
    for _ in range(2):
        answer = client.get(CARD)
        assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
        assert "X-Frame-Options" not in answer.headers


SHOWN = ["/kennzahlen/treibhausgase/", "/massnahmen/daecher/", "/ziele/5.1.1/", "/gibt-es-nicht/"]
OTHER = sorted({path for name, path, _ in ADDRESSES if name != "indicators:indicator-card"})


@pytest.mark.parametrize("path", [*SHOWN, *OTHER])
def test_no_other_address_may_be_framed(town: Town, client: Client, path: str) -> None:
    """Whatever it answers: a page, a file, a redirect to the login or an error."""
    answer = client.get(path)
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_card_sets_no_cookie_and_leads_out_of_the_frame(town: Town, client: Client) -> None:
    answer = client.get(CARD)
    shown = answer.content.decode()
    assert not answer.cookies
    assert "Cookie" not in answer.headers["Vary"]
    links = re.findall(r"<a [^>]*>", shown)
    assert links
    assert all('target="_top" rel="noopener"' in link for link in links)
    assert '<link rel="canonical" href="http://testserver/kennzahlen/treibhausgase/">' in shown


def test_card_says_that_the_data_are_examples(town: Town, client: Client) -> None:
    assert "Beispieldaten" not in client.get(CARD).content.decode()
    DataVersion.objects.update(has_sample_data=True, number=F("number") + 1)
    assert "Beispieldaten" in client.get(CARD).content.decode()


def test_indicator_page_gives_the_code_of_the_frame(town: Town, client: Client) -> None:
    Indicator.objects.filter(pk=town.emissions.pk).update(name='Gase "<b>" & Co')
    page = client.get("/kennzahlen/treibhausgase/").content.decode()
    text = page.partition('<textarea id="einbetten-code"')[2].partition("</textarea>")[0]
    assert "<" not in text
    code = unescape(text.partition(">")[2])
    frame = re.fullmatch(
        r'<iframe src="([^"]*)" title="([^"]*)" width="100%" [^<]*></iframe>', code
    )
    assert frame
    assert frame[1] == f"http://testserver{CARD}"
    assert unescape(frame[2]) == 'Gase "<b>" & Co – Zielmonitor der Stadt Soest'


def test_former_state_offers_no_frame(town: Town, client: Client) -> None:
    """The card always shows the present state."""
    page = client.get("/kennzahlen/treibhausgase/?stand=2025-04-01").content.decode()
    assert "einbetten-code" not in page


def test_indicator_without_values_says_so(town: Town, client: Client) -> None:
    IndicatorFactory(slug="neu", name="Neue Kennzahl")
    assert "Noch kein Wert." in client.get("/kennzahlen/neu/einbetten/").content.decode()
    assert client.get("/kennzahlen/gibt-es-nicht/einbetten/").status_code == 404
