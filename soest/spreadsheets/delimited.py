"""Reading CSV as Excel, LibreOffice and statistical offices write it."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator

from soest.spreadsheets.archive import check_size
from soest.spreadsheets.cells import (
    MOST_ROWS,
    Allowance,
    Book,
    Cell,
    Kind,
    Sheet,
    SpreadsheetError,
    too_many_rows,
)
from soest.spreadsheets.formulas import unguarded

DELIMITERS = ";\t,"  # in this order if a line does not tell
LONGEST_CELL = 32_767  # characters, as in Excel

NO_TEXT = (
    "Das ist keine lesbare CSV-Datei: Sie enthält Zeichen, die in keinem Text vorkommen. Bitte "
    "speichern Sie sie als „CSV UTF-8 (durch Trennzeichen getrennt)“ oder als .xlsx."
)
OPEN_QUOTE = (
    "Ein Anführungszeichen wird geöffnet, aber nicht geschlossen. Bitte ergänzen Sie es; ein "
    "Anführungszeichen im Text selbst wird verdoppelt."
)


def read_delimited(content: bytes) -> Book:
    """The one sheet of a CSV file; every cell is text.

    Understands UTF-8 with and without its mark, UTF-16 with it, and Windows-1252; semicolon, tab
    and comma between cells; line ends and delimiters within quotes (RFC 4180). Rows are counted
    as a spreadsheet does, and may differ in length.

    Raises SpreadsheetError.
    """
    check_size(content)
    text = decoded(content)
    allowance = Allowance()
    rows: dict[int, dict[int, Cell]] = {}
    for number, record in enumerate(records(text, delimiter_of(text)), start=1):
        if number > MOST_ROWS and any(record):
            raise SpreadsheetError(too_many_rows(""))
        for column, said in enumerate(record, start=1):
            if said.strip():
                allowance.take("", number, column, said)
                cell = Cell(column, Kind.TEXT, unguarded(said))
                rows.setdefault(number, {})[column] = cell
    return Book([Sheet("", rows)])


def decoded(content: bytes) -> str:
    """The text of the file. Raises SpreadsheetError if it is none."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:  # PostgreSQL takes none, and a text has none
            return text
    raise SpreadsheetError(NO_TEXT)


def delimiter_of(text: str) -> str:
    """What stands between the cells: that which makes most of them in the first line."""
    found: dict[str, int] = {}
    for delimiter in DELIMITERS:
        try:
            first = next((one for one in records(text, delimiter) if any(one)), [])
        except SpreadsheetError:
            first = []
        found[delimiter] = len(first)
    return max(DELIMITERS, key=lambda delimiter: found[delimiter])


def records(text: str, delimiter: str) -> Iterator[list[str]]:
    """The rows of cells. Raises SpreadsheetError at a quote that is not closed or closed twice."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    csv.field_size_limit(LONGEST_CELL)
    while True:
        begins = reader.line_num + 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise SpreadsheetError(f"Zeile {begins}: {complaint(error)}") from error
        yield record


def complaint(error: csv.Error) -> str:
    """What is wrong with a row, in German."""
    if "field limit" in str(error):
        return (
            "Ein Feld ist länger als 32.767 Zeichen. Vielleicht ist ein Anführungszeichen "
            "geöffnet, aber nicht geschlossen."
        )
    if "expected after" in str(error):
        return (
            "Nach einem schließenden Anführungszeichen steht noch Text. Ein Anführungszeichen "
            "im Text selbst wird verdoppelt."
        )
    return OPEN_QUOTE
