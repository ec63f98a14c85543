"""The sheets of an uploaded file as tables of texts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from indicators.catalogue_sheets.comparison import CellProblem
from indicators.catalogue_sheets.fields import NO, YES, text_of
from indicators.catalogue_sheets.tables import SheetRow, SheetTable
from indicators.catalogue_sheets.workbook import HINT_SHEET
from soest.spreadsheets.cells import Book, Cell, Kind, Row, Sheet, column_letter

UNREADABLE = {
    Kind.FORMULA: "Hier steht eine Formel ohne Ergebnis. Bitte öffnen Sie die Datei in Excel, "
    "speichern Sie sie und laden Sie sie noch einmal hoch, oder tippen Sie den Inhalt.",
    Kind.ERROR: "Hier steht ein Fehler der Tabellenkalkulation. Bitte tippen Sie den Inhalt.",
}
HIDDEN = "Diese Zeile ist ausgeblendet. Bitte blenden Sie sie ein oder löschen Sie sie."


def tables_of(book: Book) -> list[SheetTable]:
    """All sheets that people fill; empty ones and the hints are passed over."""
    return [table_of(sheet) for sheet in book.sheets if sheet.name != HINT_SHEET and sheet.rows]


def table_of(sheet: Sheet) -> SheetTable:
    """The first row that holds something are the heads, all below it are rows."""
    (head_number, head_row), *lines = sheet
    heads = {column: cell.text.strip() for column, cell in head_row.items()}
    first = min(heads, default=1)
    return SheetTable(
        title=sheet.name,
        heads=[heads[column] for column in sorted(heads)],
        rows=[row_of(sheet, number, row, heads, first) for number, row in lines],
        head_number=head_number,
        problems=sheet_problems(sheet),
    )


def sheet_problems(sheet: Sheet) -> tuple[CellProblem, ...]:
    """What makes it unclear which cells of a sheet are meant."""
    where = f"Blatt „{sheet.name}“"
    texts = [
        f"Die Zellen {cells} sind verbunden. Bitte heben Sie das auf." for cells in sheet.merged
    ]
    if sheet.is_hidden:
        texts.append("Dieses Blatt ist ausgeblendet. Bitte blenden Sie es ein oder löschen Sie es.")
    if hidden := sorted(sheet.hidden_columns):
        letters = ", ".join(map(column_letter, hidden))
        texts.append(f"Ausgeblendete Spalten: {letters}. Bitte blenden Sie sie ein.")
    return tuple(CellProblem(where, text) for text in texts)


def row_of(sheet: Sheet, number: int, row: Row, heads: Mapping[int, str], first: int) -> SheetRow:
    """One line; a cell without a head above it is a mistake."""
    columns = {head: column_letter(column) for column, head in heads.items()}
    line = SheetRow(
        sheet=sheet.name,
        number=number,
        cells={
            head: plain_text(row[column], is_key=column == first) if column in row else ""
            for column, head in heads.items()
        },
        columns=columns,
    )
    problems = [
        CellProblem(line.place(heads.get(column, "")), text)
        for column, cell in row.items()
        if (text := complaint(cell, heads))
    ]
    if number in sheet.hidden_rows:
        problems.append(CellProblem(line.place(), HIDDEN))
    return SheetRow(line.sheet, line.number, line.cells, line.columns, tuple(problems))


def complaint(cell: Cell, heads: Mapping[int, str]) -> str:
    """Why a cell cannot be read; empty if it can."""
    if cell.column not in heads:
        return f"In Spalte {cell.letter} steht etwas, aber die Spalte hat keine Überschrift."
    return UNREADABLE.get(cell.kind, "")


def plain_text(cell: Cell, *, is_key: bool) -> str:
    """What a cell says, as a person would type it.

    A code that a spreadsheet has taken for a number ("1.2") keeps its point.
    """
    if cell.kind == Kind.NUMBER:
        return cell.text if is_key else text_of(Decimal(cell.text))
    if cell.kind == Kind.BOOLEAN:
        return YES if cell.text == "1" else NO
    if cell.kind == Kind.DATE:
        return day_text(cell.text)
    return cell.text.replace("\r\n", "\n").strip()


def day_text(moment: str) -> str:
    """The day of a date cell; a time of day stays as it is and is refused where a day belongs."""
    try:
        return text_of(date.fromisoformat(moment[:10]))
    except ValueError:
        return moment
