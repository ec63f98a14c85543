"""The table in a sheet: its head, columns and rows, and what keeps it from being read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from indicators.entry.files.faults import Fault, Spot, listed
from indicators.entry.files.layout import (
    HEAD_WITHIN,
    HELP_SHEETS,
    INPUTS,
    REQUIRED,
    SAYING,
    VERSION,
    Field,
    field_of,
    heading_of,
    version_of,
)
from soest.spreadsheets.cells import Book, Cell, Row, Sheet

RANGE = re.compile(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})")
NO_HEAD = (
    "Die Kopfzeile fehlt. Eine Zeile muss mindestens die Überschriften „Kennung“, „Zeitraum“ und "
    "„Wert“ enthalten. Bitte nehmen Sie die Vorlage oder ergänzen Sie die Kopfzeile."
)
TWICE = "Die Überschrift „{heading}“ steht hier zum zweiten Mal. Bitte löschen Sie eine Spalte."
NOTHING = "Die Datei enthält keine Tabelle mit Werten. Bitte nehmen Sie die Vorlage."
HIDDEN_SHEET = (
    "Dieses Blatt ist ausgeblendet und enthält Eingaben. Bitte blenden Sie es ein, damit nichts "
    "unbemerkt übernommen wird, oder löschen Sie es."
)
HIDDEN_ROW = (
    "Diese Zeile ist ausgeblendet und enthält Eingaben. Bitte blenden Sie sie ein oder leeren "
    "Sie sie."
)
HIDDEN_COLUMN = (
    "Diese Spalte ist ausgeblendet und enthält Eingaben. Bitte blenden Sie sie ein oder leeren "
    "Sie sie."
)
MERGED = (
    "Hier sind Zellen verbunden ({range}). Bitte heben Sie die Verbindung auf, damit jeder Wert "
    "in seiner eigenen Zeile steht."
)
NEWER = (
    "Die Datei hat einen Aufbau, den diese Fassung des Zielmonitors nicht kennt. Bitte laden Sie "
    "die Vorlage neu herunter."
)


@dataclass(frozen=True)
class Table:
    """The table of a sheet."""

    sheet: Sheet
    head: int  # number of the row with the headings
    columns: Mapping[Field, int]

    def cell(self, row: Row, field: Field) -> Cell | None:
        """None for an empty cell, and where there is no such column."""
        return row.get(self.columns.get(field, 0))

    def place(self, row: int | None = None, field: Field | None = None) -> Spot:
        column = self.columns.get(field) if field else None
        heading = heading_of(field) if field and column else ""
        return Spot(self.sheet.name, row, column, heading)

    def rows(self) -> Iterator[tuple[int, Row]]:
        """The rows below the head that hold anything."""
        return ((number, row) for number, row in self.sheet if number > self.head)

    def speaks(self, row: Row) -> bool:
        """Something was entered in this row."""
        return any(self.cell(row, field) for field in INPUTS)


def find_tables(book: Book) -> tuple[list[Table], list[Fault]]:
    """The tables of a file in its order, and what is wrong with them as tables."""
    tables: list[Table] = []
    faults: list[Fault] = []
    for sheet in book.sheets:
        if not sheet.rows or sheet.name in HELP_SHEETS:
            continue
        found, wrong = table_of(sheet)
        faults += wrong
        if found:
            tables.append(found)
            faults += disguises(found)
    if not tables and not faults:
        faults.append(Fault(Spot(""), NOTHING))
    return tables, faults


def table_of(sheet: Sheet) -> tuple[Table | None, list[Fault]]:
    """The table of one sheet, and what is wrong with its head."""
    top = [cell for number, row in sheet if number <= HEAD_WITHIN for cell in row.values()]
    if any(map(is_unknown_version, top)):
        return None, [Fault(Spot(sheet.name), NEWER)]
    head = head_of(sheet)
    if head is None:
        return None, [Fault(Spot(sheet.name), NO_HEAD)]
    columns: dict[Field, int] = {}
    faults: list[Fault] = []
    for column, cell in sorted(sheet.row(head).items()):
        field = field_of(cell.text)
        place = Spot(sheet.name, head, column)
        if field is None:
            faults.append(Fault(place, unknown_heading(cell.text)))
        elif field in columns and field != Field.EARLIER:
            faults.append(Fault(place, TWICE.format(heading=cell.text)))
        else:
            columns.setdefault(field, column)
    table = Table(sheet, head, columns)
    return table, [*faults, *missing_headings(table), *cells_without_heading(table)]


def is_unknown_version(cell: Cell) -> bool:
    version = version_of(cell.text)
    return version is not None and version != VERSION


def head_of(sheet: Sheet) -> int | None:
    """The first row that has the heading of the indicators and one more that we know."""
    for number, row in sheet:
        fields = {field_of(cell.text) for cell in row.values()} - {None, Field.EARLIER}
        if number <= HEAD_WITHIN and Field.CODE in fields and len(fields) > 1:
            return number
    return None


def unknown_heading(heading: str) -> str:
    return (
        f"Die Überschrift „{heading}“ ist unbekannt. Bitte löschen Sie die Spalte oder nennen Sie "
        "sie wie in der Vorlage."
    )


def missing_headings(table: Table) -> list[Fault]:
    lacking = [heading_of(field) for field in REQUIRED if field not in table.columns]
    if not any(field in table.columns for field in SAYING):
        lacking.append(heading_of(Field.VALUE))
    if not lacking:
        return []
    verb = "fehlt die Spalte" if len(lacking) == 1 else "fehlen die Spalten"
    return [Fault(table.place(table.head), f"Hier {verb} {listed(lacking)}.")]


def cells_without_heading(table: Table) -> list[Fault]:
    """Cells of a row that is longer than the head, or beside the table."""
    known = table.sheet.row(table.head)
    return [
        Fault(
            Spot(table.sheet.name, number, column),
            "Über dieser Zelle steht keine Überschrift. Bitte löschen Sie sie; in einer "
            "CSV-Datei steht vielleicht ein Trennzeichen zu viel in der Zeile.",
        )
        for number, row in table.rows()
        for column in sorted(row.keys() - known.keys())[:1]
    ]


def disguises(table: Table) -> list[Fault]:
    """Entries that people do not see: hidden sheets, rows and columns, merged cells."""
    sheet = table.sheet
    speaking = [number for number, row in table.rows() if table.speaks(row)]
    faults = []
    if sheet.is_hidden and speaking:
        faults.append(Fault(table.place(), HIDDEN_SHEET))
    faults += [
        Fault(table.place(number), HIDDEN_ROW) for number in speaking if number in sheet.hidden_rows
    ]
    faults += [
        Fault(table.place(field=field), HIDDEN_COLUMN)
        for field in INPUTS
        if table.columns.get(field) in sheet.hidden_columns
        and any(table.cell(row, field) for _, row in table.rows())
    ]
    faults += [
        Fault(table.place(row), MERGED.format(range=merged))
        for merged in sheet.merged
        if (row := last_row(merged)) > table.head
    ]
    return faults


def last_row(merged: str) -> int:
    """The last row of a range such as B2:C3."""
    found = RANGE.fullmatch(merged)
    return int(found[4]) if found else 0
