from __future__ import annotations

from decimal import Decimal

import pytest

from indicators.sentences.quantities import Quantities, telling_decimals

D = Decimal


@pytest.mark.parametrize(
    ("decimals", "numbers", "expected"),
    [
        (1, ("2.04", "2"), 2),
        (1, ("2.06", "2"), 1),
        (0, ("2.0004", "2"), 4),
        (0, ("2.00004", "2"), 0),
        (1, ("2", "2.0"), 1),
        (1, ("6.9", "4.8", "2"), 1),
        (1, (), 1),
    ],
)
def test_telling_decimals(decimals: int, numbers: tuple[str, ...], expected: int) -> None:
    assert telling_decimals(decimals, *map(D, numbers)) == expected


@pytest.mark.parametrize(
    ("unit", "full", "short"),
    [
        ("t je Einwohner", "6,9\u00a0t je Einwohner", "6,9\u00a0t"),
        ("l je EW und Tag", "6,9\u00a0l je EW und Tag", "6,9\u00a0l"),
        ("EUR/EW", "6,9\u00a0EUR/EW", "6,9\u00a0EUR/EW"),
        ("je 1.000 EW", "6,9\u00a0je 1.000 EW", "6,9"),
        ("%", "6,9\u00a0%", "6,9\u00a0%"),
        ("Anzahl", "6,9", "6,9"),
        ("Index", "6,9", "6,9"),
        ("", "6,9", "6,9"),
    ],
)
def test_quantities_with_unit(unit: str, full: str, short: str) -> None:
    quantities = Quantities(unit, 1)
    assert quantities.full(D("6.9")) == full
    assert quantities.short(D("6.9")) == short


@pytest.mark.parametrize(
    ("unit", "decimals", "value", "expected"),
    [
        ("t je Einwohner", 1, "-0.1", "0,1\u00a0t"),
        ("t je Einwohner", 1, "-0.004", "0,004\u00a0t"),
        ("t je Einwohner", 1, "0", "0,0\u00a0t"),
        ("%", 1, "2.5", "2,5\u00a0Prozentpunkte"),
        ("%", 0, "1", "1\u00a0Prozentpunkt"),
        ("%", 0, "-1", "1\u00a0Prozentpunkt"),
        ("%", 1, "1", "1,0\u00a0Prozentpunkte"),
        ("% der Haushalte", 1, "2", "2,0\u00a0Prozentpunkte"),
        ("%-Punkte", 1, "2", "2,0\u00a0Prozentpunkte"),
        ("Anlagen", 0, "1", "1\u00a0Anlage"),
        ("Anlagen", 0, "2", "2\u00a0Anlagen"),
        ("MW", 0, "1", "1\u00a0MW"),
        ("je 1.000 EW", 0, "3", "3"),
    ],
)
def test_quantities_change(unit: str, decimals: int, value: str, expected: str) -> None:
    assert Quantities(unit, decimals).change(D(value)) == expected


@pytest.mark.parametrize(
    ("unit", "decimals", "value", "expected"),
    [
        ("t je Einwohner", 1, "-0.1", "0,1\u00a0t je Einwohner"),
        ("t je Einwohner", 1, "-0.004", "0,004\u00a0t je Einwohner"),
        ("Ladepunkte je 1.000 EW", 0, "1", "1\u00a0Ladepunkt je 1.000 EW"),
        ("je 1.000 EW", 0, "3", "3\u00a0je 1.000 EW"),
        ("% der Haushalte", 1, "2", "2,0\u00a0Prozentpunkte"),
        ("Index", 0, "3", "3"),
    ],
)
def test_difference_that_stands_alone_names_its_whole_unit(
    unit: str, decimals: int, value: str, expected: str
) -> None:
    assert Quantities(unit, decimals).difference(D(value)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("1", "+1\u00a0Anlage"), ("-1", "−1\u00a0Anlage"), ("0", "0\u00a0Anlagen")],
)
def test_quantities_change_with_sign(value: str, expected: str) -> None:
    assert Quantities("Anlagen", 0).change(D(value), sign=True) == expected


def test_quantities_pace_has_one_more_decimal() -> None:
    quantities = Quantities("t je Einwohner", 1)
    assert quantities.pace(D("-0.35")) == "0,35\u00a0t je Jahr"
    assert quantities.pace(D("-0.35"), sign=True) == "−0,35\u00a0t je Jahr"


@pytest.mark.parametrize(
    ("unit", "value", "expected"),
    [
        ("Unfälle", "93", "93 Unfällen"),
        ("Unfälle", "1", "1 Unfall"),
        ("Tsd. Fahrgäste", "93", "93 Tsd. Fahrgästen"),
        ("Haltestellen", "93", "93 Haltestellen"),
        ("km", "93", "93 km"),
        ("t je Einwohner", "93", "93 t je Einwohner"),
        ("t CO2-Äquivalente", "93", "93 t CO2-Äquivalente"),
        ("Ladepunkte je 1.000 EW", "5", "5 Ladepunkten je 1.000 EW"),
        ("%", "93", "93 %"),
        ("Schulnote", "3", "3"),
    ],
)
def test_counted_things_take_the_dative(unit: str, value: str, expected: str) -> None:
    written = Quantities(unit, 0).full(Decimal(value), dative=True)
    assert written.replace("\N{NO-BREAK SPACE}", " ") == expected
