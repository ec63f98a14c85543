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
        ("P / Einwohner", "je 1.000 EW", "Statt 1.000 käme 1 heraus."),
        ("P / Einwohner * 100", "Ladepunkte je 1.000 Einwohner", "Statt 10 käme 1 heraus."),
        ("P / Einwohner * 1000", "Ladepunkte je Einwohner", "Statt 1 käme 1.000 heraus."),
        ("P / Q", "%", "In der Einheit „%“ hätte das Ergebnis der Formel die falsche Größe"),
        ("P / Q * 100", "", "Ohne Einheit hätte das Ergebnis der Formel die falsche Größe"),
        ("T", "Besuche", "Statt 1.000 käme 1 heraus. Schreiben Sie „T * 1000“, oder ändern Sie"),
        ("P * 1000", "km", "Die Formel ergibt Ladepunkte (mal 1.000), als Einheit ist aber „km“"),
        ("P / W * 1000", "Ladepunkte je 1.000 Einwohner", "Ladepunkte je 1.000 Wohnungen"),
        ("P", "Ladepunkte je Einwohner", "Bitte ändern Sie die Formel oder die Einheit."),
    ],
)
def test_certain_mistake_is_an_error(text: str, declared: str, words: str) -> None:
    ((is_error, told),) = findings(text, declared)
    assert is_error
    assert words in told


@pytest.mark.parametrize(
    ("text", "declared", "advised"),
    [
        ("P / Einwohner", "je 1.000 EW", "P / Einwohner * 1000"),
        ("P / Einwohner * 100", "je 1.000 EW", "P / Einwohner * 1000"),
        ("P / Einwohner * 1000", "Ladepunkte je Einwohner", "P / Einwohner"),
        ("P / Einwohner / 10", "je 1.000 EW", "P / Einwohner * 1000"),
        ("P / Einwohner", "je 7 EW", "P / Einwohner * 7"),
        ("R / 10", "Ladepunkte je 7 Einwohner", "R * 7 / 1000"),
        ("P / Q", "%", "P / Q * 100"),
        ("P / Q * 100", "", "P / Q"),
        ("P + Q", "Tsd. Ladepunkte", "(P + Q) / 1000"),
        ("P * 1000", "Ladepunkte", "P"),
    ],
)
def test_advised_formula_can_be_typed_and_fits(text: str, declared: str, advised: str) -> None:
    ((_, told),) = findings(text, declared)
    assert f"Schreiben Sie „{advised}“, oder" in told
    assert findings(advised, declared) == []


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
        ("‰", "‰"),
        ("", "eine Zahl ohne Einheit"),
        ("je 10.000", "eine Zahl ohne Einheit (mal 10.000)"),
        ("Tsd.", "eine Zahl ohne Einheit (geteilt durch 1.000)"),
        ("µg/m³", "µg je m³"),
        ("Personen je Personen", "eine Zahl ohne Einheit"),
    ],
)
def test_unit_in_words(unit: str, text: str) -> None:
    assert parse_unit(unit).text == text
