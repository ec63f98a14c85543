"""Switching series on the page of an indicator: chart, table and file are one and the same."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client

from indicators.models import Indicator
from tests.factories import (
    DistrictFactory,
    IndicatorFactory,
    MeasurementFactory,
    TargetPathFactory,
    released_series,
)
from tests.town import YEARS, Town, make_town

pytestmark = pytest.mark.django_db

URL = "/kennzahlen/ladepunkte/"
NASTY = "Ladepunkte</script><script>alert(1)</script>\u2028<b>\"fett\" & 'kursiv'</b>"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime(2026, 3, 12, 9, 0, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def town() -> Town:
    """Inhabitants for every place and year, two gaps, a secret, and a target of the city."""
    town = make_town()
    population, charging = town.loose, town.charging
    Indicator.objects.filter(pk=population.pk).update(
        measures_population=True, district_relation="sum"
    )
    for place, people in ((town.city, 48000), (town.village, 700)):
        series = {
            year: people + year - 2018 for year in YEARS if (place, year) != (town.city, 2025)
        }
        released_series(population, series, district=place)
    MeasurementFactory(
        indicator=charging,
        district=town.village,
        period=date(2017, 1, 1),
        value=None,
        missing_reason="confidential",
        catalogue=True,
    )
    MeasurementFactory(
        indicator=charging,
        district=town.village,
        period=date(2018, 1, 1),
        value=None,
        missing_reason="not_collected",
        catalogue=True,
    )
    MeasurementFactory(
        indicator=charging, period=date(2015, 1, 1), value=4, provisional=True, catalogue=True
    )
    return town


def page(client: Client, query: str = "", url: str = URL, **headers: str) -> str:
    response = client.get(f"{url}{query}", headers=headers)
    assert response.status_code == 200
    return response.content.decode()


@dataclass(frozen=True)
class Shown:
    """What a choice gives: the numbers by column and year, from three sources."""

    plotted: dict[str, dict[int, Decimal]]
    written: dict[str, dict[int, Decimal]]
    saved: dict[str, dict[int, Decimal]]
    texts: dict[str, dict[int, str]]  # cells of the table
    hovered: dict[str, dict[int, str]]


def shown(client: Client, query: str, url: str = URL) -> Shown:
    text = page(client, query, url)
    content = content_of(text)
    texts = table_of(text)
    written = {name: numbers(cells) for name, cells in texts.items()}
    return Shown(plotted(content), written, file_of(client, query, url), texts, hovered(content))


def content_of(text: str) -> dict[str, Any]:
    found = re.search(r'data-content="(.*?)"', text, re.S)
    assert found
    content: dict[str, Any] = json.loads(unescape(found[1]), parse_constant=pytest.fail)
    return content


def plotted(content: dict[str, Any]) -> dict[str, dict[int, Decimal]]:
    """The numbers of each line; the continuation begins where the city's line ends."""
    lines = {line["name"]: points(line) for line in content["lines"]}
    if content["path"]:
        lines["Zielpfad"] = shown_points(content["path"])
    if content["continuation"]:
        way = shown_points(content["continuation"])
        start = min(way)
        assert way.pop(start) == lines["Gesamtstadt"][start]
        lines["bei gleichem Tempo"] = way
    return lines


def shown_points(line: dict[str, Any]) -> dict[int, Decimal]:
    """Those of path and continuation are drawn exactly, and said as the table says them."""
    said = {year: german(text) for year, text in zip(line["years"], line["texts"], strict=True)}
    for year, value in points(line).items():
        assert abs(value - said[year]) <= Decimal("0.5").scaleb(-places_of(said[year]))
    return said


def places_of(number: Decimal) -> int:
    """Its decimals."""
    return len(str(number).partition(".")[2])


def points(line: dict[str, Any]) -> dict[int, Decimal]:
    pairs = zip(line["years"], line["values"], strict=True)
    return {year: Decimal(repr(value)) for year, value in pairs if value is not None}


def hovered(content: dict[str, Any]) -> dict[str, dict[int, str]]:
    lines = content["lines"]
    return {one["name"]: dict(zip(one["years"], one["texts"], strict=True)) for one in lines}


