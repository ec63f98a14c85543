from __future__ import annotations

from dataclasses import replace

import pytest

from indicators.enums import DistrictRelation
from indicators.formulas.checks import (
    CITY_ONLY,
    INDEPENDENT,
    RELATION_WORDS,
    SUM,
    WEIGHTED_MEAN,
    Subject,
    findings_elsewhere,
    formula_findings,
)


def subject(code: str, unit: str = "Stück", **more: object) -> Subject:
    given = {"frequency": "year", "relation": "none"} | more
    return Subject(code, f"Kennzahl {code}", unit, **given)  # type: ignore[arg-type]


POINTS = subject("MOB-02", "Ladepunkte", relation="sum")
CARS = subject("MOB-07", "Fahrzeuge", relation="sum")
PEOPLE = subject("STE-04", "Personen", relation="sum", counts_population=True)
VISITS = subject("KUL-02", "Besuche", frequency="month")
CITY = subject("WIR-03", "ha")
SHARE = subject("WIR-04", "%", relation="weighted_mean")
EXAMPLE = subject("BSP-01", "Ladepunkte", is_sample=True)
OTHERS = [POINTS, CARS, PEOPLE, VISITS, CITY, SHARE, EXAMPLE]


def rate(expression: str, unit: str = "Ladepunkte je 1.000 EW", **more: object) -> Subject:
    return subject("NEU", unit, expression=expression, **more)


def test_sound_formula_has_no_findings() -> None:
    assert formula_findings(rate("MOB-02 / Einwohner * 1000"), OTHERS) == []
    assert formula_findings(rate("MOB-02 / STE-04 * 1000"), OTHERS) == []
    assert formula_findings(POINTS, OTHERS) == []


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("MOB-02 / ", "Zeichen 10: Nach „/“ fehlt eine Kennung"),
        ("MOB-2 / Einwohner", "Die Kennung „MOB-2“ gibt es nicht. Meinten Sie „MOB-02“?"),
        ("mob-02 / Einwohner", "Meinten Sie „MOB-02“?"),
        ("MOB-02-MOB-07", "setzen Sie Leerzeichen um das Minus"),
        ("5 * 100", "Die Formel rechnet mit keiner Kennzahl"),
        ("NEU + MOB-02", "Eine Kennzahl kann nicht mit sich selbst rechnen."),
        ("MOB-02 / (5 - 5)", "Die Formel teilt durch null."),
        ("MOB-02 / 0", "Die Formel teilt durch null."),
        ("MOB-02 / (1 / 0)", "Die Formel teilt durch null."),
        ("KUL-02 / Einwohner", "„Kennzahl KUL-02“ (KUL-02) hat einen anderen Turnus."),
        ("BSP-01 / Einwohner * 1000", "gehört zu den Beispieldaten"),
        ("MOB-02 + MOB-07", "lassen sich nicht addieren"),
        ("MOB-02 / Einwohner", "Schreiben Sie „MOB-02 / Einwohner * 1000“, oder"),
    ],
)
def test_mistake_in_the_formula(expression: str, words: str) -> None:
    found = formula_findings(rate(expression), OTHERS)
    assert words in found[0].text
    assert (found[0].field, found[0].is_error) == ("expression", True)


def test_undecided_unit_is_no_error() -> None:
    (found,) = formula_findings(rate("MOB-02 / MOB-07", "Quote"), OTHERS)
    assert not found.is_error


def test_circle_is_named() -> None:
    others = [
        *OTHERS,
        subject("B", "Ladepunkte", expression="C * 1"),
        subject("C", "Ladepunkte", expression="NEU * 1"),
    ]
    (found,) = formula_findings(rate("B * 1", "Ladepunkte"), others)
    assert "Die Formeln drehen sich im Kreis: NEU → B → C → NEU." in found.text


def test_circle_is_told_of_the_formula_that_closes_it_alone() -> None:
    others = [*OTHERS, subject("B", "Ladepunkte", expression="NEU * 1")]
    assert findings_elsewhere(rate("B * 1", "Ladepunkte"), others) == []


