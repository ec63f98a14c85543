"""What stands in a spreadsheet, read but not yet understood, and how much of it is taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

MOST_ROWS, MOST_COLUMNS = 5_000, 100  # of one sheet
MOST_SHEETS = 60
MOST_CELLS = 200_000  # of a file
MOST_TEXT = 5_000_000  # characters of a file, all cells together


class SpreadsheetError(Exception):
    """The file cannot be taken; str(error) is a German sentence for people that says what to do."""


class Kind(StrEnum):
    """What a cell holds."""

    NUMBER = "n"  # its text is the exact number with a point, as `Decimal` takes it
    TEXT = "s"
    BOOLEAN = "b"  # "1" or "0"
    DATE = "d"  # ISO 8601: a date, a moment or a time
    FORMULA = "f"  # a formula whose result is not in the file; without text
    ERROR = "e"  # such as #REF!


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that is not empty."""

    column: int  # from 1
    kind: Kind
    text: str

    @property
    def letter(self) -> str:
        return column_letter(self.column)


Row = Mapping[int, Cell]  # by column
EMPTY_ROW: Row = {}


@dataclass(frozen=True)
class Sheet:
    """The cells of one sheet; a CSV file is one sheet without a name."""

    name: str
    rows: Mapping[int, Row]  # by number, from 1; only those that hold something
    is_hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: Sequence[str] = ()  # ranges, such as "B2:C3"

    def row(self, number: int) -> Row:
        return self.rows.get(number, EMPTY_ROW)

    def __iter__(self) -> Iterator[tuple[int, Row]]:
        return iter(sorted(self.rows.items()))

    @cached_property
    def size(self) -> int:
        """How many cells hold something."""
        return sum(len(row) for row in self.rows.values())


@dataclass(frozen=True, slots=True)
class Book:
    """A file as it was read."""

    sheets: Sequence[Sheet]
    counts_from_1904: bool = False  # dates are counted as old Excel for Macintosh did


class Allowance:
    """Counts what is read, and stops at more than a file of ours could ever hold."""

    def __init__(self) -> None:
        self.cells = self.characters = 0

    def take(self, sheet: str, row: int, column: int, text: str) -> None:
        """Note one cell that is not empty. Raises SpreadsheetError beyond a limit."""
        self.cells += 1
        self.characters += len(text)
        if row > MOST_ROWS:
            raise SpreadsheetError(too_many_rows(sheet))
        if column > MOST_COLUMNS:
            raise SpreadsheetError(too_many_columns(sheet, row, column))
        if self.cells > MOST_CELLS or self.characters > MOST_TEXT:
            raise SpreadsheetError(
                "Die Datei enthält mehr, als auf einmal eingelesen wird. "
                "Bitte teilen Sie sie auf mehrere Dateien auf."
            )


def too_many_rows(sheet: str) -> str:
    return (
        f"{subject(sheet)} hat mehr als {grouped(MOST_ROWS)} Zeilen; mehr werden nicht gelesen. "
        "Bitte löschen Sie, was nicht dazugehört, oder teilen Sie die Datei auf."
    )


def too_many_columns(sheet: str, row: int, column: int) -> str:
    return (
        f"{subject(sheet)} hat mehr als {MOST_COLUMNS} Spalten: In Zeile {row} steht etwas in "
        f"Spalte {column_letter(column)}. Bitte löschen Sie, was nicht dazugehört."
    )


def subject(sheet: str) -> str:
    """A sheet at the beginning of a sentence."""
    return f"Das Blatt „{sheet}“" if sheet else "Die Datei"


def grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def column_letter(column: int) -> str:
    """What a spreadsheet calls a column: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