def table_of(text: str) -> dict[str, dict[int, str]]:
    found = re.search(r'<table class="tbl" id="reihen-tabelle">(.*?)</table>', text, re.S)
    assert found
    head = [unescape(name) for name in re.findall(r'<th scope="col"[^>]*>(.*?)</th>', found[1])]
    columns: dict[str, dict[int, str]] = {name: {} for name in head[1:]}
    for year, cells in re.findall(r'<tr><th scope="row">(\d+)</th>(.*?)</tr>', found[1], re.S):
        row = re.findall(r"<td[^>]*>(.*?)(?: <abbr.*?)?</td>", cells)
        for name, cell in zip(head[1:], row, strict=True):
            columns[name][int(year)] = cell
    return columns


def numbers(cells: dict[int, str]) -> dict[int, Decimal]:
    words = ("–", "geheim", "kein Wert")
    return {year: german(text) for year, text in cells.items() if text not in words}


def german(text: str) -> Decimal:
    return Decimal(text.replace(".", "").replace(",", ".").replace("−", "-"))


def file_of(client: Client, query: str, url: str) -> dict[str, dict[int, Decimal]]:
    response = client.get(f"{url}reihen.csv{query}")
    assert response.content.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";")
    assert (head[0], head[-1]) == ("Jahr", "Kennzeichen")
    columns: dict[str, dict[int, Decimal]] = {}
    for index, name in enumerate(head[1:-1], start=1):
        cells = {int(row[0]): row[index] for row in rows}
        columns[name] = {year: german(text) for year, text in cells.items() if text}
    return columns


CHOICES = [
    "?ort=ampen",
    "?ort=soest&ort=ampen",
    "?ort=alle",
    "?ansicht=je-einwohner",
    "?ansicht=je-einwohner&ort=ampen",
    "?ansicht=je-einwohner&ort=alle",
    "?ansicht=index",
    "?ansicht=index&ort=kernstadt&ort=soest",
    "?ansicht=index&ort=alle",
]


@pytest.mark.parametrize("query", CHOICES)
@pytest.mark.parametrize("with_target", [False, True], ids=["", "with target"])
def test_plot_table_and_file_are_equal_cell_by_cell(
    client: Client, town: Town, query: str, with_target: bool
) -> None:
    if with_target:
        aim(town.charging)
    found = shown(client, query)
    assert found.plotted == found.written
    assert any(found.written.values())
    assert list(found.saved.values()) == list(found.written.values())
    for name, texts in found.hovered.items():
        known = found.texts[name]
        assert texts == {year: known[year] for year in texts}
        assert {text for year, text in known.items() if year not in texts} <= {"–"}


def test_trend_its_table_and_the_file_are_equal(client: Client, town: Town) -> None:
    """The chart the page shows unasked; its table leaves out years that only the path has."""
    aim(town.charging)
    text = page(client)
    found = re.search(r'<script id="kennzahl-daten" type="application/json">(.*?)</script>', text)
    assert found
    trend = json.loads(found[1])
    saved = file_of(client, "", URL)
    assert saved["Gesamtstadt [Anzahl]"] == points(trend)
    way = {year: value for year, value in points(trend["path"]).items() if year >= 2015}
    assert saved["Zielpfad [Anzahl]"] == {year: round(value) for year, value in way.items()}
    table = re.search(r"<summary>Werte als Tabelle.*?</table>", text, re.S)
    assert table
    rows = re.findall(r'<tr><th scope="row">(\d+)</th>(.*?)</tr>', table[0])
    cells = {int(year): re.findall(r'<td class="num">(.*?)</td>', row) for year, row in rows}
    assert {year: german(row[0]) for year, row in cells.items() if row[0] != "–"} == points(trend)
    assert {year: german(row[1]) for year, row in cells.items() if row[1] != "–"} == {
        year: value for year, value in saved["Zielpfad [Anzahl]"].items() if year in cells
    }


def aim(indicator: Indicator) -> None:
    TargetPathFactory(indicator=indicator, points={2030: Decimal(151)}, adopted=True)


