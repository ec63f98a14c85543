"""The card of an indicator: what it says, and that only it may be framed."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import IndicatorFactory
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


def test_no_other_page_may_be_framed(town: Town, client: Client) -> None:
    """Row 57."""
    for path in ("/", "/kennzahlen/", "/kennzahlen/treibhausgase/", "/anmelden/"):
        answer = client.get(path)
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Frame-Options"] == "DENY"


def test_indicator_without_values_says_so(town: Town, client: Client) -> None:
    IndicatorFactory(slug="neu", name="Neue Kennzahl")
    assert "Noch kein Wert." in client.get("/kennzahlen/neu/einbetten/").content.decode()
    assert client.get("/kennzahlen/gibt-es-nicht/einbetten/").status_code == 404
