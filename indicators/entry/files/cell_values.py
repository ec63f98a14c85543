"""What a cell of the table says: a number, a word from a list, a period, or why it cannot be read.

Numbers of a workbook are binary: 0.3 may have been stored as 0.30000000000000004. Such noise is
taken away; every other digit too many is an error, never rounded.
Text goes through the same German grammar as what is typed into the form.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import lru_cache

from indicators.entry.readings import ValueRules, is_ambiguous
from indicators.entry.texts import TextError, clean_text
from indicators.enums import MissingReason
from indicators.german_numbers import NumberError, format_number, parse_number
from indicators.named_periods import FIRST_YEAR, LAST_YEAR, Period, part_label
from indicators.periods import months_per_period
from soest.spreadsheets.cells import Cell, Kind

NOISY_PLACES = 16  # of the binary number: what a few sums and products leave behind
SMALLEST = Decimal("1e-12")  # what is left of differences that should be zero
EXACT = Context(prec=60)
MOST_DIGITS = 15  # before the comma, many more than any value has
QUOTED = 40  # characters of a cell
YES = ("ja", "j", "x", "1", "wahr", "true", "vorläufig")
NO = ("nein", "n", "0", "falsch", "false", "endgültig", "–", "-")
ENDS_IN = {"year": "2025", "half_year": "1. Halbjahr 2025", "quarter": "3. Quartal 2025"}


class CellError(ValueError):
    """The cell cannot be read; str(error) is the German sentence for people."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as read."""

    value: Decimal
    other_meaning: str = ""  # "1.240 (nicht 1,240)" if a point may be meant otherwise


def read_number(cell: Cell, rules: ValueRules) -> Number:
    """The value of an indicator. Raises CellError."""
    refuse_unreadable(cell)
    if cell.kind == Kind.BOOLEAN:
        raise CellError("Hier steht WAHR oder FALSCH. Bitte tippen Sie eine Zahl ein.")
    if cell.kind == Kind.DATE:
        raise CellError(
            f"Hier steht ein Datum ({german_date(cell.text)}), keine Zahl. Vielleicht hat das "
            "Programm die Eingabe umgewandelt: Bitte stellen Sie das Zellformat auf „Zahl“ und "
            "tippen Sie den Wert noch einmal ein."
        )
    try:
        if cell.kind == Kind.NUMBER:
            number = Number(number_of_cell(cell.text, rules.scale.decimals))
        else:
            number = number_of_text(cell.text, rules)
        rules.check(number.value)
    except NumberError as error:
        quoted = f"„{shortened(cell.text)}“: " if cell.kind == Kind.TEXT else ""
        raise CellError(f"{quoted}{error}") from error
    return number


def shortened(text: str) -> str:
    """The beginning of a text, on one line, to remind of it."""
    line = " ".join(text.split())
    return line if len(line) <= QUOTED else f"{line[:QUOTED].rstrip()} …"


def number_of_cell(text: str, decimals: int) -> Decimal:
    value = Decimal(text)
    if value.adjusted() > MOST_DIGITS:
        raise NumberError("Die Zahl ist zu groß. Prüfen Sie die Einheit.")
    return without_noise(value, decimals)


def number_of_text(text: str, rules: ValueRules) -> Number:
    value = parse_number(text, unit=rules.scale.unit, decimals=rules.scale.decimals)
    if not is_ambiguous(text):
        return Number(value)
    spelled = format_number(value)
    return Number(value, f"{spelled} (nicht {spelled.replace('.', ',')})")


def without_noise(value: Decimal, decimals: int) -> Decimal:
    """The number without the noise of binary fractions: some last places of its 53 bits.

    A number that is off by more is returned as it is, and then has too many decimals.
    """
    near = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN, EXACT)
    places = Decimal(math.ulp(value)) * NOISY_PLACES
    noise = max(SMALLEST, min(places, Decimal(1).scaleb(-decimals - 2)))
    return near if abs(value - near) <= noise else value


