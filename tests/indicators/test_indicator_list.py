"""The list of indicators with its filter."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.http import QueryDict
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from indicators.list_filter import IndicatorFilterForm, options
from indicators.scorecards import current_scorecards
from tests.factories import IndicatorFactory, TargetPathFactory, released_series
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


# Counts beside the choices ---------------------------------------------------------


def options_of(text: str, field: str) -> list[str]:
    """The labels of a choice, in their order."""
    select = text.split(f'<select name="{field}"')[1].split("</select>")[0]
    return re.findall(r">([^<>]+)</option>", select)


def test_choices_say_how_many_they_would_give(client: Client, town: Town) -> None:
    text = client.get("/kennzahlen/?feld=klima-energie").content.decode()
    # under the other filters: the choice of areas counts without the area chosen
    assert options_of(text, "feld") == ["alle (4)", "1 Mobilität (1)", "5 Klima &amp; Energie (3)"]
    assert options_of(text, "ausblick") == [
        "alle (3)",
        "Sonne (1)",
        "leicht bewölkt (0)",
        "Wolke (0)",
        "Gewitter (0)",
        "nicht bewertet (1)",
        "veraltet (1)",
    ]
    assert "nur mit Ortsteilwerten (0)" in text


def test_the_words_searched_for_count_as_well(client: Client, town: Town) -> None:
    text = client.get("/kennzahlen/?q=einwohner&ausblick=sun").content.decode()
    assert options_of(text, "ausblick")[:2] == ["alle (2)", "Sonne (1)"]
    assert options_of(text, "feld") == ["alle (1)", "1 Mobilität (0)", "5 Klima &amp; Energie (1)"]


def test_each_count_is_what_the_choice_gives(client: Client, town: Town) -> None:
    """Every choice is followed, under several other filters."""
    for others in ("", "q=einwohner&", "feld=klima-energie&", "ausblick=sun&aktualitaet=current&"):
        form = IndicatorFilterForm(QueryDict(others), current_scorecards())
        for name in ("feld", "abteilung", "ausblick", "aktualitaet"):
            rest = "&".join(p for p in others.split("&") if p and not p.startswith(f"{name}="))
            for key, label in form.counted(name, options(form.cards)[name]):
                text = client.get(f"/kennzahlen/?{rest}&{name}={key}").content.decode()
                count = re.search(r"\((\d+)\)$", label)
                assert count
                assert f"{count[1]} von 4 Kennzahlen" in text


# Filters in use --------------------------------------------------------------------


def test_every_filter_in_use_can_be_taken_away(client: Client, town: Town) -> None:
    text = client.get("/kennzahlen/?q=T-&feld=klima-energie&ortsteile=&sortierung=name").content
    shown = " ".join(text.decode().split())
    assert '<a href="/kennzahlen/?feld=klima-energie&amp;sortierung=name">' in shown
    assert "Suche: „T-“" in shown
    assert '<a href="/kennzahlen/?q=T-&amp;sortierung=name">' in shown
    assert "Handlungsfeld: 5 Klima &amp; Energie" in shown
    assert "alles zurücksetzen" in shown
    assert "alles zurücksetzen" not in client.get("/kennzahlen/?feld=x").content.decode()


def test_an_empty_list_says_which_filter_to_take_away(client: Client, town: Town) -> None:
    text = client.get("/kennzahlen/?q=ladepunkte&feld=klima-energie&ausblick=sun").content.decode()
    assert 'ohne „Handlungsfeld: 5 Klima &amp; Energie“: <a href="/kennzahlen/?q=ladepunkte' in text
    assert "1 Kennzahl</a>" in text
    assert "ohne „Ausblick: Sonne“" not in text
    assert 'href="/suche/?q=ladepunkte"' in text


def test_a_wrong_letter_is_forgiven_and_told(client: Client, town: Town) -> None:
    text = client.get("/kennzahlen/?q=Treibhausgaße").content.decode()
    assert "1 von 4 Kennzahlen" in text
    assert "Gesucht wurde nach <b>„Treibhausgase“</b>" in text


# Order -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("order", "slugs"),
    [
        ("", ["ladepunkte", "altes", "einwohner", "treibhausgase"]),
        ("quer", ["ladepunkte", "altes", "einwohner", "treibhausgase"]),
        ("name", ["altes", "einwohner", "ladepunkte", "treibhausgase"]),
        ("ausblick", ["ladepunkte", "treibhausgase", "einwohner", "altes"]),
        ("abstand", ["einwohner", "ladepunkte", "altes", "treibhausgase"]),
        ("alter", ["altes", "einwohner", "ladepunkte", "treibhausgase"]),
    ],
)
def test_order(client: Client, town: Town, order: str, slugs: list[str]) -> None:
    TargetPathFactory(indicator=town.loose, points={2025: 24000}, adopted=True)  # 101 % too many
    TargetPathFactory(indicator=town.charging, points={2025: 80}, adopted=True)  # 12.5 % too few
    text = client.get(f"/kennzahlen/?sortierung={order}").content.decode()
    body = text.split('<tbody role="rowgroup">')[1]
    assert list(dict.fromkeys(re.findall(r'href="/kennzahlen/([a-z]+)/"', body))) == slugs


# By htmx ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("q=&feld=&abteilung=&ausblick=&aktualitaet=&sortierung=", "/kennzahlen/"),
        ("q=+lade+&feld=mobilitaet&ausblick=", "/kennzahlen/?q=lade&feld=mobilitaet"),
        ("q=B%C3%A4ume&ortsteile=on", "/kennzahlen/?q=B%C3%A4ume&ortsteile=on"),
        ("feld=nirgends&sortierung=quer&fremd=1", "/kennzahlen/"),
    ],
)
def test_the_address_to_share_has_only_what_matters(
    client: Client, town: Town, query: str, address: str
) -> None:
    response = client.get(f"/kennzahlen/?{query}", headers=HTMX)
    assert response.headers["HX-Replace-Url"] == address
    assert "HX-Replace-Url" not in client.get(f"/kennzahlen/?{query}").headers


@pytest.mark.parametrize(
    "query", ["q=l", "q=ladep&feld=mobilitaet&ausblick=sun", "q=Ladepunktte&sortierung=abstand"]
)
def test_a_keystroke_is_answered_by_six_queries(
    client: Client, town: Town, query: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(20):
        released_series(IndicatorFactory(area=town.climate), {2024: 1, 2025: 2})
    with django_assert_max_num_queries(6):
        client.get(f"/kennzahlen/?{query}", headers=HTMX)


def test_the_number_of_results_is_read_out(client: Client, town: Town) -> None:
    text = client.get("/kennzahlen/").content.decode()
    assert '<p class="vh" role="status" data-announcer></p>' in text
    assert '<h2 id="treffer" data-said>4 von 4 Kennzahlen</h2>' in text
    assert "data-announcer" not in client.get("/kennzahlen/", headers=HTMX).content.decode()
