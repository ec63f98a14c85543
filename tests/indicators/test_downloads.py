"""Downloads of an indicator."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests.factories import ChartNoteFactory, MeasurementFactory
from tests.town import Town, make_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return make_town()


def rows(client: Client, slug: str) -> list[dict[str, str]]:
    content = client.get(f"/kennzahlen/{slug}/daten.csv").content
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_csv_is_german(client: Client, town: Town) -> None:
    MeasurementFactory(indicator=town.loose, period=date(2024, 1, 1), value="-5.25", catalogue=True)
    found = {row["Zeitraum"]: row for row in rows(client, "einwohner")}
    assert found["2024"]["Wert"] == "-5,25"  # a number, so its minus is no formula
    assert found["2025"]["Wert"] == "48250"
    assert found["2025"]["gilt"] == "ja"
    assert found["2025"]["Beginn"] == "01.01.2025"


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "@SUM(1)", "\t=1", "+1", "-1"])
def test_csv_and_xlsx_disarm_formulas_in_texts(client: Client, town: Town, text: str) -> None:
    attributes = {"indicator": town.loose, "period": date(2024, 1, 1), "catalogue": True}
    MeasurementFactory(value=1, comment=text, **attributes)
    assert "'" + text in [row["Anmerkung"] for row in rows(client, "einwohner")]
    content = client.get("/kennzahlen/einwohner/daten.xlsx").content
    sheet = load_workbook(io.BytesIO(content))["Werte"]
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_separators_in_texts_survive(client: Client, town: Town) -> None:
    text = 'Zeile 1\nZeile 2; mit „Wort" und "Zitat"'
    attributes = {"indicator": town.loose, "period": date(2024, 1, 1), "catalogue": True}
    MeasurementFactory(value=1, comment=text, **attributes)
    assert text in [row["Anmerkung"] for row in rows(client, "einwohner")]


def test_json_keeps_every_digit(client: Client, town: Town) -> None:
    attributes = {"indicator": town.loose, "period": date(2024, 1, 1), "catalogue": True}
    MeasurementFactory(value=Decimal("12345678901.2345"), **attributes)
    data = client.get("/kennzahlen/einwohner/daten.json").json()
    assert data["kennzahl"]["kennung"] == "T-4"
    assert {row["Zeitraum"]: row["Wert"] for row in data["werte"]} == {
        "2024": "12345678901.2345",
        "2025": "48250",
    }


def test_xlsx_holds_values_and_targets(client: Client, town: Town) -> None:
    response = client.get("/kennzahlen/treibhausgase/daten.xlsx")
    assert response.headers["Content-Disposition"] == 'attachment; filename="treibhausgase.xlsx"'
    book = load_workbook(io.BytesIO(response.content))
    values = list(book["Werte"].iter_rows(values_only=True))
    assert len(values) == 1 + 7
    targets = list(book["Zielpfade"].iter_rows(values_only=True))
    assert targets[1][2:5] == ("Zielwert bis zu einem Jahr", 2027, 0)


def test_xlsx_takes_texts_with_control_characters(client: Client, town: Town) -> None:
    type(town.loose).objects.filter(pk=town.loose.pk).update(unit="Personen\vgesamt")
    content = client.get("/kennzahlen/einwohner/daten.xlsx").content
    sheet = load_workbook(io.BytesIO(content))["Werte"]
    assert sheet.cell(2, 3).value == "Personengesamt"


def test_breaks_and_remarks_are_in_json_and_xlsx(client: Client, town: Town) -> None:
    ChartNoteFactory(indicator=town.emissions, year=2021, broken=True, source="IT.NRW")
    ChartNoteFactory(
        indicator=town.emissions,
        year=2020,
        text="Pandemie",
        entered_at=datetime(2026, 2, 1, tzinfo=UTC),
    )
    entry = {"Jahr": 2021, "Art": "Bruch der Zeitreihe", "Text": "neue Zählweise"}
    entry |= {"Quelle": "IT.NRW", "Link": ""}
    data = client.get("/kennzahlen/treibhausgase/daten.json").json()
    assert [one["Text"] for one in data["anmerkungen"]] == ["Pandemie", "neue Zählweise"]
    past = client.get("/kennzahlen/treibhausgase/daten.json?stand=2026-01-31").json()
    assert past["anmerkungen"] == [entry]
    book = load_workbook(io.BytesIO(client.get("/kennzahlen/treibhausgase/daten.xlsx").content))
    rows_of_notes = list(book["Anmerkungen"].iter_rows(values_only=True))
    assert rows_of_notes[0] == ("Jahr", "Art", "Text", "Quelle", "Link")
    assert rows_of_notes[2][:3] == (2021, "Bruch der Zeitreihe", "neue Zählweise")


def test_every_place_is_in_it(client: Client, town: Town) -> None:
    assert {row["Ort"] for row in rows(client, "ladepunkte")} == {
        "Soest (Gesamtstadt)",
        "Kernstadt",
        "Ampen",
    }


def test_drafts_are_not_in_it(client: Client, town: Town) -> None:
    MeasurementFactory(
        indicator=town.loose, period=date(2024, 1, 1), value=424242, comment="geheim", draft=True
    )
    for ending in ("csv", "json"):
        content = client.get(f"/kennzahlen/einwohner/daten.{ending}").content.decode()
        assert "424242" not in content
        assert "geheim" not in content


@pytest.mark.parametrize("ending", ["csv", "json", "xlsx"])
def test_unknown_indicator_is_not_found(client: Client, ending: str) -> None:
    assert client.get(f"/kennzahlen/gibt-es-nicht/daten.{ending}").status_code == 404
