from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.entry.unit_mixups import Mixup, find_mixup, other_unit, slip_text


@pytest.mark.parametrize(
    ("unit", "power", "other"),
    [
        ("t", 3, "kg"),
        ("t", 6, "g"),
        ("t", 1, ""),
        ("t", -3, ""),
        ("kg je EW", -3, "t je EW"),
        ("t CO2-Äquivalente je Einwohner", 3, "kg CO2-Äquivalente je Einwohner"),
        ("MWh", 3, "kWh"),
        ("MWh", -3, "GWh"),
        ("m² je EW", -4, "ha je EW"),
        ("km²", 6, "m²"),
        ("km²", 2, "ha"),
        ("%", 1, "Promille"),
        ("je 1.000 EW", 1, "je 10.000 EW"),
        ("je 100.000 EW", -2, "je 1.000 EW"),
        ("je 1.000 EW", 3, ""),
        ("Tsd. Fahrgäste", 3, "Fahrgäste"),
        ("Tsd. Fahrgäste", -3, "Mio. Fahrgäste"),
        ("Personen", -3, "Tsd. Personen"),
        ("Personen", 3, ""),
        ("EUR je EW", -3, "Tsd. EUR je EW"),
        ("Index", -3, ""),
        ("", 3, ""),
        ("", -3, ""),
        ("je 10.000 Pflegebedürftige", -3, ""),
    ],
)
def test_unit_that_a_number_fits_in(unit: str, power: int, other: str) -> None:
    assert other_unit(unit, power) == other


@pytest.mark.parametrize(
    ("value", "expected", "power"),
    [
        ("1000", "100", 1),
        ("25", "100", None),
        ("12", "100", -1),
        ("4500", "100", None),
        ("180", "100", None),
        ("0", "100", None),
        ("100", "0", None),
        ("-1000", "-1", 3),
        ("-1000", "1", None),
        ("10000000", "1", None),  # more than anybody mixes up
    ],
)
def test_power_of_ten(value: str, expected: str, power: int | None) -> None:
    found = find_mixup(Decimal(value), Decimal(expected), "t")
    assert (found.power if found else None) == power


@given(st.integers(1, 10**6), st.integers(-6, 6).filter(bool))
def test_slip_is_found_and_undone(number: int, power: int) -> None:
    value = Decimal(number)
    found = find_mixup(value.scaleb(power), value, "t")
    assert found is not None
    assert (found.power, found.meant) == (power, value)
    assert power > 0 or found.fraction.startswith("ein ")
    assert slip_text(found, "t", "5 t").endswith("5 t.")


def test_slip_without_a_unit() -> None:
    assert slip_text(Mixup(2, Decimal(5), ""), "", "5") == (
        "Vielleicht ist das Komma um zwei Stellen verrutscht: Gemeint wären dann 5."
    )
    assert "verrutscht: Gemeint" in slip_text(Mixup(6, Decimal(5), ""), "", "5")
