"""The list of indicators with its filter."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import IndicatorFactory, released_series
from tests.town import Town, make_town

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def town() -> Town:
    return make_town()


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime(2026, 3, 12, 9, 0, tzinfo=UTC), tick=False):
        yield


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {"treibhausgase", "ladepunkte", "altes", "einwohner"}),
        ("q=OEFFENTLICH", {"ladepunkte"}),
        ("q=öffentliche+lade", {"ladepunkte"}),
        ("q=Operatives+Ziel+5.1.1", {"treibhausgase"}),
        ("q=nichts", set()),
        ("feld=mobilitaet", {"ladepunkte"}),
        ("ausblick=sun", {"treibhausgase", "ladepunkte"}),
        ("ausblick=stale", {"altes"}),
        ("aktualitaet=stale", {"altes"}),
        ("ortsteile=on", {"ladepunkte"}),
        ("feld=klima-energie&aktualitaet=current", {"treibhausgase", "einwohner"}),
        ("feld=gibt-es-nicht&ausblick=rain", {"treibhausgase", "ladepunkte", "altes", "einwohner"}),
        ("q=" + "x" * 101, {"treibhausgase", "ladepunkte", "altes", "einwohner"}),
    ],
)
def test_filter(client: Client, town: Town, query: str, names: set[str]) -> None:
    text = client.get(f"/kennzahlen/?{query}").content.decode()
    slugs = {"treibhausgase", "ladepunkte", "altes", "einwohner"}
    assert {slug for slug in slugs if f'href="/kennzahlen/{slug}/"' in text} == names
    assert f"{len(names)} von 4 Kennzahlen" in text


def test_nothing_found_offers_the_way_back(client: Client, town: Town) -> None:
    text = client.get("/kennzahlen/?q=nichts").content.decode()
    assert "Keine Kennzahl passt zu dieser Auswahl." in text
    assert 'Orte stehen unter <a href="/ortsteile/">Ortsteile</a>' in text


def test_htmx_gets_the_very_part_of_the_page(client: Client, town: Town) -> None:
    page = client.get("/kennzahlen/?q=lade").content.decode()
    partial = client.get("/kennzahlen/?q=lade", headers=HTMX).content.decode()
    assert partial.strip().startswith('<section class="sec" id="indicator-results"')
    assert partial.strip() in page


def test_queries_do_not_grow_with_indicators(
    client: Client, town: Town, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(20):
        released_series(IndicatorFactory(area=town.climate), {2024: 1, 2025: 2})
    with django_assert_max_num_queries(12):
        client.get("/kennzahlen/")


def test_post_is_not_allowed(client: Client, town: Town) -> None:
    assert client.post("/kennzahlen/").status_code == 405


def test_indicators_without_an_area_come_last(client: Client, town: Town) -> None:
    IndicatorFactory(slug="ohne-feld", name="Aaa", area=None)
    text = client.get("/kennzahlen/").content.decode()
    places = [text.index(f"/kennzahlen/{slug}/") for slug in ("ladepunkte", "altes", "ohne-feld")]
    assert places == sorted(places)