def test_target_is_drawn_where_the_view_can_carry_it(client: Client, town: Town) -> None:
    aim(town.charging)
    assert shown(client, "?ort=alle").plotted["Zielpfad"][2030] == 151
    index = shown(client, "?ansicht=index&ort=alle").plotted
    assert index["Zielpfad"][2030] == 3775  # 4 in 2015 is 100
    divided = page(client, "?ansicht=je-einwohner&ort=alle")
    assert "Zielpfad" not in table_of(divided)
    assert "Ohne Zielpfad und Fortschreibung" in divided


def test_zero_gaps_and_secrets_are_three_things(client: Client, town: Town) -> None:
    released_series(town.charging, {2016: 0}, district=town.village)
    cells = shown(client, "?ort=ampen&ort=soest").texts["Ampen"]
    assert [cells[year] for year in (2015, 2016, 2017, 2018, 2019)] == [
        *("–", "0", "geheim", "kein Wert", "3")
    ]
    text = page(client, "?ort=ampen")
    assert "unterliegt der Geheimhaltung: Ampen 2017." in text
    assert "kein Wert, nicht erhoben: Ampen 2018." in text
    marks = {(one["year"], one["secret"]) for one in content_of(text)["missing"]}
    assert marks == {(2017, True), (2018, False)}


def test_unknown_population_is_a_gap_with_its_reason(client: Client, town: Town) -> None:
    text = page(client, "?ansicht=je-einwohner&ort=alle")
    core = table_of(text)["Kernstadt"]
    assert {core[year] for year in range(2015, 2019)} == {"–"}
    assert {core[year] for year in YEARS} == {"kein Wert"}
    assert "die Einwohnerzahl dieses Jahres fehlt: Gesamtstadt 2015, Kernstadt 2019" in text
    assert table_of(text)["Ampen"][2019] == "4,28"  # 3 for 701 inhabitants


def test_index_of_a_place_without_2015_says_its_year(client: Client, town: Town) -> None:
    found = shown(client, "?ansicht=index&ort=soest&ort=ampen")
    assert list(found.texts) == ["Gesamtstadt", "Ampen (2019 = 100)"]
    assert found.texts["Gesamtstadt"][2015] == found.texts["Ampen (2019 = 100)"][2019] == "100,0"


def test_the_page_unasked_shows_the_trend_and_the_switches(client: Client, town: Town) -> None:
    text = page(client)
    assert 'id="diagramm-titel"' in text
    assert "reihen-tabelle" not in text
    assert '<input type="radio" name="ansicht" id="ansicht-werte" value="werte" checked>' in text
    assert 'id="ort-soest" value="soest" checked' in text
    assert 'id="ort-ampen" value="ampen">' in text
    assert '<div class="trend" data-trend>' in text
    assert '<p id="series-status" class="s" role="status">Werte für Gesamtstadt, ' in text


def test_a_choice_takes_the_place_of_the_trend(client: Client, town: Town) -> None:
    text = page(client, "?ansicht=index&ort=ampen")
    assert '<div class="trend" data-trend hidden>' in text
    assert 'value="index" checked' in text
    assert 'id="ort-soest" value="soest">' in text
    assert 'id="ort-ampen" value="ampen" checked' in text
    assert 'class="chart series chart--w"' in text


@pytest.mark.parametrize(
    "query",
    [
        "?ansicht=gibt-es-nicht&ort=atlantis",
        "?ort=",
        "?ort=%00",
        "?ansicht=werte&ort=soest",
        "?ort=alle&ort=keine",
        "?ort=ampen&ort=keine",
    ],
)
def test_unknown_and_usual_choices_show_the_usual_page(
    client: Client, town: Town, query: str
) -> None:
    text = page(client, query)
    assert '<div class="trend" data-trend>' in text
    assert 'data-query=""' in text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("?ansicht=index&ort=soest", "?ansicht=index"),
        ("?ort=soest&ort=kernstadt&ort=ampen", "?ort=alle"),
        ("?ort=ampen&ort=soest&ansicht=index", "?ansicht=index&ort=soest&ort=ampen"),
        ("?ort=ampen&stand=2026-03-01", "?ort=ampen&stand=2026-03-01"),
    ],
)
def test_address_says_a_choice_in_one_way(
    client: Client, town: Town, asked: str, said: str
) -> None:
    assert f'data-query="{said.replace("&", "&amp;")}"' in page(client, asked)