def test_circle_elsewhere_is_told() -> None:
    others = [
        *OTHERS,
        subject("B", "Ladepunkte", expression="C + NEU"),
        subject("C", "Ladepunkte", expression="B * 1"),
    ]
    (found,) = findings_elsewhere(subject("NEU", "Ladepunkte"), others)
    assert "B → C → B" in found.text


def test_circle_through_the_inhabitants_is_seen() -> None:
    people = subject("EW", "Personen", counts_population=True, expression="NEU * 1")
    (found,) = formula_findings(rate("Einwohner * 1", "Personen"), [POINTS, people])
    assert "NEU → EW → NEU" in found.text


def test_word_for_the_inhabitants_needs_an_indicator() -> None:
    (found,) = formula_findings(rate("MOB-02 / Einwohner * 1000"), [POINTS])
    assert "Noch ist keine Kennzahl als „zählt die Einwohner“ gekennzeichnet." in found.text


def test_sample_indicator_counts_with_sample_indicators() -> None:
    assert formula_findings(rate("BSP-01 * 1", "Ladepunkte", is_sample=True), OTHERS) == []


@pytest.mark.parametrize(
    ("expression", "unit", "relation"),
    [
        ("MOB-02 * 2", "Ladepunkte", "sum"),
        ("2 * MOB-02 - MOB-02 / 2", "Ladepunkte", "sum"),
        ("MOB-02 * 2", "Ladepunkte", "independent"),
        ("MOB-02 / Einwohner * 1000", "je 1.000 EW", "weighted_mean"),
        ("1000 * MOB-02 / (Einwohner * 1)", "je 1.000 EW", "weighted_mean"),
        ("100 - WIR-04", "%", "weighted_mean"),
        ("MOB-02 / MOB-07 * 100", "Index", "independent"),
        ("MOB-02 + WIR-03 * 3,3", "Ladepunkte", "none"),
    ],
)
def test_relation_of_the_parts_fits(expression: str, unit: str, relation: str) -> None:
    found = formula_findings(rate(expression, unit, relation=relation), OTHERS)
    assert [one for one in found if one.is_error] == []


@pytest.mark.parametrize(
    ("expression", "unit", "relation", "words"),
    [
        (
            "MOB-02 / Einwohner * 1000",
            "je 1.000 EW",
            "sum",
            "Wählen Sie „mit Einwohnern gewichtetes Mittel“ oder „unabhängig“.",
        ),
        ("MOB-02 + 5", "Ladepunkte", "sum", "Wählen Sie „unabhängig“."),
        ("MOB-02 / MOB-07", "Quote", "weighted_mean", "Wählen Sie „unabhängig“."),
        ("WIR-03 / Einwohner", "ha je EW", "independent", "Wählen Sie „nur Gesamtstadt“."),
    ],
)
def test_relation_that_cannot_hold(expression: str, unit: str, relation: str, words: str) -> None:
    found = formula_findings(rate(expression, unit, relation=relation), OTHERS)
    assert [one.field for one in found if one.is_error] == ["district_relation"]
    assert found[0].text.endswith(words)


def test_change_of_an_input_that_breaks_a_formula_elsewhere() -> None:
    computed = rate("MOB-02 / Einwohner * 1000", relation="weighted_mean")
    others = [computed, CARS, PEOPLE]
    assert findings_elsewhere(POINTS, others) == []
    (found,) = findings_elsewhere(replace(POINTS, unit="kW"), others)
    assert found.text.startswith("Formel von „Kennzahl NEU“ (NEU): Die Formel ergibt kW je 1.000")
    (found,) = findings_elsewhere(replace(POINTS, frequency="month"), others)
    assert "hat einen anderen Turnus" in found.text
    (found,) = findings_elsewhere(
        replace(PEOPLE, counts_population=False), [computed, CARS, POINTS]
    )
    assert "Noch ist keine Kennzahl" in found.text
    assert findings_elsewhere(replace(CARS, unit="kW"), [computed, POINTS, PEOPLE]) == []


def test_words_are_those_of_the_indicators() -> None:
    labels = {relation.value: str(relation.label) for relation in DistrictRelation}
    assert labels == RELATION_WORDS | {CITY_ONLY: "nur Gesamtstadt"}
    assert {CITY_ONLY, SUM, WEIGHTED_MEAN, INDEPENDENT} == set(labels)
