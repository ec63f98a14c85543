from __future__ import annotations

import re
import time
from decimal import Decimal, localcontext

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indicators.german_numbers import (
    NumberError,
    check_decimals,
    format_number,
    has_thousands_point,
    parse_number,
)

NBSP, FIGURE, THIN, NNBSP, MINUS = "\u00a0", "\u2007", "\u2009", "\u202f", "\u2212"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.234", "1234"),
        ("1,234", "1.234"),
        ("1.234,5", "1234.5"),
        ("1 234,5", "1234.5"),
        (f"1{NBSP}234,5", "1234.5"),
        (f"1{NNBSP}234,5", "1234.5"),
        (f"1{THIN}234{FIGURE}567,5", "1234567.5"),
        ("  1.234,5 ", "1234.5"),
        (f"{NBSP}1.234,5\r\n", "1234.5"),
        ("\t7", "7"),
        (f"{MINUS}5", "-5"),
        ("-5", "-5"),
        ("+5", "5"),
        ("-1.234,50", "-1234.50"),
        ("0", "0"),
        ("-0", "0"),
        (f"{MINUS}0,0", "0.0"),
        ("007", "7"),
        ("0" * 31 + "5", "5"),
        ("10.000", "10000"),
        ("100 000", "100000"),
        ("1234567", "1234567"),
        ("12.345.678", "12345678"),
        ("0,000001", "0.000001"),
        ("999999999,999999", "999999999.999999"),
        ("999.999.999.999.999", "999999999999999"),
    ],
)
def test_parse_number_accepts(text: str, expected: str) -> None:
    # Compared as text: the decimals are kept as typed and a zero has no sign.
    assert str(parse_number(text)) == expected


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("1.234.5", "Meinten Sie 1.234,5?"),
        ("1,234.5", "Meinten Sie 1.234,5?"),
        ("1.23", "Meinten Sie 1,23?"),
        ("1.5", "Meinten Sie 1,5?"),
        ("12.3456", "Meinten Sie 12,3456?"),
        ("12.34,5", "Meinten Sie 1.234,5?"),
        ("1234.567", "Meinten Sie 1.234.567 oder 1.234,567?"),
        ("1,234,567", "Meinten Sie 1.234.567?"),
        ("1.234 567", "Meinten Sie 1.234.567?"),
        ("1 000.5", "Meinten Sie 1.000,5?"),
        ("1 23", "Meinten Sie 123?"),
        ("0.123", "Meinten Sie 0,123?"),
        ("-.5", f"Meinten Sie {MINUS}0,5?"),
        ("5,", "Meinten Sie 5?"),
        ("1.23.456,5", "Meinten Sie 123.456,5?"),
        ("1234.000.123", "Meinten Sie 1.234.000.123?"),
        ("12.345678", "Meinten Sie 12,345678?"),
        ("1234567890.12345", "Meinten Sie 1.234.567.890,12345?"),
        ("12345678901.12345", "Tippen Sie zum Beispiel 1.234,5."),
        ("0.123.456", "Tippen Sie zum Beispiel 1.234,5."),
        ("1.23.4", "Tippen Sie zum Beispiel 1.234,5."),
        ("1.234,567,8", "Tippen Sie zum Beispiel 1.234,5."),
        ("1.1.25", "Tippen Sie zum Beispiel 1.234,5."),
        ("1,5 0", "Tippen Sie zum Beispiel 1.234,5."),
        (".", "Tippen Sie zum Beispiel 1.234,5."),
        ("1.2345678", "Tippen Sie zum Beispiel 1.234,5."),
        ("- 5", "Zwischen Vorzeichen und Zahl darf kein Leerzeichen stehen."),
        ("–5", "Vor der Zahl steht ein Gedankenstrich."),
        ("—5", "Vor der Zahl steht ein Gedankenstrich."),
        ("–", "Ein Strich allein ist keine Zahl."),
        ("-", "Ein Strich allein ist keine Zahl."),
        ("--5", "Ein Vorzeichen steht einmal"),
        ("5-", "Ein Vorzeichen steht einmal"),
        ("5–6", "Eine Spanne oder Rechnung ist nicht möglich."),
        ("0-0", "Eine Spanne oder Rechnung ist nicht möglich."),
        ("5 - 6", "Eine Spanne oder Rechnung ist nicht möglich."),
        ("1e5", "Schreiben Sie die Zahl aus"),
        ("0e0", "Schreiben Sie die Zahl aus"),
        ("1E-5", "Schreiben Sie die Zahl aus"),
        ("1_000", "Tippen Sie zum Beispiel 1.000 oder 1000."),
        ("0_0", "Tippen Sie zum Beispiel 1.000 oder 1000."),
        ("1'000", "Tippen Sie zum Beispiel 1.000 oder 1000."),
        ("0x10", "Tippen Sie nur die Zahl, zum Beispiel 1.234,5, ohne Einheit"),
        ("١٢٣", "Nur die Ziffern 0 bis 9 sind möglich."),
        ("１２３", "Nur die Ziffern 0 bis 9 sind möglich."),
        ("1２", "Nur die Ziffern 0 bis 9 sind möglich."),
        ("0/0", "Tippen Sie eine Kommazahl, zum Beispiel 0,5."),
        ("½", "Tippen Sie eine Kommazahl, zum Beispiel 0,5."),
        ("1/2", "Tippen Sie eine Kommazahl, zum Beispiel 0,5."),
        ("5 %", "ohne Einheit, Prozentzeichen oder Zusatz wie „ca.“"),
        ("5 m²", "ohne Einheit, Prozentzeichen oder Zusatz wie „ca.“"),
        ("ca. 5", "ohne Einheit, Prozentzeichen oder Zusatz wie „ca.“"),
        ("NaN", "NaN und Infinity sind keine Messwerte."),
        ("sNaN", "NaN und Infinity sind keine Messwerte."),
        ("Infinity", "NaN und Infinity sind keine Messwerte."),
        ("-inf", "NaN und Infinity sind keine Messwerte."),
        ("∞", "NaN und Infinity sind keine Messwerte."),
        ("", "Es fehlt eine Zahl."),
        (f" {NBSP}\t\n", "Es fehlt eine Zahl."),
        ("5\u200b", "Die Eingabe enthält ein unsichtbares Zeichen."),
        ("\u202e5", "Die Eingabe enthält ein unsichtbares Zeichen."),
        ("1\x002", "Die Eingabe enthält ein unsichtbares Zeichen."),
        ("1\n2", "Die Eingabe enthält ein unsichtbares Zeichen."),
        ("\ud800", "Tippen Sie nur die Zahl"),
        ("0" * 33, "Die Eingabe ist länger als 32 Zeichen."),
        ("1" * 40, "Die Eingabe ist länger als 32 Zeichen."),
        ("0,0000000", "Mehr als 6 Nachkommastellen sind nicht möglich."),
        ("0," + "1" * 20, "Mehr als 6 Nachkommastellen sind nicht möglich."),
        ("1.234,1234567", "Mehr als 6 Nachkommastellen sind nicht möglich."),
        ("1" * 16, "Die Zahl hat mehr als 15 Ziffern"),
        ("1234567890,123456", "Die Zahl hat mehr als 15 Ziffern"),
    ],
)
def test_parse_number_refuses_with_advice(text: str, advice: str) -> None:
    with pytest.raises(NumberError) as error:
        parse_number(text)
    assert advice in str(error.value)
    assert str(error.value).endswith((".", "“."))


