"""The catalogue as a workbook to edit: what `writing` reads back."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties

from indicators.catalogue_sheets.fields import (
    NO,
    YES,
    CellValue,
    LabelCell,
    NumberCell,
    TextCell,
    WholeCell,
    YesNoCell,
)
from indicators.catalogue_sheets.sheets import SHEETS
from indicators.catalogue_sheets.targets import (
    COLUMNS,
    KEY_HEAD,
    TARGET_SHEET,
    latest_paths,
    path_rows,
)
from soest.spreadsheets.writing import xlsx_cell

HINT_SHEET = "Hinweise"
HINTS = """\
Katalog der Strategie „Soest 2030“
Ziele, Kennzahlen und Zielpfade zum Bearbeiten. So geht es:
1. Zellen ändern oder unten Zeilen anfügen. Die Nummer oder Kennung in der ersten Spalte sagt, \
welches Ziel oder welche Kennzahl gemeint ist; sie selbst bleibt, wie sie ist.
2. Die Datei speichern und im Zielmonitor unter „Katalog“ hochladen.
3. Der Zielmonitor zeigt jede Zelle, die sich ändern würde. Erst danach wird übernommen, und zwar \
alles zusammen oder nichts.
Was in der Datei fehlt, bleibt, wie es ist: Gelöscht wird nichts. Eine leere Zelle leert das Feld. \
Spalten und Blätter, die Sie nicht brauchen, dürfen Sie löschen, nur nicht die erste Spalte.
Wortlaut bestätigt: „ja“, sobald der amtliche Wortlaut dasteht. Bis dahin zeigt der Zielmonitor \
„Arbeitstitel“.
Rechenformel: leer, wenn Werte erfasst werden, sonst zum Beispiel MOB-02 / Einwohner * 1000. Eine \
neue Kennzahl muss über den Formeln stehen, die mit ihr rechnen.
Zielpfade: Jede Zeile ist ein Zielpunkt. Ein geltender Zielpfad wird nie geändert; aus einer \
Änderung wird ein Entwurf, den die Koordination mit dem Beschluss in Kraft setzt."""
HEAD_FILL = PatternFill("solid", fgColor="E4E9DF")
WRAPPED = Alignment(wrap_text=True, vertical="top")
NARROW, MEDIUM, WIDE = 14, 26, 48  # characters
LAST_CHECKED_ROW = 1000  # drop-downs reach to rows that people add


def catalogue_workbook() -> bytes:
    """All sheets, filled with what is stored; a fixed number of queries."""
    book = Workbook(write_only=True)
    add_hints(book)
    for sheet in SHEETS:
        rows = [
            [key_of(getattr(row, sheet.key)), *sheet.cells(row).values()] for row in sheet.stored()
        ]
        columns = {str(cell.label): cell for cell in sheet.columns.values()}
        add_sheet(book, sheet.title, {sheet.key_head: None} | columns, rows)
    targets = [
        [code, *cells.values()]
        for code, path in sorted(latest_paths().items())
        for cells in path_rows(path)
    ]
    add_sheet(book, TARGET_SHEET, {KEY_HEAD: None} | COLUMNS, targets)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def key_of(value: Any) -> CellValue:
    return value if isinstance(value, int) else str(value)


def add_hints(book: Workbook) -> None:
    page = book.create_sheet(HINT_SHEET)
    page.column_dimensions["A"].width = 100
    for text in HINTS.split("\n"):
        page.append([wrapped(page, text)])


def add_sheet(
    book: Workbook, title: str, columns: Mapping[str, Any], rows: Iterable[Sequence[CellValue]]
) -> None:
    """A sheet with heads, typed cells, and drop-downs where only certain words are possible."""
    page = book.create_sheet(title)
    page.freeze_panes = "B2"
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = "1:1"
    for number, cell in enumerate(columns.values(), 1):
        page.column_dimensions[get_column_letter(number)].width = width_of(cell)
        if words := words_of(cell):
            add_drop_down(page, number, words)
    page.column_dimensions["A"].number_format = "@"  # or Excel makes a date of a new "1.2"
    page.append([head_cell(page, head) for head in columns])
    for row in rows:
        page.append([wrapped(page, value) for value in row])


def head_cell(page: WriteOnlyWorksheet, head: str) -> SheetCell:
    cell = wrapped(page, head)
    cell.font = Font(bold=True)
    cell.fill = HEAD_FILL
    return cell


def wrapped(page: WriteOnlyWorksheet, value: CellValue) -> SheetCell:
    """A typed cell whose long text shows in several lines; nothing for an empty text."""
    cell = xlsx_cell(page, value if value != "" else None)
    cell.alignment = WRAPPED
    return cell


def width_of(cell: Any) -> int:
    if isinstance(cell, (NumberCell, WholeCell, YesNoCell)) or cell is None:
        return NARROW
    return WIDE if isinstance(cell, TextCell) and (cell.max_length or 0) >= 200 else MEDIUM


def words_of(cell: Any) -> Sequence[str]:
    """The only words a cell may hold; empty: any."""
    if isinstance(cell, YesNoCell):
        return (YES, NO)
    return list(cell.words.values()) if isinstance(cell, LabelCell) else ()


def add_drop_down(page: WriteOnlyWorksheet, column: int, words: Sequence[str]) -> None:
    choice = DataValidation(
        type="list",
        formula1=f'"{",".join(words)}"',
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="Nicht möglich",
        error=f"Möglich sind: {', '.join(words)}.",
    )
    letter = get_column_letter(column)
    choice.add(f"{letter}2:{letter}{LAST_CHECKED_ROW}")
    page.data_validations.append(choice)  # type: ignore[attr-defined]  # the stubs lack it
