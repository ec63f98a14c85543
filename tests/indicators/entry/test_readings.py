from __future__ import annotations

from decimal import Decimal

import pytest

from indicators.entry.plausibility import Dated, Scale
from indicators.entry.readings import ValueRules, for_input, is_ambiguous, read_value
from indicators.named_periods import Period

Y2025 = Period.parse("2025")
LARGEST = Decimal("99999999999.9999")


def rules(
    unit: str = "t", decimals: int = 1, lower: str | None = None, upper: str | None = None
) -> ValueRules:
    bounds = [Decimal(bound) if bound else None for bound in (lower, upper)]
    return ValueRules(Scale(unit, decimals), LARGEST, *bounds)


@pytest.mark.parametrize(
    ("text", "value", "amount"),
    [
        ("1234,5", "1234.5", "1.234,5 t"),
        ("1.234,5", "1234.5", "1.234,5 t"),
        ("1 234,5", "1234.5", "1.234,5 t"),
        ("−5", "-5", "−5 t"),
        ("0", "0", "0 t"),
        ("1,50", "1.5", "1,50 t"),
    ],
)
def test_number_is_read_back(text: str, value: str, amount: str) -> None:
    reading = read_value(text, rules(), Y2025)
    assert (reading.value, reading.error) == (Decimal(value), "")
    assert reading.amount.replace("\N{NO-BREAK SPACE}", " ") == amount


@pytest.mark.parametrize("text", ["", "  ", "\t\n"])
def test_empty_text_is_no_value_and_no_error(text: str) -> None:
    reading = read_value(text, rules(), Y2025)
    assert (reading.value, reading.error, reading.amount) == (None, "", "")


@pytest.mark.parametrize(
    ("text", "limits", "error"),
    [
        ("1,25", rules(), "höchstens 1 Nachkommastelle"),
        ("1,5", rules(decimals=0), "keine Nachkommastellen"),
        ("101", rules("%", 1, "0", "100"), "Möglich sind Werte von 0 % bis 100 %."),
        ("-1", rules("Einwohner", 0, lower="0"), "Möglich sind Werte ab 0 Einwohner."),
        ("5", rules("", 0, upper="2.5"), "Möglich sind Werte bis 2,5."),
        ("100.000.000.000", rules(), "zu groß: höchstens 99.999.999.999,9999"),
        ("ca. 5", rules(), "Die Einheit „t“ steht schon fest."),
    ],
)
def test_impossible_value_is_refused(text: str, limits: ValueRules, error: str) -> None:
    reading = read_value(text, limits, Y2025)
    assert reading.value is None
    assert error in reading.error.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("text", ["0", "100"])
def test_bounds_themselves_are_possible(text: str) -> None:
    assert read_value(text, rules("%", 0, "0", "100"), Y2025).value == Decimal(text)


@pytest.mark.parametrize(
    ("text", "ambiguous"),
    [
        ("1.234", True),
        ("-1.234", True),
        ("1.234,5", False),  # the comma leaves one reading
        ("1.234.567", False),  # so do two points
        ("1234", False),
        ("1,234", False),
        ("1.23", False),  # refused anyway
    ],
)
def test_single_point_is_ambiguous(text: str, ambiguous: bool) -> None:
    assert is_ambiguous(text) == ambiguous


def test_ambiguous_number_shows_both_meanings() -> None:
    reading = read_value("1.234", rules(), Y2025)
    assert (reading.spelled, reading.other_meaning) == ("1.234", "1,234")
    assert reading.ungrouped == "1234\N{NO-BREAK SPACE}t"


def test_value_is_judged_by_its_series() -> None:
    last_year = [Dated(Period.parse("2024"), Decimal(100))]
    assert [odd.code for odd in read_value("1000", rules(), Y2025, last_year).oddities] == [
        "factor"
    ]


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (None, 1, ""),
        ("1234.5000", 1, "1234,5"),
        ("1234.0000", 1, "1234,0"),
        ("6.9500", 1, "6,95"),  # more decimals than now allowed are not rounded away
        ("-5.0000", 0, "−5"),
        ("1000.0000", 0, "1000"),
    ],
)
def test_stored_value_as_typed(value: str | None, decimals: int, text: str) -> None:
    assert for_input(Decimal(value) if value else None, decimals) == text
