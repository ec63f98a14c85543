"""Indicators beside each other: what is asked for, in that order, at most four."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import IndicatorFactory, released_series
from tests.town import Town, make_town

PATH = "/kennzahlen/vergleich/"


@pytest.fixture
def town(db: None) -> Town:
    return make_town()


def page(client: Client, query: str = "") -> str:
    answer = client.get(f"{PATH}{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_empty_page_offers_every_indicator(town: Town, client: Client) -> None:
    shown = page(client)
    assert "Noch ist nichts ausgewählt." in shown
    assert '<option value="Treibhausgase je Einwohner"></option>' in shown


def test_indicators_stand_in_the_order_asked_for(town: Town, client: Client) -> None:
    shown = page(client, "?k=ladepunkte&k=treibhausgase&k=gibt-es-nicht&k=ladepunkte")
    assert shown.count("<figure") == 2
    assert shown.index('id="vergleich-1"') < shown.index('href="/kennzahlen/ladepunkte/"')
    assert shown.index('href="/kennzahlen/ladepunkte/"') < shown.index('id="vergleich-2"')
    assert "Jede Kennzahl hat ihre eigene Skala" in shown
    assert '<option value="Öffentliche Ladepunkte">' not in shown
    assert 'href="/kennzahlen/vergleich/?k=treibhausgase"' in shown


@pytest.mark.parametrize("odd", ["%00", "%ED%A0%80", "a%0A", "x" * 500])
def test_what_is_no_address_is_left_out(town: Town, client: Client, odd: str) -> None:
    shown = page(client, f"?k={odd}&k=ladepunkte")
    assert shown.count("<figure") == 1
    assert "Keine Kennzahl heißt „" in shown


def test_table_holds_the_values_of_the_charts(town: Town, client: Client) -> None:
    shown = page(client, "?k=treibhausgase&k=ladepunkte")
    assert (
        '<tr><th scope="row">2019</th><td class="num">8,0</td><td class="num">10</td></tr>' in shown
    )


def test_index_starts_at_a_hundred(town: Town, client: Client) -> None:
    shown = page(client, "?k=treibhausgase&k=ladepunkte&skala=index")
    assert "Das Jahr 2019 ist bei jeder Kennzahl 100" in shown
    assert (
        '<tr><th scope="row">2019</th><td class="num">100,0</td><td class="num">100,0</td></tr>'
        in shown
    )
    assert 'href="/kennzahlen/vergleich/?k=ladepunkte&amp;skala=index"' in shown


def test_without_a_common_year_there_is_no_index(town: Town, client: Client) -> None:
    shown = page(client, "?k=altes&k=einwohner&skala=index")
    assert "Ein Index ist nicht möglich" in shown


def test_there_is_room_for_four(town: Town, client: Client) -> None:
    fifth = IndicatorFactory(slug="fuenfte")
    released_series(fifth, {2025: 1})
    slugs = ["treibhausgase", "ladepunkte", "altes", "einwohner", "fuenfte"]
    shown = page(client, "?" + "&".join(f"k={slug}" for slug in slugs))
    assert shown.count("<figure") == 4
    assert 'href="/kennzahlen/fuenfte/"' not in shown
    assert "Kennzahl hinzufügen" not in shown


@pytest.mark.parametrize("name", ["Öffentliche Ladepunkte", "oeffentliche LADEPUNKTE "])
def test_a_name_leads_to_the_address_to_share(town: Town, client: Client, name: str) -> None:
    answer = client.get(PATH, {"k": ["treibhausgase", name], "skala": "index"})
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"{PATH}?k=treibhausgase&k=ladepunkte&skala=index"


def test_a_name_that_nothing_has_offers_similar_ones(town: Town, client: Client) -> None:
    shown = page(client, "?k=treibhausgase&k=Ladepunktte")
    assert "Keine Kennzahl heißt „Ladepunktte“." in shown
    assert '<a href="/kennzahlen/vergleich/?k=treibhausgase&amp;k=ladepunkte">' in shown
    assert 'value="Ladepunktte" aria-invalid="true"' in shown
    assert "Bitte wählen Sie einen Namen aus der Liste" in page(client, "?k=xyzzy")