def test_parse_number_names_the_unit() -> None:
    with pytest.raises(NumberError, match="Die Einheit „t je Einwohner“ steht schon fest"):
        parse_number("5 t", unit="t je Einwohner")


@pytest.mark.parametrize("text", ["1" * 1_000_000, "1." * 500_000, " " * 1_000_000, "-" * 10**6])
def test_parse_number_refuses_a_megabyte_at_once(text: str) -> None:
    start = time.perf_counter()
    with pytest.raises(NumberError):
        parse_number(text)
    assert time.perf_counter() - start < 0.1


@given(st.text(alphabet="0123456789.,-−–+ \u00a0e%_", max_size=33))
@example("−0.")
def test_parse_number_takes_only_the_grammar(text: str) -> None:
    """An independent reader: split at the comma, then count the digits of each group."""
    try:
        number = parse_number(text)
    except NumberError as error:
        for offer in re.findall(r"Meinten Sie ([^?]+)\?", str(error)):
            assert all(format_number(parse_number(one)) == one for one in offer.split(" oder "))
        return
    unsigned = text.strip(" \u00a0").lstrip("+-−").replace("\u00a0", " ")
    whole, _, decimals = unsigned.partition(",")
    assert "," not in unsigned or 1 <= len(decimals) <= 6
    assert not ("." in whole and " " in whole)
    first, *others = re.split(r"[. ]", whole)
    assert not others or (1 <= len(first) <= 3 and {len(other) for other in others} == {3})
    magnitude = int(first + "".join(others) + decimals)
    assert abs(number) * 10 ** len(decimals) == magnitude
    assert (number < 0) == (magnitude > 0 and text.strip(" \u00a0")[0] in "-−")


NUMBERS = st.decimals(
    min_value=-(10**9) + 1, max_value=10**9 - 1, places=6, allow_nan=False, allow_infinity=False
)


@given(NUMBERS)
def test_parse_number_reads_what_format_number_writes(number: Decimal) -> None:
    assert parse_number(format_number(number)) == number


