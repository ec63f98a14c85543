"""What a cell says: the number grammar of the form, letters for reasons, and hints for the rest."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest

from indicators.entry.grid.cells import (
    LETTERS,
    CellReading,
    cell_text,
    fingerprint,
    read_cell,
    same_text,
)
from indicators.entry.plausibility import Scale
from indicators.entry.readings import ValueRules
from indicators.enums import MissingReason
from indicators.named_periods import Period

RULES = ValueRules(Scale("t", 1), Decimal(99_999_999), Decimal(0))
ANY = ValueRules(Scale("", 3), Decimal(99_999_999))
PERIOD = Period.parse("2025")


def read(text: str, rules: ValueRules = ANY) -> CellReading:
    return read_cell(text, rules, PERIOD)


def test_ambiguous_point_is_read_as_thousands_and_asked_about() -> None:
    """Row 1."""
    reading = read("1.234", RULES)
    assert reading.value == Decimal(1234)
    assert (reading.ungrouped, reading.other_meaning) == ("1234\N{NO-BREAK SPACE}t", "1,234")


def test_comma_separates_decimals() -> None:
    """Row 2."""
    assert read("1,234").value == Decimal("1.234")
    assert "höchstens 1 Nachkommastelle" in read("1,234", RULES).error


@pytest.mark.parametrize("text", ["1.234.5", "1,234.5", "1.23", "12.34,5"])
def test_wrong_separators_are_refused_with_a_suggestion(text: str) -> None:
    """Row 3."""
    reading = read(text)
    assert reading.value is None
    assert "Meinten Sie" in reading.error


@pytest.mark.parametrize(
    "text", ["1.234,5", "1 234,5", "1\u00a0234,5", "1\u202f234,5", "  1234,5 ", "1234,5\u00a0"]
)
def test_blanks_that_office_programs_paste_are_read(text: str) -> None:
    """Row 4."""
    assert read(text).value == Decimal("1234.5")


@pytest.mark.parametrize("text", ["-5", "\u22125"])
def test_minus_of_keyboard_and_excel(text: str) -> None:
    """Row 5."""
    assert read(text).value == Decimal(-5)


@pytest.mark.parametrize(("text", "hint"), [("- 5", "Leerzeichen"), ("–5", "Gedankenstrich")])
def test_other_minus_is_refused_with_a_hint(text: str, hint: str) -> None:
    """Row 5."""
    assert hint in read(text).error


@pytest.mark.parametrize(
    "text", ["1e5", "1_000", "0x10", "١٢٣", "１２３", "½", "5 %", "ca. 5", "2=3", "=A1"]
)
def test_anything_but_a_number_is_refused(text: str) -> None:
    """Row 6."""
    reading = read(text)
    assert (reading.value, reading.said) == (None, {})
    assert reading.error


@pytest.mark.parametrize("text", ["NaN", "Infinity"])
def test_not_a_number_is_refused(text: str) -> None:
    """Row 7."""
    assert read(text).error


def test_zero_is_a_value_and_an_empty_cell_is_none() -> None:
    """Row 7."""
    assert read("0").said == {"value": Decimal(0)}
    assert str(read("-0").value) == "0"
    assert read(" ").is_empty
    assert read("").said == {"value": None, "missing_reason": "", "missing_note": ""}


@pytest.mark.parametrize("text", ["1" * 40, "0," + "1" * 20, "9" * 1_000_000])
def test_endless_digits_are_refused_at_once(text: str) -> None:
    """Row 8."""
    start = time.perf_counter()
    assert read(text).error
    assert time.perf_counter() - start < 0.1


def test_value_outside_the_bounds_is_refused() -> None:
    """Row 9."""
    assert "Möglich sind Werte ab 0" in read("-5", RULES).error


@pytest.mark.parametrize(("letter", "reason"), LETTERS.items())
def test_letter_and_words_stand_for_a_reason(letter: str, reason: MissingReason) -> None:
    for text in (
        letter,
        letter.lower(),
        f" {letter} ",
        str(reason.label),
        f"kein Wert: {reason.label}",
    ):
        reading = read(text)
        assert reading.missing_reason == reason.value
        assert reading.said == {"missing_reason": reason.value}


def test_every_reason_has_a_letter() -> None:
    assert set(LETTERS.values()) == set(MissingReason)


@pytest.mark.parametrize(
    "text",
    [
        "k. A.",
        "k.A.",
        "KA",
        "n/a",
        "N.V.",
        "-",
        "–",
        ".",
        "…",
        "x",
        "#NV",
        "keine Angabe",
        "#DIV/0!",
    ],
)
def test_sign_for_nothing_is_refused_because_it_gives_no_reason(text: str) -> None:
    reading = read(text)
    assert reading.said == {}
    assert reading.error.startswith(f"„{text}“ sagt nicht, warum es keinen Wert gibt.")
    assert "N für „nicht erhoben“" in reading.error


@pytest.mark.parametrize(
    ("value", "reason", "text"),
    [
        (None, "", ""),
        (Decimal("1234.5000"), "", "1234,5"),
        (Decimal(0), "", "0,0"),
        (Decimal(-7), "", "−7,0"),
        (None, "confidential", "G"),
    ],
)
def test_stored_cell_reads_as_itself(value: Decimal | None, reason: str, text: str) -> None:
    assert cell_text(value, reason, 1) == text
    reading = read(text)
    assert (reading.value, reading.missing_reason) == (value, reason)
    assert not reading.other_meaning


def test_same_text_ignores_blanks_and_case() -> None:
    assert same_text(" n", "N ")
    assert not same_text("1", "1,0")


def test_fingerprint_changes_with_what_is_confirmed() -> None:
    one = {"a": read("1.234", RULES), "b": read("2.345", RULES)}
    assert fingerprint(one) == fingerprint(dict(reversed(one.items())))
    assert fingerprint(one) != fingerprint(one | {"b": read("2.346", RULES)})