def read_text(cell: Cell, *, longest: int, lines: bool = False) -> str:
    """A text, in one spelling. Raises CellError."""
    refuse_unreadable(cell)
    text = cleaned(plain_text(cell), lines)
    if len(text) > longest:
        raise CellError(
            f"Der Text ist {format_number(Decimal(len(text)))} Zeichen lang; möglich sind "
            f"{format_number(Decimal(longest))}. Bitte kürzen Sie ihn."
        )
    return text


@lru_cache(maxsize=1024)  # the same source stands in row after row
def cleaned(text: str, lines: bool) -> str:
    try:
        return clean_text(text, lines=lines)
    except TextError as error:
        raise CellError(str(error)) from error


def plain_text(cell: Cell) -> str:
    """What people see in the cell, as text."""
    if cell.kind == Kind.NUMBER:
        return format_number(Decimal(cell.text).normalize()).replace(".", "")
    if cell.kind == Kind.DATE:
        return german_date(cell.text)
    if cell.kind == Kind.BOOLEAN:
        return "WAHR" if cell.text == "1" else "FALSCH"
    return cell.text


def read_yes_no(cell: Cell) -> bool:
    """Raises CellError unless it is a yes or a no."""
    said = read_text(cell, longest=1000).casefold()
    if said in YES:
        return True
    if said in NO:
        return False
    raise CellError("Bitte schreiben Sie „ja“ oder „nein“.")


def read_reason(cell: Cell) -> str:
    """Why there is no value, as one of MissingReason. Raises CellError."""
    said = read_text(cell, longest=1000).casefold()
    for value, label in MissingReason.choices:
        if said in (value, str(label).casefold()):
            return str(value)
    offered = ", ".join(f"„{label}“" for label in MissingReason.labels)
    raise CellError(f"Diesen Grund gibt es nicht. Möglich sind {offered}.")


def read_period(cell: Cell, frequency: str) -> Period:
    """The period in German ("3. Quartal 2025") or short ("2025-q3"). Raises CellError."""
    refuse_unreadable(cell)
    if cell.kind == Kind.DATE:
        # Spreadsheets make 01.07.2025 of "Juli 2025".
        period = period_beginning(cell.text, frequency)
    else:
        said = " ".join(plain_text(cell).split()).casefold()
        period = period_named(said, frequency)
    if period is None:
        example = ENDS_IN.get(frequency, "Juli 2025")
        raise CellError(
            f"„{plain_text(cell)}“ ist kein Zeitraum dieser Kennzahl. "
            f"Bitte schreiben Sie zum Beispiel „{example}“."
        )
    return period


def period_beginning(moment: str, frequency: str) -> Period | None:
    day = date.fromisoformat(moment[:10]) if moment[4:5] == "-" else None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        return None
    period = Period.containing(day, frequency)
    return period if period.first_day == day else None


@lru_cache(maxsize=1024)
def period_named(said: str, frequency: str) -> Period | None:
    year = said[-4:]
    if year.isdecimal() and year.isascii() and FIRST_YEAR <= int(year) <= LAST_YEAR:
        for part in range(1, 12 // months_per_period(frequency) + 1):
            if said[:-4].strip() == part_label(frequency, part).casefold():
                return Period.of(int(year), frequency, part)
    try:
        period = Period.parse(said)
    except ValueError:
        return None
    return period if period.frequency == frequency else None


def refuse_unreadable(cell: Cell) -> None:
    """A formula that says nothing, or says that it failed."""
    if cell.kind == Kind.FORMULA:
        raise CellError(
            "Hier steht eine Formel, deren Ergebnis nicht in der Datei ist. Bitte öffnen Sie die "
            "Datei in Excel, speichern Sie sie und laden Sie sie noch einmal hoch."
        )
    if cell.kind == Kind.ERROR:
        raise CellError(
            f"Die Formel in dieser Zelle ergibt einen Fehler ({cell.text}). "
            "Bitte tippen Sie den Wert ein."
        )


def german_date(moment: str) -> str:
    """A date in ISO 8601 as people write it; a time of day as it is."""
    year, month, day = moment[:4], moment[5:7], moment[8:10]
    return f"{day}.{month}.{year}" if moment[4:5] == "-" else moment