@given(NUMBERS, st.integers(min_value=0, max_value=6))
def test_parse_number_reads_a_rounded_number(number: Decimal, decimals: int) -> None:
    """Half a unit in the last place is the most that displaying may take away."""
    text = format_number(number, decimals, sign=True)
    assert abs(parse_number(text) - number) <= Decimal(5).scaleb(-decimals - 1)
    assert len(text.partition(",")[2]) == decimals


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.234", True),
        (" 1.234,5", True),
        ("1 234", False),
        ("1,234", False),
        ("1234", False),
        ("1.23", False),
        ("1." * 500, False),
        ("1.111.111.111.111.111", False),
    ],
)
def test_has_thousands_point(text: str, expected: bool) -> None:
    assert has_thousands_point(text) is expected


@pytest.mark.parametrize(
    ("value", "decimals"),
    [("5", 0), ("5.0", 0), ("1.50", 1), ("6.9000", 1), ("1E+3", 0), ("0.00", 0), ("-1.25", 2)],
)
def test_check_decimals_accepts(value: str, decimals: int) -> None:
    check_decimals(Decimal(value), decimals)


@pytest.mark.parametrize(
    ("value", "decimals", "message"),
    [
        ("5.1", 0, "sind keine Nachkommastellen vorgesehen. Runden Sie 5,1 bitte selbst."),
        ("1.234", 1, "ist höchstens 1 Nachkommastelle vorgesehen. Runden Sie 1,234 bitte selbst."),
        ("-0.123", 2, "sind höchstens 2 Nachkommastellen vorgesehen."),
        ("0.000001", 4, "sind höchstens 4 Nachkommastellen vorgesehen."),
        ("999999999999999999999.01", 1, "ist höchstens 1 Nachkommastelle vorgesehen."),
    ],
)
def test_check_decimals_refuses(value: str, decimals: int, message: str) -> None:
    with pytest.raises(NumberError) as error:
        check_decimals(Decimal(value), decimals)
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        ("1234.5", None, "1.234,5"),
        ("1234.50", None, "1.234,50"),
        ("1E+3", None, "1.000"),
        ("0.0000001", None, "0,0000001"),
        ("-1234567.891", 2, f"{MINUS}1.234.567,89"),
        ("999.95", 1, "1.000,0"),
        ("0.25", 1, "0,3"),
        ("0.35", 1, "0,4"),
        ("-0.25", 1, f"{MINUS}0,3"),
        ("2.5", 0, "3"),
        ("-0.04", 1, "0,0"),
        ("-0", None, "0"),
        ("7", 2, "7,00"),
    ],
)
def test_format_number(value: str, decimals: int | None, expected: str) -> None:
    assert format_number(Decimal(value), decimals) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("1.25", "+1,3"), ("-1.25", f"{MINUS}1,3"), ("0.04", "0,0"), ("-0.04", "0,0")],
)
def test_format_number_with_sign(value: str, expected: str) -> None:
    assert format_number(Decimal(value), 1, sign=True) == expected


def test_format_number_without_a_value() -> None:
    assert format_number(None) == format_number(None, 2, sign=True) == "–"


def test_numbers_do_not_depend_on_the_callers_precision() -> None:
    with localcontext() as context:
        context.prec = 3
        assert str(parse_number("123.456.789,5")) == "123456789.5"
        assert format_number(Decimal("123456789.55"), 1) == "123.456.789,6"


@pytest.mark.parametrize(
    ("text", "decimals", "advice"),
    [
        ("1.23", 0, "Meinten Sie 1,23? Für diese Kennzahl sind keine Nachkommastellen vorgesehen"),
        ("1.23", 1, "Meinten Sie 1,23? Für diese Kennzahl ist höchstens 1 Nachkommastelle"),
        ("1.23", 2, "Meinten Sie 1,23? Dann tippen Sie die Zahl bitte so ein."),
        ("1.50", 1, "Meinten Sie 1,50? Dann tippen"),  # a zero at the end is no decimal
        ("12.0", 0, "Meinten Sie 12,0? Dann tippen"),
        ("1234.567", 0, "Meinten Sie 1.234.567? Dann tippen"),
        ("1234.567", 3, "Meinten Sie 1.234.567 oder 1.234,567? Dann tippen"),
        ("1.23.4", 0, "Dreiergruppen. Tippen Sie zum Beispiel 1.234."),
        ("½", 0, "Tippen Sie eine ganze Zahl, zum Beispiel 1."),
        ("ca. 5", 0, "Tippen Sie nur die Zahl, zum Beispiel 1.234, ohne Einheit"),
        ("NaN", 0, "Tippen Sie zum Beispiel 1.234."),
        ("1" * 33, 0, "Tippen Sie nur die Zahl, zum Beispiel 1.234."),
    ],
)
def test_advice_fits_the_decimals(text: str, decimals: int, advice: str) -> None:
    """Row 3: nobody is told to type what would be refused next."""
    with pytest.raises(NumberError) as caught:
        parse_number(text, decimals=decimals)
    assert advice in str(caught.value)