def test_htmx_gets_what_the_page_holds(client: Client, town: Town) -> None:
    for query in ("?ansicht=index&ort=alle", ""):
        part = page(client, query, hx_request="true")
        assert part.startswith('<div id="series"')
        assert part.strip() in page(client, query)
        assert "<script" not in part  # htmx would take it out
    answer = client.get(f"{URL}?ansicht=index", headers={"hx-request": "true"})
    assert "HX-Request" in answer.headers["Vary"]


def test_nasty_name_is_text(client: Client, town: Town) -> None:
    Indicator.objects.filter(pk=town.charging.pk).update(name=NASTY)
    text = page(client, "?ansicht=index&ort=alle")
    assert "<script>alert" not in text
    assert '<b>"fett' not in text
    assert content_of(text)["title"] == NASTY


def test_state_of_a_past_day_is_explored_as_it_was(client: Client, town: Town) -> None:
    late = datetime(2026, 3, 11, 9, 0, tzinfo=UTC)
    MeasurementFactory(
        indicator=town.charging,
        district=town.village,
        period=date(2014, 1, 1),
        value=99,
        catalogue=True,
        released_at=late,
        entered_at=late,
    )
    assert shown(client, "?ort=ampen").plotted["Ampen"][2014] == 99
    before = shown(client, "?ort=ampen&stand=2026-03-10")
    assert 2014 not in before.plotted["Ampen"]
    assert before.saved == {"Ampen [Anzahl]": before.plotted["Ampen"]}
    assert '<input type="hidden" name="stand" value="2026-03-10">' in page(
        client, "?stand=2026-03-10"
    )


def test_a_draft_is_nowhere(client: Client, town: Town) -> None:
    MeasurementFactory(
        indicator=town.charging, district=town.village, period=date(2014, 1, 1), value=77777
    )
    for path in (f"{URL}?ort=alle", f"{URL}reihen.csv?ort=alle"):
        content = client.get(path).content.decode()
        assert "77777" not in content
        assert "77.777" not in content


def test_rates_are_not_divided_by_inhabitants(client: Client, town: Town) -> None:
    assert "je-einwohner" in page(client)
    assert "je-einwohner" not in page(client, url="/kennzahlen/treibhausgase/")
    assert "je-einwohner" not in page(client, url="/kennzahlen/einwohner/")


def test_one_place_offers_no_places_and_one_value_nothing(client: Client, town: Town) -> None:
    released_series(town.stale, {2018: 4})
    text = page(client, url="/kennzahlen/altes/")
    assert 'value="index"' in text
    assert "Orte wählen" not in text
    single = IndicatorFactory(slug="einzeln")
    released_series(single, {2024: 4})
    text = page(client, url="/kennzahlen/einzeln/")
    assert 'id="diagramm-titel"' in text
    assert "series-form" not in text


def test_file_is_named_and_dated(client: Client, town: Town) -> None:
    answer = client.get(f"{URL}reihen.csv?ansicht=index&ort=ampen&stand=2026-03-10")
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="ladepunkte-reihen-index-stand-2026-03-10.csv"'
    )
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    refused = client.get(f"{URL}reihen.csv?stand=morgen")
    assert refused.status_code == 422
    assert "Diesen Tag gibt es nicht." in refused.content.decode()
    assert client.get("/kennzahlen/gibt-es-nicht/reihen.csv").status_code == 404


def test_file_of_an_indicator_without_values_has_a_head(client: Client, town: Town) -> None:
    IndicatorFactory(slug="leer")
    assert client.get("/kennzahlen/leer/reihen.csv").content.decode("utf-8-sig") == (
        "Jahr;Kennzeichen\r\n"
    )


def test_many_places_are_also_drawn_one_by_one(client: Client, town: Town) -> None:
    for number in range(6):
        released_series(
            town.charging, {2019: number, 2020: 5}, district=DistrictFactory(name=f"Dorf {number}")
        )
    text = page(client, "?ort=alle")
    assert "Hervorgehoben: die Gesamtstadt und die Orte mit den höchsten" in text
    multiples = re.search(r'<ul class="multi" aria-label="Jeder Ort.*?</ul>', text, re.S)
    assert multiples
    assert multiples[0].count("<li>") == 9
    assert "Jeder Ort für sich" not in page(client, "?ort=soest&ort=ampen")
