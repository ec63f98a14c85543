from __future__ import annotations

from decimal import Decimal

import pytest

from indicators.entry.files.cell_values import (
    CellError,
    read_number,
    read_period,
    read_reason,
    read_text,
    read_yes_no,
    without_noise,
)
from indicators.entry.plausibility import Scale
from indicators.entry.readings import ValueRules
from soest.spreadsheets.cells import Cell, Kind

RULES = ValueRules(Scale("t", 1), Decimal("99999999999.9999"), Decimal(-100), Decimal(100_000))


def text(content: str) -> Cell:
    return Cell(1, Kind.TEXT, content)


def number(content: str) -> Cell:
    return Cell(1, Kind.NUMBER, content)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (number("1234.5"), "1234.5"),
        (number("12"), "12"),
        (number("12.0"), "12"),
        (number("0"), "0"),
        (number("-0.0"), "0"),
        (number("0.30000000000000004"), "0.3"),
        (number("434.99999999999994"), "435"),
        (number("1e-17"), "0"),
        (text("1.234,5"), "1234.5"),
        (text(" 1234,5\n"), "1234.5"),
        (text("\N{MINUS SIGN}5"), "-5"),
        (text("1 234"), "1234"),
    ],
)
def test_number(cell: Cell, value: str) -> None:
    assert read_number(cell, RULES).value == Decimal(value)


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (number("0.25"), "höchstens 1 Nachkommastelle"),
        (number("0.3000001"), "höchstens 1 Nachkommastelle"),
        (number("1e300"), "zu groß"),
        (number("100001"), "nicht möglich"),
        (text("1234.5"), "„1234.5“"),
        (text("ca. 5"), "„ca. 5“: Tippen Sie nur die Zahl"),
        (text("5 %"), "nur die Zahl"),
        (text("NaN"), "keine Messwerte"),
        (text("1e5"), "mit e"),
        (text("9" * 40), "länger als 32 Zeichen"),
        (Cell(1, Kind.BOOLEAN, "1"), "WAHR oder FALSCH"),
        (Cell(1, Kind.DATE, "2025-03-01T00:00:00"), "ein Datum (01.03.2025), keine Zahl"),
        (Cell(1, Kind.DATE, "12:30:00"), "ein Datum (12:30:00), keine Zahl"),
        (Cell(1, Kind.ERROR, "#REF!"), "einen Fehler (#REF!)"),
        (Cell(1, Kind.FORMULA, ""), "deren Ergebnis nicht in der Datei ist"),
    ],
)
def test_row_26_what_is_no_value_is_refused_in_words(cell: Cell, words: str) -> None:
    with pytest.raises(CellError) as error:
        read_number(cell, RULES)
    assert words in str(error.value)


def test_point_between_thousands_has_to_be_confirmed() -> None:
    assert read_number(text("1.240"), RULES).other_meaning == "1.240 (nicht 1,240)"
    assert read_number(text("1240"), RULES).other_meaning == ""
    assert read_number(number("1240"), RULES).other_meaning == ""


@pytest.mark.parametrize(
    ("value", "decimals", "kept"),
    [
        ("0.1", 1, "0.1"),
        ("12345678901.2345", 4, "12345678901.2345"),
        ("12345678901.23456", 4, "12345678901.23456"),
        ("1234567.12345", 4, "1234567.12345"),
        ("-2.7755575615628914e-17", 1, "0"),
        ("2.675", 2, "2.675"),
        ("2.6749999999999998", 3, "2.675"),
        ("1234567890123456", 0, "1234567890123456"),
    ],
)
def test_noise_goes_and_nothing_else(value: str, decimals: int, kept: str) -> None:
    assert without_noise(Decimal(value), decimals) == Decimal(kept)


@pytest.mark.parametrize(
    ("cell", "frequency", "slug"),
    [
        (number("2025"), "year", "2025"),
        (number("2025.0"), "year", "2025"),
        (text(" 2025 "), "year", "2025"),
        (text("3. Quartal 2025"), "quarter", "2025-q3"),
        (text("3.\N{NO-BREAK SPACE}quartal  2025"), "quarter", "2025-q3"),
        (text("2025-Q3"), "quarter", "2025-q3"),
        (text("1. Halbjahr 2025"), "half_year", "2025-h1"),
        (text("März 2025"), "month", "2025-03"),
        (Cell(1, Kind.DATE, "2025-07-01T00:00:00"), "month", "2025-07"),
        (Cell(1, Kind.DATE, "2025-01-01"), "year", "2025"),
    ],
)
def test_period(cell: Cell, frequency: str, slug: str) -> None:
    assert read_period(cell, frequency).slug == slug


@pytest.mark.parametrize(
    ("cell", "frequency"),
    [
        (text("2025"), "quarter"),
        (text("5. Quartal 2025"), "quarter"),
        (text("2025-q3"), "year"),
        (text("1800"), "year"),
        (text("2999"), "year"),
        (text("٢٠٢٥"), "year"),
        (text("25"), "year"),
        (number("2025.5"), "year"),
        (Cell(1, Kind.DATE, "2025-07-02T00:00:00"), "month"),
        (Cell(1, Kind.DATE, "12:30:00"), "month"),
        (Cell(1, Kind.DATE, "1800-01-01"), "year"),
        (Cell(1, Kind.FORMULA, ""), "year"),
        (Cell(1, Kind.BOOLEAN, "1"), "year"),
    ],
)
def test_what_is_no_period_is_refused(cell: Cell, frequency: str) -> None:
    with pytest.raises(CellError):
        read_period(cell, frequency)


def test_reason_by_its_label_or_value() -> None:
    assert read_reason(text("Nicht erhoben")) == "not_collected"
    assert read_reason(text("other")) == "other"
    with pytest.raises(CellError, match="„liegt noch nicht vor“"):
        read_reason(text("keine Lust"))


@pytest.mark.parametrize(
    ("cell", "answer"),
    [
        (text("ja"), True),
        (text("Nein"), False),
        (text("x"), True),
        (Cell(1, Kind.BOOLEAN, "1"), True),
        (Cell(1, Kind.BOOLEAN, "0"), False),
        (number("1"), True),
    ],
)
def test_yes_or_no(cell: Cell, answer: bool) -> None:
    assert read_yes_no(cell) is answer


def test_neither_yes_nor_no() -> None:
    with pytest.raises(CellError, match="„ja“ oder „nein“"):
        read_yes_no(text("vielleicht"))


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (text("  Bilanz\r\n2025 "), "Bilanz 2025"),
        (number("2025"), "2025"),
        (number("3.5"), "3,5"),
        (Cell(1, Kind.DATE, "2025-03-01"), "01.03.2025"),
        (text("=SUMME(A1)"), "=SUMME(A1)"),
        (text("Stand 🙂"), "Stand 🙂"),
    ],
)
def test_text(cell: Cell, said: str) -> None:
    assert read_text(cell, longest=500) == said


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (text("a" * 501), "501 Zeichen lang; möglich sind 500"),
        (text("a\x07b"), "Steuerzeichen"),
        (Cell(1, Kind.ERROR, "#NAME?"), "#NAME?"),
    ],
)
def test_text_that_cannot_be_kept(cell: Cell, words: str) -> None:
    with pytest.raises(CellError) as error:
        read_text(cell, longest=500)
    assert words in str(error.value)
