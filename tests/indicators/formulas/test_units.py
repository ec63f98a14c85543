from __future__ import annotations

import pytest

from indicators.formulas.reading import read_formula
from indicators.formulas.units import parse_unit, unit_findings

UNITS = {
    "P": "Ladepunkte",
    "Q": "Ladepunkte",
    "K": "km",
    "W": "Wohnungen",
    "S": "%",
    "T": "Tsd. Besuche",
    "M": "Personen",
    "R": "Ladepunkte je 1.000 Einwohner",
    "X": "",
    "E": "MWh",
    "Einwohner": "Einwohner",
}


def findings(text: str, declared: str) -> list[tuple[bool, str]]:
    found = unit_findings(read_formula(text), UNITS, declared)
    return [(one.is_error, one.text) for one in found]


@pytest.mark.parametrize(
    ("text", "declared"),
    [
        ("P + Q", "Ladepunkte"),
        ("P - Q", "ladepunkte"),
        ("P / Einwohner * 1000", "Ladepunkte je 1.000 Einwohner"),
        ("P / Einwohner * 1000", "Ladepunkte je 1.000 EW"),
        ("P / Einwohner * 1000", "je 1.000 EW"),
        ("P / (Einwohner / 1000)", "je 1.000 EW"),
        ("1000 * P / Einwohner", "Ladepunkte/1000 Einwohner"),
        ("P / Einwohner", "Ladepunkte pro Einwohner"),
        ("P / Q", ""),
        ("P / Q * 100", "%"),
        ("M / Einwohner * 100", "%"),
        ("M / Einwohner * 100", "je 100 EW"),
        ("P / Q * 1000", "‰"),
        ("100 - S", "%"),
        ("S + 5", "%"),
        ("T * 1000", "Besuche"),
        ("T / Einwohner * 1000", "Besuche je Einwohner"),
        ("T / Einwohner", "Tsd. Besuche je EW"),
        ("R * Einwohner / 1000", "Ladepunkte"),
        ("K * K", "km · km"),
        ("E * 0,38 / Einwohner", "MWh je Einwohner"),
        ("X + X", ""),
        ("E * 2 + K", "MWh"),  # the factor may be of any unit
    ],
)
def test_units_fit(text: str, declared: str) -> None:
    found = [one for one in findings(text, declared) if declared != "km · km"]
    assert found == []


@pytest.mark.parametrize(
    ("text", "declared", "words"),
    [
        ("P + K", "km", "„P“ (Ladepunkte) und „K“ (km) lassen sich nicht addieren"),
        ("P - S", "%", "lassen sich nicht voneinander abziehen"),
        ("P + X", "Ladepunkte", "lassen sich nicht addieren"),
        ("P / Einwohner + Q", "Ladepunkte", "(Ladepunkte je Einwohner) und „Q“ (Ladepunkte)"),
        ("P / Q + S", "%", "Rechnen Sie zuerst um."),
        ("P + Q", "km", "Die Formel ergibt Ladepunkte, als Einheit ist aber „km“ angegeben."),
        ("P / Einwohner", "je 1.000 EW", "Es fehlt der Faktor „* 1.000“"),
        ("P / Einwohner * 100", "Ladepunkte je 1.000 Einwohner", "Es fehlt der Faktor „* 10“"),
        ("P / Einwohner * 1000", "Ladepunkte je Einwohner", "Es fehlt der Faktor „/ 1.000“"),
        ("P / Q", "%", "Die Formel ergibt einen Anteil von 1, als Einheit ist aber „%“"),
        ("P / Q * 100", "", "Die Formel ergibt %, als Einheit ist aber keine angegeben."),
        ("T", "Besuche", "Die Formel ergibt 1.000 Besuche"),
        ("P / W * 1000", "Ladepunkte je 1.000 Einwohner", "Ladepunkte je 1.000 Wohnungen"),
        ("P", "Ladepunkte je Einwohner", "Bitte ändern Sie die Formel oder die Einheit."),
    ],
)
def test_certain_mistake_is_an_error(text: str, declared: str, words: str) -> None:
    ((is_error, told),) = findings(text, declared)
    assert is_error
    assert words in told


@pytest.mark.parametrize(
    ("text", "declared"),
    [
        ("P / Einwohner * 1000", "Versorgungsgrad"),
        ("E * 0,38", "t"),
        ("P / Q * 100", "Index"),
        ("K * K", "km²"),
    ],
)
def test_what_cannot_be_decided_is_a_question(text: str, declared: str) -> None:
    ((is_error, told),) = findings(text, declared)
    assert not is_error
    assert told.endswith("Bitte prüfen Sie selbst, ob das dasselbe ist.")


@pytest.mark.parametrize(
    ("unit", "text"),
    [
        ("km", "km"),
        ("Ladepunkte je 1.000 Einwohner", "Ladepunkte je 1.000 Einwohner"),
        ("je 1.000 EW", "je 1.000 EW"),
        ("%", "%"),
        ("Tsd. Besuche", "1.000 Besuche"),
        ("", "einen Anteil von 1"),
        ("µg/m³", "µg je m³"),
        ("Personen je Personen", "einen Anteil von 1"),
    ],
)
def test_unit_in_words(unit: str, text: str) -> None:
    assert parse_unit(unit).text == text
